"""Plates: templates made into functions of Python, each for one language, which set the same pages in less than half the time."""

from collections.abc import Mapping
from functools import lru_cache

from django.template import Context, Engine, Template
from django.utils.safestring import SafeString

from stoppress.press.plates.making import Plate, made


@lru_cache(maxsize=4096)
def plate(engine: Engine, name: str, language: str) -> Plate:
    """The plate of a template in one language; call it while that language is the active one.

    A template that has something no plate can do is walked by Django, node by node, and so is each of an engine that complains
    of missing names, for plates know no complaint. What is set is the same (tests hold the two side by side).
    """
    template = engine.get_template(name)
    finished = None if engine.string_if_invalid else made(template, language, lambda part: plate(engine, part, language))
    return finished or _walked(template)


def _walked(template: Template) -> Plate:
    def walk(values: Mapping[str, object]) -> SafeString:
        return template.render(Context(dict(values), use_l10n=False, use_tz=False))

    return walk
