"""Plates: what they set is what Django sets when it walks the template, for every page and for templates made up here."""

import dataclasses
import traceback
from datetime import timedelta
from typing import Any

import pytest
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stoppress.copy import discussion as talking
from stoppress.copy import pages
from stoppress.copy.newsletters import Issue, IssueLetter, IssuePage, IssueText, Newsletter, NewslettersPage
from stoppress.press.plates import plate
from stoppress.press.plates.making import made
from stoppress.press.typeset import TEMPLATES, _engine, typeset
from tests import samples

WALKED = {"letters/issue.txt", "pages/newsletters.html", "pages/newsletter.html"}


def talks(language: str) -> dict[str, Any]:
    """Discussions and chats, open and closed, with something and with nothing in them."""
    own, at = samples.edition(language), samples.NOW
    comment = talking.Comment(7, "0001", 1, 7, 0, 1, "/talk/7", at, "Ada <3", "ada", "staff", "<p>Well & good</p>", at, 3, True)
    answer = dataclasses.replace(comment, number=8, depth=2, parent=7, badge="", edited_at=None, likes=1, is_pick=False)
    stone = dataclasses.replace(answer, number=9, is_gone=True, html="", name="", writer="")
    branch = talking.Branch(comment, (answer, stone), "/talk/more.html", "/talk/more")
    sorts = (talking.Sort("newest", "/a", "/b"), talking.Sort("oldest", "/c", "/d"))
    talk = talking.Discussion(
        1, "“Quoted” & more", "/story", "/own", 3, "open", True, "", at + timedelta(days=1), "newest", sorts, (branch,), "/m", "/n",
    )  # fmt: skip
    closed = dataclasses.replace(
        talk, is_open=False, why_not="closed", branches=(), count=0, closes_at=None, more_part="", more_page=""
    )
    message = talking.Message(1, "Bo", "bo", "guest", "Is 1 < 2?", at)
    chat = talking.Chat(
        1, "A chat", "/story", "/own", True, 30, 2, (message, dataclasses.replace(message, number=2, badge="")), message
    )
    empty = dataclasses.replace(chat, is_open=False, messages=(), pinned=None, count=0, slow=0)
    rooms = (talking.OpenChat(1, "A & B", "/chat", "/part", "/story", 1), talking.OpenChat(2, "C", "/c", "/p", "/s", 0))
    return {
        "talk": talking.TalkPart(own, talk),
        "talk closed": talking.TalkPart(own, closed),
        "talk further": talking.TalkPart(own, dataclasses.replace(talk, is_further=True)),
        "talk page": talking.TalkPage(own, dataclasses.replace(talk, shown=8), "/discussions/1/"),
        "comment": talking.TalkItem(own, comment),
        "chat": talking.ChatPart(own, chat),
        "chat empty": talking.ChatPart(own, empty),
        "chat page": talking.ChatPage(own, chat, "/chats/1/"),
        "message": talking.ChatItem(own, message),
        "rooms": talking.ChatsPart(own, rooms),
        "rooms page": talking.ChatsPage(own, (), "/chats/"),
    }


def others(language: str) -> dict[str, Any]:
    """Parts and letters that are no pages of their own."""
    own, card = samples.edition(language), samples.card(language, 1)
    newsletter = Newsletter(1, "Morning & noon", "Daily", "/newsletters/morning/", "daily", "07:00")
    issue = Issue(newsletter, 1, "/newsletters/morning/1/", samples.NOW, "What <matters>", (card, samples.card(language, 2)))
    return {
        "newsfeed": pages.NewsfeedPart(own, tuple(samples.card(language, n) for n in range(6)), 30),
        "newsfeed empty": pages.NewsfeedPart(own, (), 30),
        "newsfeed item": pages.NewsfeedItem(own, card),
        "next": pages.NextPart(own, samples.section(language), card),
        "next of none": pages.NextPart(own, samples.section(language), None),
        "most read": pages.MostReadPart(own, tuple(samples.card(language, n) for n in range(5))),
        "offline": pages.OfflinePage(own, "/offline/"),
        "issue": IssuePage(own, issue),
        "letter": IssueLetter(own, issue),
        "text": IssueText(own, issue),
        "newsletters": NewslettersPage(own, (newsletter,)),
    }


