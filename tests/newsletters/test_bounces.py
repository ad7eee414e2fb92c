"""Letters that come back: reports as mail servers write them, what they bring about, and forged ones."""

import io
import mailbox
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from stoppress.kit import clock
from stoppress.newsletters import returned, rules
from stoppress.newsletters.actions import returning, subscribing
from stoppress.newsletters.models import Bounce, Newsletter, Subscriber
from stoppress.readers.outbox.models import Letter, new_token
from stoppress.readers.outbox.sending import refused

REPORT = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {reader}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} Said so

--b
Content-Type: text/rfc822-headers

From: "The Courier" <no-reply@courier.example>
Message-ID: <{token}@courier.example>

--b--
"""
COMPLAINT = """\
From: <abuse@mx.example>
To: abuse@courier.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

Somebody says that this is unwanted.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Any/1.0
Version: 1

--b
Content-Type: message/rfc822

From: "The Courier" <no-reply@courier.example>
Message-ID: <{token}@courier.example>
Subject: The morning

Hello.
--b--
"""


def letter_to(subscriber: Subscriber, newsletter: Newsletter) -> Letter:
    token = new_token()
    return Letter.objects.create(cause=token, kind=f"newsletter:{newsletter.pk}", token=token, to=subscriber.email, sender="x@x.example",
                                 state="sent", next_try_at=clock.now(), written_at=clock.now(), done_at=clock.now())  # fmt: skip


def report(token: str, *, status: str = "5.1.1", action: str = "failed", to: str = "bounces@courier.example", reader: str = "a@x.example") -> bytes:
    return REPORT.format(token=token, status=status, action=action, to=to, reader=reader).encode()


def take(mail: bytes) -> str:
    found = returned.read(mail)
    return returning.take(report=found) if found else "no report"


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [("5.1.1", "failed", "hard"), ("5.2.2", "failed", "hard"), ("4.4.1", "failed", "soft"), ("4.4.1", "delayed", None),
     ("2.0.0", "delivered", None), ("5.7.1", "relayed", None), ("", "failed", "hard")],
)  # fmt: skip
def test_reports_are_read_as_the_standard_says(status: str, action: str, kind: str | None) -> None:
    found = returned.read(report("ab" * 10, status=status, action=action))
    # A full mailbox comes right again, whatever the first digit says.
    kind = "soft" if status == "5.2.2" else kind
    assert (found.kind if found else None) == kind


def test_a_token_is_found_in_the_address_too(newsletter: Newsletter, marta: Subscriber) -> None:
    letter = letter_to(marta, newsletter)
    assert take(report("cd" * 10, to=f"bounces+{letter.token}@courier.example")) == "noted"


def test_an_address_is_given_up_after_some_letters(newsletter: Newsletter, marta: Subscriber) -> None:
    first = letter_to(marta, newsletter)
    assert [take(report(first.token)) for _ in range(3)] == ["noted", "known already", "known already"]
    assert take(report(letter_to(marta, newsletter).token)) == "suspended"
    marta.refresh_from_db()
    assert marta.suspended_at
    subscribing.subscribe(email=marta.email, newsletters=[newsletter.pk])
    marta.refresh_from_db()
    assert marta.suspended_at is None and not Bounce.objects.exists()
    softs = [take(report(letter_to(marta, newsletter).token, status="4.2.2")) for _ in range(rules.SOFT)]
    assert softs == ["noted"] * (rules.SOFT - 1) + ["suspended"]


def test_a_refusal_at_the_door_counts(newsletter: Newsletter, marta: Subscriber) -> None:
    for _ in range(2):
        refused.send(sender=Letter, letter=letter_to(marta, newsletter), reason="550 5.1.1 Unknown")
    marta.refresh_from_db()
    assert marta.suspended_at


def test_a_complaint_unsubscribes(newsletter: Newsletter, marta: Subscriber) -> None:
    assert take(COMPLAINT.format(token=letter_to(marta, newsletter).token).encode()) == "unsubscribed"
    assert not Subscriber.objects.exists()


def test_a_forged_report_harms_nobody(newsletter: Newsletter, marta: Subscriber) -> None:
    """Whoever knows an address but no token cannot have it given up."""
    for _ in range(5):
        assert take(report("ef" * 10, reader=marta.email, to=marta.email)) == "of no letter that is known"
    own = subscribing.subscribe(email="mallory@x.example", newsletters=[newsletter.pk])
    take(report(letter_to(own, newsletter).token, reader=marta.email))
    assert Bounce.objects.get().subscriber == own


@given(st.binary(max_size=400))
def test_nothing_that_comes_in_breaks_the_reader(junk: bytes) -> None:
    returned.read(junk)
    returned.read(report("ab" * 10).replace(b"Reporting-MTA", junk))
    returned.read(report("ab" * 10)[: len(junk) * 3])


def test_the_command_reads_a_maildir_once(newsletter: Newsletter, marta: Subscriber, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "in", create=True)
    box.add(report(letter_to(marta, newsletter).token))
    box.add(b"Subject: I am on holiday\n\nUntil Monday.")
    out = io.StringIO()
    call_command("bounces", str(tmp_path / "in"), stdout=out)
    assert "1 noted" in out.getvalue() and "1 no report" in out.getvalue()
    again = io.StringIO()
    call_command("bounces", str(tmp_path / "in"), stdout=again)
    assert "No new mail" in again.getvalue() and Bounce.objects.count() == 1
    with pytest.raises(CommandError):
        call_command("bounces", str(tmp_path / "nowhere"))


def test_the_command_reads_one_mail_from_a_pipe(newsletter: Newsletter, marta: Subscriber, monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report(letter_to(marta, newsletter).token))))
    out = io.StringIO()
    call_command("bounces", stdout=out)
    assert out.getvalue() == "noted\n"
