"""Times as readers read them: in the edition's zone, language and pattern."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DISTANCE = re.compile(r"[+-]\d{4}")


@register.simple_tag(takes_context=True)
def moment(context: Context, instant: datetime, form: str = "full") -> SafeString:
    """A `<time>`: `full` in the edition's pattern, `short` as day and time, `clock` as time alone on the page's own day."""
    edition = context["edition"]
    own_day = context["reference"] if form == "clock" else None
    return _moment(instant, form, own_day, edition.time_zone, edition.time_pattern, edition.language)


@lru_cache(maxsize=4096)
def _moment(instant: datetime, form: str, own_day: date | None, zone: str, pattern: str, language: str) -> SafeString:
    local = instant.astimezone(ZoneInfo(zone))
    if form == "full":
        words = _full(local, pattern, language)
    elif form == "clock" and own_day == local.date():
        words = _skeleton("Hm", local, language)
    else:
        words = _short(local, language)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime, form: str = "long") -> SafeString:
    """A date in words; `form` is one of CLDR's: `full` names the weekday, `long` and `medium` do not."""
    edition = context["edition"]
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(edition.time_zone)).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), _date(value, form, edition.language))


@register.simple_tag(takes_context=True)
def day_words(context: Context, value: date) -> str:
    """A date in words without the element, for titles and attributes."""
    return _date(value, "long", context["edition"].language)


@register.simple_tag(takes_context=True)
def weekday_words(context: Context, weekday: int) -> str:
    """The name of a day of the week, from Monday, 0."""
    return format_date(date(2024, 1, 1 + weekday), "EEEE", locale=_locale(context["edition"].language))


@register.simple_tag(takes_context=True)
def clock_words(context: Context, at: str) -> str:
    """A time of day such as `07:00`, in the language's own way."""
    hour, minute = at.split(":")
    local = datetime(2024, 1, 1, int(hour), int(minute), tzinfo=UTC)
    return _skeleton("Hm", local, context["edition"].language)


@register.filter
def stamp(instant: datetime) -> int:
    """A moment as a whole number, microseconds since 1970, by which scripts compare."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


@register.filter
def playing_time(seconds: int) -> SafeString:
    """A playing time, `3:24` or `1:02:05`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    shown = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return format_html('<time datetime="PT{}S">{}</time>', seconds, shown)


def _full(local: datetime, pattern: str, language: str) -> str:
    zone = _zone(local, language)
    spelled = "".join(part if quoted else part.replace("z", f"'{zone}'") for quoted, part in _quoted_parts(pattern))
    return format_datetime(local, spelled, tzinfo=local.tzinfo, locale=_locale(language))


def _quoted_parts(pattern: str) -> list[tuple[bool, str]]:
    return [(piece.startswith("'"), piece) for piece in re.findall(r"'[^']*'|[^']+", pattern)]


def _zone(local: datetime, language: str) -> str:
    """The zone's short name where the language has one, else its distance from Greenwich: `CET`, `GMT`, `GMT+3`."""
    named = format_datetime(local, "z", tzinfo=local.tzinfo, locale=_locale(language))
    if not _DISTANCE.fullmatch(named):
        return named
    from_greenwich = format_datetime(local, "OOOO", tzinfo=local.tzinfo, locale=_locale(language))
    shorter = re.sub(r"([+-])0?(\d+):(\d\d)", r"\1\2:\3", from_greenwich).removesuffix(":00")
    return re.sub(r"[+-]0$", "", shorter)


def _short(local: datetime, language: str) -> str:
    # CLDR has no ready pattern for day and time without the year, so its two halves are joined its own way.
    joined = str(_locale(language).datetime_formats["short"])
    return joined.replace("{1}", _skeleton("MMMd", local, language)).replace("{0}", _skeleton("Hm", local, language))


def _skeleton(skeleton: str, local: datetime, language: str) -> str:
    return format_skeleton(skeleton, local, tzinfo=local.tzinfo, locale=_locale(language))


@lru_cache(maxsize=1024)
def _date(value: date, form: str, language: str) -> str:
    return format_date(value, form, locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    # English of no particular country is the world's, not America's: 23 November 2026.
    return Locale.parse("en_001" if language == "en" else language.replace("-", "_"))
