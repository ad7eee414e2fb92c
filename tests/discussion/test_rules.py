"""The pipeline, limits, trust, opening and trees as rules, without a database."""

import itertools
from datetime import UTC, datetime, timedelta

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stoppress.discussion.rules import limits, markup, pipeline, spam, tree, trust, words
from stoppress.discussion.rules.opening import MODES, Policy, opening, settle
from stoppress.discussion.rules.pipeline import Draft, judge
from stoppress.discussion.rules.spam import Learned
from stoppress.discussion.rules.trust import Standing
from stoppress.discussion.rules.verdicts import Decision, Reason

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=90)
KNOWN = Standing(OLD, approved=10)
moments = st.integers(0, 200_000).map(lambda seconds: NOW - timedelta(seconds=seconds))
standings = st.builds(Standing, moments, st.integers(0, 60), st.integers(0, 60), st.booleans())
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def draft(text: str = "The night line was overdue.", **told: object) -> Draft:
    return Draft(**{"text": text, "now": NOW, "standing": KNOWN, **told})  # type: ignore[arg-type]


# The pipeline.


@given(texts, standings, st.booleans())
def test_every_text_gets_a_verdict_and_what_is_published_broke_no_rule(text, standing, is_premoderated):
    text = markup.tidy(text)
    how = opening(Policy(is_premoderated=is_premoderated), OLD, OLD)
    made = draft(text, standing=standing, opening=how, banned=("zap",), suspect=("zip",))
    verdict = judge(made)
    assert 0 <= verdict.score <= 1
    assert judge(made) == verdict
    if verdict.decision is Decision.PUBLISH:
        assert pipeline.SHORTEST <= len(text) <= pipeline.LONGEST
        assert not words.find(text, ("zap", "zip")) and not is_premoderated
        assert standing.approved >= pipeline.FIRST_HELD and not trust.has_bad_history(standing)


@given(
    standings,
    st.booleans(),
    st.sampled_from(["BÁNNED", "b4nned!", "b@nned", "BANNED!!", "b\u200banned", "ban\u0301ned", "Ｂanned", "**ban**ned"]),
)
def test_a_banned_word_is_refused_however_it_is_dressed(standing, is_premoderated, dressed):
    how = opening(Policy(is_premoderated=is_premoderated), OLD, OLD)
    verdict = judge(draft(f"so {dressed}, then", standing=standing, opening=how, banned=("banned",)))
    assert (verdict.decision, verdict.reason) == (Decision.REJECT, Reason.BANNED_WORD)


@pytest.mark.parametrize("told, expected", [
    ({"text": "a"}, Reason.TOO_SHORT),
    ({"text": "a" * 3001}, Reason.TOO_LONG),
    ({"text": "\u200b \u200b\u2060"}, Reason.EMPTY),
    ({"text": "same", "recent": ((limits.fingerprint("SA ME"), NOW - timedelta(minutes=4)),)}, Reason.REPEATED),
    ({"text": "same", "recent": ((limits.fingerprint("same"), NOW - timedelta(minutes=6)),)}, Reason.FINE),
    ({"suspended": Reason.BANNED}, Reason.BANNED),
    ({"is_staff": True}, Reason.STAFF),
    ({"suspect": ("night line",)}, Reason.SUSPECT_WORD),
    ({"standing": Standing(OLD, 7, 3)}, Reason.HISTORY),
    ({"standing": Standing(OLD, 2)}, Reason.NEW_COMMENTER),
    ({"standing": Standing(OLD, 3)}, Reason.FINE),
    ({"text": " ".join(["see http://a.example"] * 5), "standing": Standing(NOW - timedelta(minutes=30), 10)}, Reason.SPAM),
    ({"text": "see http://a.example and http://b.example", "standing": Standing(OLD, 3, is_verified=False)}, Reason.LINKS),
    ({"opening": opening(Policy(is_premoderated=True), NOW, NOW)}, Reason.PREMODERATED),
    ({"opening": opening(Policy(mode="closed"), NOW, NOW)}, Reason.CLOSED),
    ({"opening": opening(Policy(mode="closed"), NOW, NOW), "is_staff": True}, Reason.STAFF),
    ({"opening": opening(Policy(mode="questions"), NOW, NOW), "is_reply": True}, Reason.ANSWERS_BY_HOSTS),
    ({"opening": opening(Policy(mode="questions"), NOW, NOW), "is_reply": True, "is_host": True}, Reason.FINE),
    ({"opening": opening(Policy(days=1), OLD, NOW)}, Reason.TOO_OLD),
    ({"opening": opening(Policy(days=1), OLD, NOW), "is_edit": True}, Reason.FINE),
])  # fmt: skip
def test_each_phase_has_its_say(told, expected):
    assert judge(draft(**told)).reason is expected


def test_the_words_found_are_shown_where_they_stand():
    text = "Well, THE Zápp was on the zap."
    spans = judge(draft(text, suspect=words.tidy_list(["Zapp", "zap"]))).spans
    assert [text[span.begin : span.end] for span in spans] == ["Zápp", "zap"]


