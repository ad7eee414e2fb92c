"""The expressions of a plate in Python: names, filters and conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Any, cast

from django.template.base import FilterExpression, Variable
from django.template.defaulttags import TemplateLiteral
from django.utils.safestring import mark_safe

from stoppress.press.plates import running

_CONSTANTS = {"True": "True", "False": "False", "None": "None"}
_LOOP = {
    "counter": "({index} + 1)",
    "counter0": "{index}",
    "first": "({index} == 0)",
    "last": "({index} == {count} - 1)",
}
#: Conditions that Python words as templates do; those of the second kind cannot be told of just any two values.
_PLAIN_OPERATORS = {"or", "and", "==", "!=", "is", "is not"}
_DARING_OPERATORS = {"in", "not in", "<", "<=", ">", ">="}


class Unfit(Exception):
    """The template has something that no plate can do."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What names stand for at one place of a template: variables of the plate; of a loop those of its index and count, and
    what is told of the loop around it.

    Where it is open, other names are those that the plate is given; else there are none.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    loop: tuple[str, str, str] | None = None
    is_open: bool = True

    def with_names(self, names: Mapping[str, str]) -> "Scope":
        """The same with these names, too."""
        return Scope({**self.names, **names}, self.loop, self.is_open)


class Words:
    """Words Python for one plate and keeps what the words refer to."""

    def __init__(self) -> None:
        self.known: dict[str, object] = {name: getattr(running, name) for name in (
            "MISSING", "REFUSED", "Told", "counted", "found", "kept_safe", "listed", "loop", "printed", "printed_tag", "tried",
        )}  # fmt: skip
        #: Names that are looked up in what the plate is given, once and before anything else.
        self.given: dict[str, str] = {}
        #: Functions that follow the dots of a name.
        self.functions: list[str] = []
        self._paths: dict[tuple[str, ...], str] = {}

    def constant(self, value: object) -> str:
        """A name for `value`."""
        if value is None:
            return repr(value)
        name = f"c{len(self.known)}"
        self.known[name] = value
        return name

    def value(self, expression: FilterExpression, scope: Scope, missing: str = "''") -> str:
        """The value of an expression; `missing` stands for a name that is missing."""
        worded = self.name(expression.var, scope, missing) if expression.is_var else self.constant(expression.var)
        for change, given in expression.filters:
            if getattr(change, "expects_localtime", False):
                raise Unfit(f"{expression.token} depends on the time zone")
            arguments = [self._argument(is_name, one, scope) for is_name, one in given]
            if getattr(change, "needs_autoescape", False):
                arguments.append("autoescape=True")
            function = self.constant(change)
            call = f"kept_safe({function}, " if getattr(change, "is_safe", False) else f"{function}("
            worded = f"{call}{', '.join((worded, *arguments))})"
        return worded

    def _argument(self, is_name: bool, given: object, scope: Scope) -> str:
        if isinstance(given, Variable):
            return self.name(given, scope, "REFUSED")
        assert not is_name, "a name is a Variable"
        return self.constant(mark_safe(str(given)))

    def name(self, variable: Variable, scope: Scope, missing: str = "''") -> str:
        """The value of a name with its dots."""
        if variable.lookups is None:
            if variable.translate:
                return f"{self.constant(variable)}.resolve({{}})"
            return self.constant(variable.literal)
        first, *path = variable.lookups
        if first in _CONSTANTS:
            return _CONSTANTS[first]
        if first == "forloop" and scope.loop and "forloop" not in scope.names:
            return self._of_loop(path, scope.loop)
        if variable.lookups == ("block", "super"):
            raise Unfit(f"{variable.var} is of another template")
        base = self._base(first, scope)
        if not path and first in scope.names:
            return base
        return f"{self._path(variable)}({base}, {missing})"

    def _base(self, name: str, scope: Scope) -> str:
        """The variable of the plate for a name without dots."""
        if name in scope.names:
            return scope.names[name]
        if not scope.is_open:
            return "MISSING"
        return self.given.setdefault(name, f"g{len(self.given)}")

    def _of_loop(self, path: list[str], loop: tuple[str, str, str]) -> str:
        if len(path) != 1 or path[0] not in _LOOP:
            raise Unfit(f"forloop.{'.'.join(path)} is not known to plates")
        return _LOOP[path[0]].format(index=loop[0], count=loop[1])

    def _path(self, variable: Variable) -> str:
        """A function that follows the dots: as attributes, and by all of Django's rules where that leads nowhere or to
        something to be called. To have the attributes at once is what makes plates fast."""
        path = (variable.lookups or ())[1:]
        if path not in self._paths:
            name = self._paths[path] = f"path{len(self._paths)}"
            slow = f"found(base, {self.constant(Variable('.'.join(('it', *path))))}, missing)"
            lines = [f"def {name}(base, missing):"]
            if not path:
                lines.append(f"    return {slow} if base is MISSING or callable(base) else base")
            elif all(part.isidentifier() and not iskeyword(part) for part in path):
                lines += ["    try:", f"        value = base.{'.'.join(path)}"]
                lines += ["    except AttributeError:", f"        return {slow}"]
                lines.append(f"    return {slow} if callable(value) else value")
            else:
                lines.append(f"    return {slow}")
            self.functions += lines
        return self._paths[path]

    def condition(self, found: Any, scope: Scope) -> str:
        """A condition of `{% if %}`."""
        if type(found) is TemplateLiteral:
            return self.value(cast("FilterExpression", found.value), scope, "None")
        first = self.condition(found.first, scope)
        if found.id == "not":
            worded = f"(not {first})"
        elif found.id in _PLAIN_OPERATORS | _DARING_OPERATORS:
            worded = f"({first} {found.id} {self.condition(found.second, scope)})"
        else:
            raise Unfit(f"{found.id} is not known to plates")
        is_daring = found.id in _DARING_OPERATORS or _has_filters(found.first) or _has_filters(found.second)
        return f"tried(lambda: {worded})" if is_daring else worded


def _has_filters(found: Any) -> bool:
    """Whether a filter could raise. What is within another operator has been seen to there."""
    return type(found) is TemplateLiteral and bool(cast("FilterExpression", found.value).filters)
