"""The demo's relative times: `-2d 08:15`, `-0d 40m`, `+1d 06:00`."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_FORM = re.compile(r"([+-])(\d+)d\s+(?:(\d{1,2}):(\d{2})|(\d+)m|(\d+)h)")


def moment(text: str, zone: str, now: datetime) -> datetime:
    """`text` as an aware time; hours are those of `zone`. Raises ValueError for any other form."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a demo time such as “-2d 08:15” or “-0d 40m”.")
    sign = 1 if match[1] == "+" else -1
    day = now.astimezone(ZoneInfo(zone)) + timedelta(days=sign * int(match[2]))
    if match[3]:
        found = day.replace(hour=int(match[3]), minute=int(match[4]), second=0, microsecond=0)
        if sign > 0 and found <= now:
            found += timedelta(days=1)
        return found if sign > 0 or found <= now else found - timedelta(days=1)
    step = timedelta(minutes=int(match[5] or 0), hours=int(match[6] or 0))
    return now + sign * step
