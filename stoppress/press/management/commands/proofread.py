"""`stoppress proofread`: does every shelved page equal a fresh print?"""

from typing import Any

from django.core.management.base import BaseCommand

from stoppress.press.proofread import differences


class Command(BaseCommand):
    help = "Compare every shelved page with a fresh print, name each difference; exit code 1 when there is any."

    def handle(self, *args: Any, **options: Any) -> None:
        checked, wrong = 0, []
        for difference in differences():
            checked += 1
            if difference:
                wrong.append(difference)
                waits = " waits for the press" if difference.is_waiting else ""
                self.stdout.write(f"{difference.address}{waits}\n  {difference.reason}")
        self.stdout.write(f"{checked} pages proofread, {len(wrong)} differ.")
        if wrong:
            raise SystemExit(1)