SHOWN = [
    (language, name, page)
    for language in samples.LANGUAGES
    for kind in (samples.all_pages, talks, others)
    for name, page in kind(language).items()
]


@pytest.mark.parametrize(("language", "name", "page"), SHOWN, ids=[f"{language}-{name}" for language, name, _ in SHOWN])
def test_a_plate_sets_what_django_sets(language: str, name: str, page: Any) -> None:
    assert typeset(page) == typeset(page, missing="a name that is not there")


def test_all_but_a_few_pages_are_set_from_plates() -> None:
    engine = _engine("")
    walked = {name for name in TEMPLATES.values() if made(engine.get_template(name), "en", lambda part: plate(engine, part, "en")) is None}
    assert walked == WALKED


# Templates made up: names, filters, conditions, loops and parts in any arrangement, shown values of any kind.


@dataclasses.dataclass(frozen=True)
class Thing:
    """Something with names of every kind, as copy has them."""

    text: str
    number: int
    nothing: None
    things: tuple["Thing", ...]
    known: dict[str, object]

    def said(self) -> str:
        """What Django calls when a template names it."""
        return self.text + "!"

    def asked(self, question: str) -> str:
        """What a template cannot call."""
        return question


PARTS = {
    "part.html": "<i>{{ a.text }}{{ b }}{{ forloop.counter }}</i>",
    "loop.html": "{{ forloop.revcounter }}{{ forloop.last }}{{ forloop.parentloop.counter }}",
    "again.html": "{{ a.number }}{% if a.things %}{% for a in a.things %}{% include 'again.html' %}{% endfor %}{% endif %}",
}
BITS = (
    "text", "number", "nothing", "things", "known", "said", "asked", "missing", "0", "1", "items", "text.0", "things.0.text",
    "known.text", "things.0.said", "nothing.more", "known.nobody.text",
)  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(("a", "b", "c", "nobody", "True", "None", "3", "'<words>'", '"more"', "a.b")),
    st.builds("{}.{}".format, st.sampled_from("abc"), st.sampled_from(BITS)),
)
FILTERS = st.sampled_from(
    ("", "|safe", "|default:'<none>'", "|upper", "|length", "|default:b", "|escape", "|join:', '", "|slice:':1'", "|linebreaksbr")
)
VALUES = st.builds("{}{}".format, NAMES, FILTERS)
OPERATORS = st.sampled_from(("==", "!=", "and", "or", "in", "not in", "<", ">", "<=", ">=", "is", "is not", "and not", "or not"))
CONDITIONS = st.one_of(
    VALUES,
    st.builds("not {}".format, VALUES),
    st.builds("{} {} {}".format, VALUES, OPERATORS, VALUES),
    st.builds("{} {} {} {} {}".format, VALUES, OPERATORS, VALUES, OPERATORS, VALUES),
)
LEAVES = st.one_of(
    st.sampled_from((
        "text ", "<b>", "{ } %s {# nothing #}", "{% include 'part.html' %}", "{% include 'part.html' only %}",
        "{% include 'again.html' %}", "{% comment %}x{% endcomment %}", "{% translate 'Video' %}", "{{ forloop.first }}",
        "{% if 0 %}{% include 'not-there.html' %}{% endif %}", "{% include nobody|default:'loop.html' %}",
    )),
    st.builds("{{{{ {} }}}}".format, VALUES),
    st.builds("{{% include 'part.html' with b={} %}}".format, VALUES),
    st.builds("{{% include 'part.html' with a={} only %}}".format, VALUES),
    st.builds("{{% include {}|default:'part.html' %}}".format, st.sampled_from(("nobody", "a.nothing", "c.missing"))),
    st.builds("{{% blocktranslate with x={} %}}100 % of {{{{ x }}}} and {{{{ b }}}}{{% endblocktranslate %}}".format, VALUES),
    st.builds(
        "{{% blocktranslate count n={}|length %}}one {{{{ n }}}}{{% plural %}}many {{{{ n }}}}{{% endblocktranslate %}}".format,
        NAMES,
    ),
)


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ifs, fors = "{{% if {} %}}{}{{% elif {} %}}{}{{% else %}}{}{{% endif %}}", "{{% for {} in {} %}}{}{{% empty %}}{}{{% endfor %}}"
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds(ifs.format, CONDITIONS, inner, CONDITIONS, inner, inner),
        st.builds(fors.format, st.sampled_from("abcx"), NAMES, inner.map("{}{{{{ forloop.counter0 }}}}".format), inner),
        st.builds("{{% for b, c in {} %}}{}{{% endfor %}}".format, st.sampled_from(("a.known.items", "c.things", "b")), inner),
        st.builds("{{% with {}={} %}}{}{{% endwith %}}".format, st.sampled_from("abc"), VALUES, inner),
    )


