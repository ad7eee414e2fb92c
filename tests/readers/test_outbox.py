"""The outbox: letters are written with what causes them, sent by one process each, tried again, or parked with a reason."""

import smtplib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from stoppress.kit import clock
from stoppress.readers.actions.leaving import erasing
from stoppress.readers.models import Account
from stoppress.readers.outbox import actions, queries, rules, sending
from stoppress.readers.outbox.errors import BadLetter, OutsideTransaction
from stoppress.readers.outbox.models import PARKED, SENT, WAITING, Letter
from tests.readers.mail_server import MailServer


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A real server that the settings name."""
    running = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER = "127.0.0.1", running.port, ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield running
    running.close()


def write(cause: str = "notice:1", to: str = "marta@reader.example", **told: Any) -> bool:
    told = {
        "kind": "statement",
        "sender": '"The Courier" <no-reply@courier.example>',
        "subject": "A decision",
        "text": "Words",
        **told,
    }
    return actions.write(cause=cause, to=to, **told)


def later(letter: Letter) -> None:
    """Let the time of a letter's next try come."""
    Letter.objects.filter(pk=letter.pk).update(next_try_at=clock.now() - timedelta(seconds=1))


def test_a_letter_is_written_with_its_cause_or_not_at_all(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert not Letter.objects.exists()
    assert write() and not write(subject="The same again") and write("notice:2")
    assert sending.send_batch() == 2 and sending.send_batch() == 0
    assert [message.subject for message in mail.outbox] == ["A decision"] * 2


@pytest.mark.django_db(transaction=True)
def test_a_letter_needs_a_transaction() -> None:
    with pytest.raises(OutsideTransaction):
        write()


def test_letters_go_over_one_connection_and_single_ones_first(db: None, server: MailServer, settings: Any) -> None:
    settings.MAIL_BOUNCES = "bounces@courier.example"
    sheet = actions.write_sheet(subject="The morning", text="Hello. Leave: {{leave}}", html="<p>Hello. <a href='{{leave}}'>")
    many = [{"cause": f"issue:{n}", "to": f"r{n}@reader.example", "fills": {"leave": f"https://courier.example/{n}?{{{{leave}}}}"},
             "headers": {"List-Unsubscribe": "<{{leave}}>"}} for n in range(3)]  # fmt: skip
    assert actions.write_many(sheet=sheet, kind="newsletter", sender="The Courier <news@courier.example>", letters=many) == 3
    assert actions.write_many(sheet=sheet, kind="newsletter", sender="The Courier <news@courier.example>", letters=many) == 0
    write()
    assert sending.send_batch() == 4 and server.connections == 1
    (envelope, first), (_, second) = server.taken[0], server.taken[1]
    assert first["To"] == "marta@reader.example" and first["From"] == "The Courier <no-reply@courier.example>"
    letter = Letter.objects.get(cause="notice:1")
    assert envelope == f"bounces+{letter.token}@courier.example" and letter.token in first["Message-ID"]
    # A value that is filled in brings no marks of its own.
    assert second["List-Unsubscribe"] == "<https://courier.example/0?{{leave}}>"
    assert "courier.example/0" in second.get_body(("html",)).get_content() and second["To"] == "r0@reader.example"  # type: ignore[union-attr]
    assert not Letter.objects.exclude(state=SENT).exists() and letter.text == ""


def test_what_is_refused_for_good_is_parked_and_for_now_tried_later(db: None, server: MailServer, caplog: Any) -> None:
    server.refuses = {"gone@x.example": b"550 5.1.1 No such person", "full@x.example": b"452 4.2.2 Mailbox full"}
    for n, to in enumerate(("gone@x.example", "full@x.example", "well@x.example")):
        write(f"notice:{n}", to)
    assert sending.send_batch() == 3 and [message["To"] for _, message in server.taken] == ["well@x.example"]
    assert server.connections == 1
    gone, full = Letter.objects.get(to="gone@x.example"), Letter.objects.get(to="full@x.example")
    assert gone.state == PARKED and "550 5.1.1 No such person" in gone.reason and "Parked letter" in caplog.text
    assert full.state == WAITING and full.tries == 1 and "Mailbox full" in full.reason and full.next_try_at > clock.now()
    assert sending.send_batch() == 0
    found = queries.outbox()
    assert (found.waiting, found.parked, found.sent) == (1, 1, 1) and "could not be sent" in found.problems[0]
    server.refuses = {}
    later(full)
    assert actions.try_again(number=gone.pk) and not actions.try_again(number=gone.pk)
    assert sending.send_batch() == 2 and len(server.taken) == 3 and not queries.outbox().problems


def test_the_last_try_parks(db: None, server: MailServer) -> None:
    server.refuses = {"marta@reader.example": b"450 4.7.1 Later"}
    write()
    Letter.objects.update(tries=rules.TRIES - 1)
    sending.send_batch()
    letter = Letter.objects.get()
    assert letter.state == PARKED and letter.tries == rules.TRIES and actions.let_go(number=letter.pk)


def test_a_server_that_is_away_or_hangs_up_loses_nothing_and_repeats_nothing(db: None, server: MailServer, settings: Any) -> None:
    for n in range(4):
        write(f"notice:{n}", f"r{n}@x.example")
    server.drops_after = 2
    sending.send_batch()
    assert len(server.taken) == 2
    hung, rest = Letter.objects.filter(state=WAITING).order_by("id")
    assert hung.tries == 1 and rest.tries == 0 and rest.next_try_at <= clock.now()
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    sending.send_batch()
    rest.refresh_from_db()
    assert rest.tries == 1 and "cannot be reached" in rest.reason
    settings.EMAIL_PORT = port
    later(hung)
    later(rest)
    sending.send_batch()
    assert sorted(message["To"] for _, message in server.taken) == [f"r{n}@x.example" for n in range(4)]


def test_who_came_first_sends_and_a_claim_that_is_over_is_taken_up(db: None, server: MailServer) -> None:
    write()
    (mine,) = sending._claim("mine")
    assert sending.send_batch() == 0
    later(mine)
    assert sending.send_batch() == 1 and len(server.taken) == 1
    # The first one, back from a long sleep, changes nothing any more.
    sending._failed(mine, "mine", OSError("away"), is_final=False)
    assert Letter.objects.get().state == SENT


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the tests' SQLite lies in memory, where nobody waits for another")
def test_several_processes_send_each_letter_once(server: MailServer) -> None:
    with transaction.atomic():
        for n in range(40):
            write(f"notice:{n}", f"r{n}@x.example")

    def work(_: int) -> int:
        try:
            return sum(iter(sending.send_batch, 0))
        finally:
            connection.close()

    size, sending.BATCH = sending.BATCH, 7
    try:
        with ThreadPoolExecutor(3) as pool:
            tried = sum(pool.map(work, range(3)))
    finally:
        sending.BATCH = size
    assert tried == 40 and sorted(message["To"] for _, message in server.taken) == sorted(f"r{n}@x.example" for n in range(40))


def test_claims_never_overlap(db: None, monkeypatch: Any) -> None:
    for n in range(5):
        write(f"notice:{n}")
    monkeypatch.setattr(sending, "BATCH", 2)
    claimed = [{letter.pk for letter in sending._claim(name)} for name in ("a", "b", "c", "d")]
    assert [len(part) for part in claimed] == [2, 2, 1, 0] and len(set().union(*claimed)) == 5


def test_a_letter_that_was_taken_but_not_noted_waits_until_the_claim_is_over(
    db: None, server: MailServer, monkeypatch: Any
) -> None:
    write()
    write("notice:2", "iker@reader.example")

    def lost(*_: Any) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as patched, pytest.raises(OperationalError):
        patched.setattr(sending, "_done", lost)
        sending.send_batch()
    assert sending.send_batch() == 1 and [message["To"] for _, message in server.taken] == [
        "marta@reader.example",
        "iker@reader.example",
    ]
    assert Letter.objects.get(cause="notice:1").next_try_at > clock.now()


def test_what_is_too_late_is_not_sent(db: None) -> None:
    write(expires_at=clock.now() - timedelta(seconds=1))
    sending.send_batch()
    assert Letter.objects.get().state == PARKED and not mail.outbox


@pytest.mark.parametrize(
    "to", ["a@x.example, b@x.example", "a@x.example\r\nBcc: b@x.example", "A <a@x.example>", "a", "a@b@x.example"]
)
def test_no_address_becomes_another(db: None, to: str) -> None:
    with pytest.raises(BadLetter):
        write(to=to)


def test_no_header_becomes_two(db: None) -> None:
    with pytest.raises(BadLetter):
        write(headers={"List-Id": "x\r\nBcc: all@x.example"})
    with pytest.raises(BadLetter):
        write(sender="The Courier\nBcc: all@x.example")
    write(subject="A decision\r\nBcc: all@x.example")
    sending.send_batch()
    assert mail.outbox[0].subject == "A decision Bcc: all@x.example" and mail.outbox[0].recipients() == ["marta@reader.example"]


def test_old_letters_and_those_of_erased_readers_are_forgotten(db: None) -> None:
    account = Account.objects.create_user("Marta@Reader.example")
    for n in range(2):
        write(f"notice:{n}", account.email if n else "iker@reader.example")
    sheet = actions.write_sheet(subject="Old", text="Words")
    type(sheet).objects.update(made_at=clock.now() - 2 * actions.KEPT)
    sending.send_batch()
    Letter.objects.filter(to="iker@reader.example").update(done_at=clock.now() - 2 * actions.KEPT)
    assert actions.forget_old() == 1 and not type(sheet).objects.exists()
    erasing.send(sender=Account, account=account)
    assert not Letter.objects.exists()


def test_an_empty_outbox_costs_one_query(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert sending.send_batch() == 0


@given(st.integers(1, 60))
def test_pauses_grow_up_to_the_longest(tries: int) -> None:
    assert rules.FIRST_PAUSE <= rules.pause(tries) <= rules.pause(tries + 1) <= rules.LONGEST_PAUSE
    assert timedelta(days=3) < sum((rules.pause(n) for n in range(1, rules.TRIES)), timedelta()) < timedelta(days=5)


def test_the_servers_troubles_are_not_the_letters() -> None:
    assert rules.is_of_the_server(smtplib.SMTPAuthenticationError(535, b"No")) and rules.is_of_the_server(ConnectionResetError())
    assert rules.is_of_the_server(smtplib.SMTPDataError(421, b"Closing")) and rules.is_of_the_server(TimeoutError())
    refused = smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"5.1.1 Unknown")})
    assert rules.is_final(refused) and not rules.is_of_the_server(refused)
    assert not rules.is_final(smtplib.SMTPDataError(451, b"Later"))


def test_the_desk_shows_parked_letters_and_tries_them_again(client: Any, db: None) -> None:
    write(to="gone@x.example")
    Letter.objects.update(state=PARKED, reason="The mail server answered: 550 Unknown", done_at=clock.now())
    client.force_login(Account.objects.create_superuser("chief@courier.example"))
    page = client.get("/desk/press/").content.decode()
    assert "gone@x.example" in page and "550 Unknown" in page and "could not be sent" in client.get("/desk/").content.decode()
    client.post("/desk/press/", {"verb": "send", "letter": Letter.objects.get().pk})
    assert Letter.objects.get().state == WAITING
    client.post("/desk/press/", {"verb": "let_go", "letter": Letter.objects.get().pk})
    assert Letter.objects.exists(), "what is not parked is not let go"
