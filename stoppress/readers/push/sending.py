"""Sends push messages: claims a few, sends them side by side, notes how each fared.

A message is sent by whoever holds its claim, so no two processes send the same. When one stops between the service's answer
and the note of it, that message goes out once more and takes its own place on the reader's screen.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import httpcore
from django.db import DatabaseError, close_old_connections, connection, models, transaction

from stoppress.kit import clock, safe_fetch, web_push
from stoppress.kit.safe_fetch import BadAnswer, FetchError, Refused
from stoppress.readers import lent
from stoppress.readers.push import actions, keys, rules
from stoppress.readers.push.models import Device, Push

logger = logging.getLogger(__name__)
#: Messages claimed at once, those sent side by side, and how long nobody else touches what is claimed.
BATCH, TOGETHER, CLAIMED = 64, 8, timedelta(minutes=5)
#: Seconds for one message, between looks, and between times of forgetting old ones.
SENDING, LOOK, TIDY_EVERY = 10.0, 1.0, 3600.0
Resolve = safe_fetch.Resolve
#: Hosts of push services that asked for patience, and until when.
_resting: dict[str, datetime] = {}


def keep_sending(stop: Callable[[], bool]) -> None:
    """Send until `stop()` says so; a database that is away is waited for."""
    next_tidy = 0.0
    while not stop():
        done = 0
        try:
            done = send_batch()
            if time.monotonic() >= next_tidy:
                actions.forget_old()
                next_tidy = time.monotonic() + TIDY_EVERY
        except DatabaseError:
            logger.exception("Push messages wait: the database is away")
        close_old_connections()
        if not done:
            time.sleep(LOOK)


def send_batch(*, resolve: Resolve = safe_fetch.resolve, network: httpcore.NetworkBackend | None = None) -> int:
    """Send what is due, the urgent first, a batch at most; returns how many were looked at. Three queries when all goes well."""
    pushes = _claim()
    if not pushes:
        return 0
    public = {number for _, number in lent.places_of([("story", push.story) for push in pushes if push.story])}
    # A story withdrawn meanwhile is not told any more; a browser that was told of a key we gave up cannot be told anything.
    Push.objects.filter(pk__in=[push.pk for push in pushes if push.story and push.story not in public]).delete()
    Device.objects.filter(pk__in={push.device_id for push in pushes if not keys.known(push.device.key)}).delete()
    going = [push for push in pushes if (not push.story or push.story in public) and keys.known(push.device.key)]
    with ThreadPoolExecutor(TOGETHER, thread_name_prefix="push") as together:
        answers = list(together.map(partial(_send, resolve=resolve, network=network, now=clock.now()), going))
    taken = [push for push, answer in zip(going, answers, strict=True) if answer is None]
    if taken:
        _own(taken).delete()
    for push, answer in zip(going, answers, strict=True):
        if answer is not None:
            _failed(push, answer)
    return len(pushes)


def _claim() -> list[Push]:
    now = clock.now()
    due = Push.objects.filter(parked_at=None, next_try_at__lte=now).order_by("-is_urgent", "next_try_at")
    if not due.exists():  # the usual case costs no write
        return []
    with transaction.atomic():
        # SQLite has one writer and no locks of rows.
        rows = due.select_for_update(skip_locked=True) if connection.features.has_select_for_update_skip_locked else due
        numbers = list(rows.values_list("pk", flat=True)[:BATCH])
        Push.objects.filter(pk__in=numbers).update(next_try_at=now + CLAIMED)
    return list(Push.objects.filter(pk__in=numbers).select_related("device").order_by("-is_urgent", "pk"))


def _own(pushes: list[Push]) -> models.QuerySet[Push]:
    """These, without those that were written anew while they were sent."""
    written = {push.written_at for push in pushes}
    return Push.objects.filter(pk__in=[push.pk for push in pushes], written_at__in=written)


def _send(push: Push, *, resolve: Resolve, network: httpcore.NetworkBackend | None, now: datetime) -> FetchError | None:
    """Send one (RFC 8030, 5); None when it was taken, else why not. Asks nothing of the database."""
    device, key = push.device, keys.known(push.device.key)
    left = int((push.expires_at - now).total_seconds())
    host = urlsplit(device.endpoint).netloc
    if left <= 0:
        return BadAnswer("It was too late to send it.", status=400)
    if _resting.get(host, now) > now:
        return _Rests(f"{host} asked for patience.")
    assert key is not None
    try:
        body = web_push.encrypt(push.words.encode(), web_push.browser_keys(device.public, device.secret))
    except ValueError as wrong:
        return BadAnswer(str(wrong), status=400)
    headers = {
        "TTL": str(left), "Urgency": "high" if push.is_urgent else "normal", "Topic": push.topic,
        "Authorization": key.authorization(device.endpoint, keys.contact()),
        "Content-Type": "application/octet-stream", "Content-Encoding": "aes128gcm",
    }  # fmt: skip
    try:
        safe_fetch.send(
            device.endpoint, method="POST", headers=headers, body=body, seconds=SENDING, most_bytes=4096, resolve=resolve,
            network=network,
        )  # fmt: skip
    except FetchError as failure:
        return failure
    return None


class _Rests(FetchError):
    """The push service wants to be left alone for a while; nothing was tried."""


def _failed(push: Push, why: FetchError) -> None:
    """Forget the browser, try again later, or park the message."""
    now, status = clock.now(), why.status if isinstance(why, BadAnswer) else 0
    host = urlsplit(push.device.endpoint).netloc
    if isinstance(why, _Rests):
        _own([push]).update(next_try_at=_resting[host])
        return
    if status in rules.GONE:
        logger.info("A browser at %s takes no more messages (%d)", host, status)
        push.device.delete()
        return
    tries = push.tries + 1
    wait = rules.pause(tries, why.retry_after if isinstance(why, BadAnswer) else "", now)
    if status == 429:
        _resting[host] = now + wait
    reason = f"{host}: {why}"[:300]
    if isinstance(why, Refused) or rules.is_final(status) or tries >= rules.TRIES or now + wait >= push.expires_at:
        logger.warning("Parked push message %s: %s", push.pk, reason)
        _own([push]).update(tries=tries, reason=reason, parked_at=now)
        return
    _own([push]).update(tries=tries, reason=reason, next_try_at=now + wait)