@given(st.text(min_size=1, max_size=200), st.lists(st.text(min_size=1, max_size=8), max_size=5))
def test_found_words_are_of_the_list_and_lie_within_the_text(text, listed):
    listed = words.tidy_list(listed)
    for span in words.find(text, listed):
        assert 0 <= span.begin < span.end <= len(text) and span.word in listed


def test_a_word_within_another_is_no_match():
    assert words.find("Scunthorpe classics", ("cunt", "ass")) == ()
    assert [s.word for s in words.find("ass.", ("ass",))] == ["ass"]


def test_what_was_learned_decides_between_two_ordinary_texts():
    learned = Learned(50, 50, {"casino": (45, 1), "bonus": (40, 2), "tram": (1, 40), "late": (3, 30)})
    told = {"account_age": timedelta(days=90), "written_last_hour": 0}
    assert spam.score("casino bonus", learned, **told) > spam.IS_SPAM
    assert spam.score("tram late", learned, **told) < 0.1
    assert spam.score("casino bonus", Learned(3, 3, learned.words), **told) < 0.5  # too little was decided yet


# Markdown.


@given(texts)
@example("[a](javascript:alert(1))")
@example("<img src=x onerror=alert(1)>")
@example('[a](http://x.example "onclick=\'alert(1)")')
@example("> " * 400 + "deep")
@example("`" * 301)
def test_html_of_a_comment_is_what_the_sanitiser_would_leave_of_it(text):
    html = markup.render(markup.tidy(text))
    allowed = {"p", "br", "em", "strong", "code", "blockquote", "ul", "ol", "li", "a"}
    assert nh3.clean(html, tags=allowed, attributes={"a": {"href"}, "*": set()}, url_schemes={"http", "https"},
                     link_rel="nofollow ugc noopener").strip() == html  # fmt: skip
    assert html.count("<blockquote>") <= 10


def test_marks_are_few_and_lines_not_spread():
    assert len(markup.tidy("a" + "\u0301" * 500)) < 20
    assert markup.tidy("a\n\n\n\n\nb\x00 \r\n") == "a\n\nb"


# Limits and trust.


@given(st.lists(moments, max_size=130), st.sampled_from([limits.COMMENTS[False], limits.COMMENTS[True], limits.REPORTS[False]]))
def test_after_the_wait_one_more_is_allowed_and_not_a_moment_before(done_at, limit):
    pause = limits.wait(limit, done_at, NOW)
    assert limits.wait(limit, done_at, NOW + pause) == timedelta(0)
    if pause:
        assert limits.wait(limit, done_at, NOW + pause - timedelta(milliseconds=1)) > timedelta(0)


@given(
    st.sampled_from([limits.COMMENTS[False], limits.COMMENTS[True], limits.LIKES[False]]),
    st.lists(st.integers(0, 4000), max_size=200),
)
def test_nobody_gets_more_than_the_limit_by_trying_at_any_time(limit, tries):
    done: list[datetime] = []
    at = NOW
    for seconds in tries:
        at += timedelta(seconds=seconds)
        if not limits.wait(limit, done, at):
            done.append(at)
    for one in done:
        assert sum(one <= other < one + limits.DAY for other in done) <= limit.a_day
    assert all(b - a >= limit.pause for a, b in itertools.pairwise(done))


@given(standings)
def test_trust_rises_only_with_verified_addresses_age_and_approval(standing):
    level = trust.trust(standing, NOW)
    assert level <= trust.T0 or (
        standing.is_verified and standing.approved >= 3 and NOW - standing.joined_at >= timedelta(hours=24)
    )
    assert level < trust.T2 or (standing.approved >= 30 and standing.rejected < 0.05 * (standing.approved + standing.rejected))


# Opening.


policies = st.builds(Policy, st.none() | st.sampled_from(MODES), st.none() | st.integers(0, 40), st.none() | st.booleans())


@given(st.lists(policies, max_size=4), moments)
def test_the_most_particular_wish_wins(levels, published_at):
    settled = settle(levels)
    for name in ("mode", "days", "is_premoderated"):
        told = [getattr(level, name) for level in levels if getattr(level, name) is not None]
        assert getattr(settled, name) == (told[-1] if told else {"mode": "comments", "days": 14, "is_premoderated": False}[name])
    how = opening(settled, published_at, NOW)
    assert how.is_open == (how.why_not is None)
    if how.is_open and how.closes_at:
        assert not opening(settled, published_at, how.closes_at).is_open


# Trees.


@given(st.lists(st.integers(1, 36**10 - 1), min_size=1, max_size=20))
def test_a_branch_lies_between_its_root_and_its_end_and_no_deeper_than_allowed(numbers):
    path = ""
    for number in numbers:
        above, path = path, tree.path(path, number)
        assert tree.numbers(path)[-1] == number
        if above and tree.depth(above) < tree.DEEPEST:
            assert above < path < above + tree.END
    assert tree.depth(path) == min(len(numbers), tree.DEEPEST)
    assert tree.numbers(path)[0] == (numbers[0] if len(numbers) > 0 else None) or len(numbers) == 1


@given(st.integers(1, 36**10 - 1), st.integers(1, 36**10 - 1))
def test_steps_compare_as_numbers_do(a, b):
    assert (tree.step(a) < tree.step(b)) == (a < b)
