"""Reads what comes back: reports of delivery (RFC 3464) and complaints (RFC 5965), from whatever a mail server sends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

HARD, SOFT, COMPLAINT = "hard", "soft", "complaint"
#: Larger mails are not reports of ours.
LARGEST = 2_000_000
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_TOKEN = r"([0-9a-f]{20})"
_IN_MESSAGE_ID = re.compile(rf"<{_TOKEN}@")
_IN_ADDRESS = re.compile(rf"\+{_TOKEN}@")
#: Full mailboxes and letters that are too large come right again (RFC 3463, 3.3), whatever the first digit says.
_SOFT = {("2", "2"), ("2", "3"), ("3", "4")}


@dataclass(frozen=True, slots=True)
class Report:
    """That a letter came back, for good (`hard`) or for now (`soft`), or was called unwanted (`complaint`)."""

    kind: str
    #: What may name the letter: parts of its Message-ID and of the address it came back to.
    tokens: tuple[str, ...]
    words: str = ""


def read(mail: bytes) -> Report | None:
    """The report in a mail; None when it is none, such as an automatic answer."""
    if len(mail) > LARGEST:
        return None
    message = message_from_bytes(mail, policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return None
    kind = str(message.get_param("report-type") or "").lower()
    tokens = tuple(dict.fromkeys(_tokens(message)))
    if kind == "feedback-report" and any(part.get_content_type() == "message/feedback-report" for part in message.walk()):
        return Report(COMPLAINT, tokens)
    if kind != "delivery-status":
        return None
    found = [told for block in _statuses(message) if (told := _of(block))]
    # One letter has one reader; of several blocks the worst counts.
    worst = min(found, key=lambda told: told[0] != HARD, default=None)
    return Report(worst[0], tokens, worst[1]) if worst else None


def _of(block: Message) -> tuple[str, str] | None:
    """What a block about a recipient says; None when the letter has arrived or is on its way yet."""
    action = str(block.get("Action", "")).strip().lower()
    if action not in ("failed", "delayed"):
        return None
    status = _STATUS.search(str(block.get("Status", "")))
    words = " ".join(str(block.get("Diagnostic-Code") or block.get("Status") or action).split())[:300]
    if action == "delayed":
        return None
    is_soft = status is not None and (status[1] == "4" or (status[2], status[3]) in _SOFT)
    return (SOFT if is_soft else HARD), words


def _statuses(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (block for block in blocks if isinstance(block, Message)) if isinstance(blocks, list) else ()


def _tokens(message: Message) -> Iterator[str]:
    """From the address the report was sent to, and from the letter or its head that it brings along."""
    for name in ("Delivered-To", "X-Original-To", "To"):
        for value in message.get_all(name, []):
            yield from _IN_ADDRESS.findall(str(value))
    for part in message.walk():
        if part is message:
            continue
        for name in ("Message-ID", "Original-Mail-From", "Return-Path", "Original-Envelope-Id"):
            yield from _IN_MESSAGE_ID.findall(str(part.get(name, "")))
            yield from _IN_ADDRESS.findall(str(part.get(name, "")))
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload()
            yield from _IN_MESSAGE_ID.findall(payload if isinstance(payload, str) else "")