WORDS = st.sampled_from(("", "plain", "<b>&\"'</b>", mark_safe("<b>safe</b>"), "0"))
PLAIN = {"text": WORDS, "number": st.integers(-1, 3), "nothing": st.none()}
ENTRIES = st.dictionaries(st.sampled_from(("text", "nobody", "items")), WORDS)
THINGS = st.recursive(
    st.builds(Thing, **PLAIN, things=st.just(()), known=ENTRIES),
    lambda inner: st.builds(Thing, **PLAIN, things=st.lists(inner, max_size=2).map(tuple), known=st.just({"text": 1.5})),
    max_leaves=4,
)
KNOWN = st.one_of(THINGS, WORDS, st.none(), st.integers(0, 2), st.lists(WORDS, max_size=3), ENTRIES)


def told(set_it: Any) -> str:
    """What is set, or that an error comes instead."""
    try:
        return str(set_it())
    except Exception:  # noqa: BLE001 - whichever it is, neither way may set anything
        return "an error"


LOOPS = "{% for a in b %}{% for b in a %}{% include nobody|default:'loop.html' %}{{ forloop.counter }}{% endfor %}{% endfor %}"


@example(source="{% if a is 3 %}text{% endif %}", a=3, b=None, c=Thing("", 0, None, (), {}))
@example(source=LOOPS, a=None, b=["xy", "z"], c=Thing("", 0, None, (), {}))
@example(source="{% include 'again.html' %}", a=Thing("", 1, None, (Thing("", 2, None, (), {}),) * 2, {}), b=0, c=Thing("", 0, None, (), {}))
@given(source=st.recursive(LEAVES, _compound, max_leaves=8), a=KNOWN, b=KNOWN, c=THINGS)
@settings(max_examples=600, deadline=None)
def test_a_template_made_up_is_set_as_django_sets_it(source: str, a: object, b: object, c: Thing) -> None:
    files = {**PARTS, "whole.html": source}
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", files)],
        builtins=["django.templatetags.i18n", "stoppress.press.templatetags.words"],
    )
    known = {"a": a, "b": b, "c": c}
    assert made(engine.get_template("whole.html"), "es", lambda part: plate(engine, part, "es")) is not None
    with translation.override("es"):
        walked = told(lambda: engine.get_template("whole.html").render(Context(known, use_l10n=False, use_tz=False)))
        assert told(lambda: plate(engine, "whole.html", "es")(known)) == walked


def test_a_mistake_in_a_template_is_told_with_its_line() -> None:
    files = {"whole.html": "{{ a }}{% include b %}"}
    engine = Engine(loaders=[("django.template.loaders.locmem.Loader", files)])
    with pytest.raises(TemplateDoesNotExist, match="nowhere") as raised:
        plate(engine, "whole.html", "en")({"a": 1, "b": "nowhere.html"})
    assert "plate_of(" in "".join(traceback.format_exception(raised.value))
