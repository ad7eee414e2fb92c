"""The command `stoppress`: Django's commands and our own under one name."""

import os
import sys


def main() -> None:
    """Run `stoppress COMMAND …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")
    from stoppress.conf import gate
    from stoppress.conf.environment import SettingError

    gate.wait()

    try:
        from django.core.management import execute_from_command_line

        # A command's module cannot have a hyphen in its name; what people type may.
        name = [word.replace("-", "_") if not word.startswith("-") else word for word in sys.argv[1:2]]
        execute_from_command_line(["stoppress", *name, *sys.argv[2:]])
    except SettingError as error:
        sys.exit(f"stoppress: {error}")


if __name__ == "__main__":
    main()
