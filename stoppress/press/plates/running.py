"""What plates call while they set a page: names looked up as Django's templates look them up, values made into HTML."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import SimpleNamespace
from typing import Any

from django.template import Context, Template
from django.template.base import Variable, VariableDoesNotExist, render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import ngettext

#: Stands for a name that nobody gave.
MISSING = object()
#: Instead of a value for a name that is missing: whoever asks cannot go on.
REFUSED = object()
_PLAIN = Context(use_l10n=False, use_tz=False)


class _Named(dict[str, Any]):
    """A name and its value, as much of a context as a Variable needs: what cannot be called is shown as nothing."""

    template = SimpleNamespace(engine=SimpleNamespace(string_if_invalid=""))


class Told:
    """What tags that ask for the context are told: names and their values, and whose template it is."""

    __slots__ = ("_values", "template")

    def __init__(self, template: Template, values: Mapping[str, object]) -> None:
        self.template, self._values = template, values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]


def found(base: object, name: Variable, default: object) -> object:
    """What `name` leads to, its first word being `base`: slowly and by all of Django's rules; `default` when to nothing.

    Raises VariableDoesNotExist then if the default is REFUSED.
    """
    first, *path = name.lookups or ()
    try:
        if base is not MISSING and not _ends_in_nothing(base, path):
            return name.resolve(_Named({first: base}))
    except VariableDoesNotExist:
        pass
    if default is REFUSED:
        raise VariableDoesNotExist("%s is missing", (name.var,))
    return default


def _ends_in_nothing(base: object, path: list[str]) -> bool:
    """Whether a name leads through something that is None, as most names do that lead to nothing: told without an exception."""
    for part in path:
        if base is None:
            return True
        if callable(base) or hasattr(type(base), "__getitem__"):
            return False
        base = getattr(base, part, MISSING)
    return False


def printed(value: object) -> str:
    """A value as HTML: text is escaped unless it is marked as safe."""
    kind = type(value)
    if kind is SafeString:
        return value  # type: ignore[return-value]
    if kind is str:
        return escape(value)  # type: ignore[arg-type]
    return str(render_value_in_context(value, _PLAIN))


def printed_tag(output: Any) -> str:
    """What a tag gave, as HTML."""
    return output if type(output) is SafeString else str(conditional_escape(output))


def kept_safe(change: Callable[..., object], value: object, *given: object, **how: object) -> object:
    """A filter's result, safe if what it was given is: for filters that leave safe text safe."""
    changed = change(value, *given, **how)
    return mark_safe(str(changed)) if isinstance(value, SafeData) else changed


def counted(singular: str, plural: str, count: float, shown: Mapping[str, str]) -> str:
    """A sentence that depends on a number, in the language of the page; in our own words where a translator's have other
    names than ours."""
    try:
        return ngettext(singular, plural, count) % shown
    except (KeyError, ValueError):
        return (singular if count == 1 else plural) % shown


def tried(condition: Callable[[], object]) -> object:
    """A condition that cannot be told, such as a number less than nothing, is not met: Django's rule."""
    try:
        return condition()
    except Exception:  # noqa: BLE001 - the rule says so
        return False


def listed(values: object) -> Sequence[object]:
    """What a loop goes through."""
    if values is None:
        return ()
    return values if hasattr(values, "__len__") else list(values)  # type: ignore[call-overload, return-value, no-any-return]


def loop(index: int, count: int, parent: object) -> dict[str, object]:
    """What is known of a loop, and of the one around it, where it is not known beforehand what will be asked."""
    return {
        "counter": index + 1, "counter0": index, "revcounter": count - index, "revcounter0": count - index - 1,
        "first": index == 0, "last": index == count - 1, "parentloop": parent,
    }  # fmt: skip
