"""Makes a plate: a template and all that it extends and includes, written as one function of Python.

Django walks a template anew for each page, node by node, in a context that is a stack of dictionaries. In a plate names are
variables of Python, blocks and parts are where they are shown, and what depends on nothing but the language is text.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.template import Node, Template, TemplateDoesNotExist
from django.template.base import TextNode, Variable, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, WithNode
from django.template.library import InclusionNode, SimpleNode, TagHelperNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from stoppress.press.plates.expressions import Scope, Unfit, Words
from stoppress.press.plates.running import printed_tag
from stoppress.press.plates.writing import Writing
from stoppress.press.templatetags.words import SettledWords

#: Sets a template: what the template knows, by name, to the finished HTML.
Plate = Callable[[Mapping[str, object]], SafeString]
#: Parts within parts within parts: a part that shows itself, as an answer shows answers, is called and not written out.
DEEPEST = 8


def made(template: Template, language: str, plate_of: Callable[[str], Plate]) -> Plate | None:
    """The plate of a template, or None when it cannot be one; `plate_of` gives those of parts known only later, by name."""
    with translation.override(language):
        try:
            return _Making(template, plate_of).plate()
        except Unfit:
            return None


class _Making:
    """One plate in the making."""

    def __init__(self, template: Template, plate_of: Callable[[str], Plate]) -> None:
        self._template, self._engine, self._words = template, template.engine, Words()
        self._words.known |= {"plate_of": plate_of, "template": template}
        self._writing = Writing()
        self._blocks: dict[str, BlockNode] = {}
        self._including: list[str] = [template.name or ""]

    def plate(self) -> Plate:
        """The finished plate. Raises Unfit."""
        self._nodes(self._template.nodelist, Scope())
        words, name = self._words, f"<plate of {self._template.name} in {translation.get_language()}>"
        function = self._writing.function(name, before=words.functions, given=words.given, known=words.known)
        return lambda values: SafeString(function(values))

    def _nodes(self, nodes: Iterable[Node], scope: Scope) -> None:
        for node in nodes:
            write = _WRITERS.get(type(node))
            if write is None:
                raise Unfit(f"{type(node).__name__} is not known to plates")
            write(self, node, scope)

    def _bound(self, given: Mapping[str, Any], scope: Scope) -> dict[str, str]:
        """Names bound to variables of the plate, with which something is shown."""
        names = {}
        for name, expression in given.items():
            value, names[name] = self._words.value(expression, scope), self._writing.variable()
            self._writing.statement(f"{names[name]} = {value}")
        return names

    # One for each kind of node.

    def text(self, node: TextNode, scope: Scope) -> None:
        self._writing.text(node.s)

    def nothing(self, node: Node, scope: Scope) -> None:
        """A comment."""

    def variable(self, node: VariableNode, scope: Scope) -> None:
        self._writing.expression(f"printed({self._words.value(node.filter_expression, scope)})")

    def settled_words(self, node: SettledWords, scope: Scope) -> None:
        self._writing.text(node.words())

    def translated(self, node: Any, scope: Scope) -> None:
        """A sentence with names in it: translated now, the names filled in later."""
        if node.asvar or node.message_context:
            raise Unfit("sentences kept for later, or in a context, are not known to plates")
        scope = scope.with_names(self._bound(node.extra_context, scope))
        asked, names = node.render_token_list(node.singular)
        if node.plural:
            return self._counted(node, asked, names, scope)
        sentence = _sentence(asked, names)
        if names:
            self._writing.expression(f"{self._words.constant(sentence)} % {self._shown(names, scope)}")
        else:
            self._writing.text(sentence % {})

    def _counted(self, node: Any, singular: str, names: list[str], scope: Scope) -> None:
        """A sentence that depends on a number."""
        scope = scope.with_names(self._bound({node.countervar: node.counter}, scope))
        plural, more = node.render_token_list(node.plural)
        asked = ", ".join((self._words.constant(singular), self._words.constant(plural), scope.names[node.countervar]))
        self._writing.expression(f"counted({asked}, {self._shown([*names, *more], scope)})")

    def _shown(self, names: list[str], scope: Scope) -> str:
        """What is filled into a sentence."""
        return f"{{{', '.join(f'{name!r}: printed({self._words.name(Variable(name), scope)})' for name in names)}}}"

    def condition(self, node: IfNode, scope: Scope) -> None:
        for place, (condition, nodes) in enumerate(node.conditions_nodelists):
            worded = "True" if condition is None else self._words.condition(condition, scope)
            head = "else:" if condition is None and place else f"{'elif' if place else 'if'} {worded}:"
            with self._writing.within(head):
                self._nodes(nodes, scope)

    def loop(self, node: Any, scope: Scope) -> None:
        if node.is_reversed:
            raise Unfit("loops backwards are not known to plates")
        values, index, count = self._writing.variable(), self._writing.variable(), self._writing.variable()
        self._writing.statement(f"{values} = listed({self._words.value(node.sequence, scope, 'None')})")
        self._writing.statement(f"{count} = len({values})")
        items = {name: self._writing.variable() for name in node.loopvars}
        target = ", ".join(items.values())
        with self._writing.within(f"for {index}, {f'({target})' if len(items) > 1 else target} in enumerate({values}):"):
            around = _loop_told(scope)
            self._nodes(node.nodelist_loop, Scope({**scope.names, **items}, (index, count, around), scope.is_open))
        if node.nodelist_empty:
            with self._writing.within(f"if not {count}:"):
                self._nodes(node.nodelist_empty, scope)

    def with_names(self, node: WithNode, scope: Scope) -> None:
        self._nodes(node.nodelist, scope.with_names(self._bound(node.extra_context, scope)))

    def include(self, node: Any, scope: Scope) -> None:
        names = self._bound(node.extra_context, scope)
        within = Scope(names, None, is_open=False) if node.isolated_context else scope.with_names(names)
        part = self._part(node)
        if part is None:
            return self._writing.expression(f"plate_of({self._words.value(node.template, scope)})({self._told(within)})")
        self._including.append(part.name or "")
        self._nodes(part.nodelist, within)
        self._including.pop()

    def _part(self, node: Any) -> Template | None:
        """The part to write out; None where it is known or needed only later: one that is missing may never be shown."""
        name = node.template.var
        if node.template.is_var or node.template.filters or name in self._including or len(self._including) > DEEPEST:
            return None
        try:
            return self._engine.get_template(name)
        except TemplateDoesNotExist:
            return None

    def extends(self, node: Any, scope: Scope) -> None:
        if node.parent_name.is_var or node.parent_name.filters or len(self._including) > 1:
            raise Unfit("a parent known only later, or of a part, is not known to plates")
        self._blocks = {**node.blocks, **self._blocks}
        self._nodes(self._engine.get_template(node.parent_name.var).nodelist, scope)

    def block(self, node: BlockNode, scope: Scope) -> None:
        if len(self._including) > 1:
            raise Unfit("blocks of parts are not known to plates")
        self._nodes(self._blocks.get(node.name, node).nodelist, scope)

    def tag(self, node: SimpleNode, scope: Scope) -> None:
        if node.target_var is not None:
            raise Unfit("tags whose result is kept for later are not known to plates")
        if _is_settled(node):
            self._writing.text(printed_tag(node.func(*[one.var for one in node.args])))
        else:
            self._writing.expression(f"printed_tag({self._call(node, scope)})")

    def inclusion(self, node: InclusionNode, scope: Scope) -> None:
        self._writing.expression(f"plate_of({node.filename!r})({self._call(node, scope)})")

    def _call(self, node: TagHelperNode, scope: Scope) -> str:
        given = [f"Told(template, {self._told(scope)})"] if node.takes_context else []
        given += [self._words.value(one, scope) for one in node.args]
        given += [f"{name}={self._words.value(one, scope)}" for name, one in node.kwargs.items()]
        return f"{self._words.constant(node.func)}({', '.join(given)})"

    def _told(self, scope: Scope) -> str:
        """All that is known at a place, as a dictionary."""
        known = [f"{name!r}: {variable}" for name, variable in scope.names.items()]
        if scope.loop and "forloop" not in scope.names:
            known.append(f"'forloop': {_loop_told(scope)}")
        if not scope.is_open:
            return f"{{{', '.join(known)}}}"
        return f"{{**values, {', '.join(known)}}}" if known else "values"


def _loop_told(scope: Scope) -> str:
    """All that is known of the loop at a place, as a dictionary."""
    if scope.loop:
        return f"loop({', '.join(scope.loop)})"
    return "values.get('forloop', {})" if scope.is_open else "{}"


def _sentence(asked: str, names: list[str]) -> str:
    """The translation, or as Django has it the words asked for, where a translator's names are not those of the template."""
    sentence = gettext(asked)
    try:
        sentence % dict.fromkeys(names, "")
    except (KeyError, ValueError):
        return asked
    return sentence


def _is_settled(node: SimpleNode) -> bool:
    """Whether a tag says the same for as long as this process lives: it is kept for ever and given nothing but words."""
    kept = getattr(node.func, "cache_parameters", None)
    is_kept = kept is not None and kept()["maxsize"] is None
    return is_kept and not node.kwargs and not any(one.is_var or one.filters for one in node.args)


_WRITERS: dict[type[Node], Callable[[_Making, Any, Scope], None]] = {
    TextNode: _Making.text,
    CommentNode: _Making.nothing,
    VariableNode: _Making.variable,
    SettledWords: _Making.settled_words,
    BlockTranslateNode: _Making.translated,
    IfNode: _Making.condition,
    ForNode: _Making.loop,
    WithNode: _Making.with_names,
    IncludeNode: _Making.include,
    ExtendsNode: _Making.extends,
    BlockNode: _Making.block,
    SimpleNode: _Making.tag,
    InclusionNode: _Making.inclusion,
}
