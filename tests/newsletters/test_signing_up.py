"""Signing up, confirming, choosing and leaving, and what somebody with bad intentions might try."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from stoppress.kit import clock
from stoppress.newsletters import rules
from stoppress.newsletters.actions import subscribing
from stoppress.newsletters.models import Newsletter, SignUp, Subscriber, Subscription
from stoppress.newsroom.models import Edition
from stoppress.readers import exporting
from stoppress.readers.actions.leaving import erasing
from stoppress.readers.models import Account
from stoppress.readers.outbox import sending

SIGN_UP = "/account/newsletters/sign-up/"
OURS = {"Sec-Fetch-Site": "same-origin"}


def sign_up(client: Client, newsletter: Newsletter, email: str = "noor@reader.example", **told: Any) -> Any:
    told = {"email": email, "newsletters": [newsletter.pk], **told}
    return client.post(SIGN_UP, told, headers=OURS)


def link_in(letter: Any) -> str:
    found = re.search(r"http://localhost:8000(/\S*/confirm/\S+)", letter.body)
    assert found
    return found[1]


def test_a_sign_up_counts_once_the_letter_is_confirmed_by_a_button(client: Client, newsletter: Newsletter) -> None:
    answer = sign_up(client, newsletter, " Noor@Reader.example ")
    assert answer["Location"] == "/account/newsletters/asked/" and answer["Cache-Control"] == "private, no-store"
    assert "one is on its way" in client.get(answer["Location"]).content.decode()
    assert not Subscriber.objects.exists()
    sending.send_batch()
    (letter,) = mail.outbox
    assert letter.to == ["noor@reader.example"] and "Morning" in letter.body
    link = link_in(letter)
    for _ in range(2):  # what a scanner of links does
        assert "Confirm" in client.get(link).content.decode() and not Subscriber.objects.exists()
    answer = client.post(link)
    subscriber = Subscriber.objects.get()
    assert answer["Location"] == f"/account/newsletters/choose/{subscriber.key}/?confirmed"
    assert Subscription.objects.get().newsletter == newsletter and not SignUp.objects.exists()
    assert client.post(link).status_code == 404, "a link is used up"
    assert "is confirmed" in client.get(answer["Location"]).content.decode()


def test_the_letter_speaks_the_editions_language(client: Client, newsletter: Newsletter) -> None:
    spanish = Edition.objects.create(code="es", name="El Correo", language="es", prefix="/es", position=1)
    row = Newsletter.objects.create(edition=spanish, name="La mañana", slug="manana")
    client.post(f"/es{SIGN_UP}", {"email": "noor@reader.example", "newsletters": [row.pk, newsletter.pk]}, headers=OURS)
    assert not SignUp.objects.exists(), "a newsletter of another edition is not offered here"
    client.post(f"/es{SIGN_UP}", {"email": "noor@reader.example", "newsletters": [row.pk]}, headers=OURS)
    sending.send_batch()
    assert "Confirme" in mail.outbox[0].subject and link_in(mail.outbox[0]).startswith("/es/account/newsletters/confirm/")


def test_nobody_learns_whether_an_address_is_known(client: Client, newsletter: Newsletter, marta: Subscriber) -> None:
    known, unknown = sign_up(client, newsletter, marta.email), sign_up(client, newsletter)
    assert (known.status_code, known["Location"], known.content) == (unknown.status_code, unknown["Location"], unknown.content)
    bad = sign_up(client, newsletter, website="https://spam.example", email="robot@x.example")
    assert bad["Location"] == known["Location"] and not SignUp.objects.filter(email="robot@x.example").exists()


@pytest.mark.parametrize("email", ["a@x.example, b@x.example", "a@x.example\r\nBcc: b@x.example", "<a@x.example>", "a", "a" * 300 + "@x.example"])
def test_no_address_becomes_a_header(client: Client, newsletter: Newsletter, email: str) -> None:
    assert sign_up(client, newsletter, email).status_code == 422
    assert not SignUp.objects.exists()


def test_a_sign_up_takes_no_words_along(client: Client, newsletter: Newsletter) -> None:
    """There is nothing in the letter that whoever signs somebody up has written."""
    sign_up(client, newsletter, name="Look: http://evil.example", intro="http://evil.example", next="http://evil.example")
    sending.send_batch()
    assert "evil" not in str(mail.outbox[0].message())


def test_one_address_is_written_to_once_however_it_is_typed(client: Client, newsletter: Newsletter) -> None:
    for email in ("noor@reader.example", "NOOR@reader.example", "Noor@Reader.Example"):
        sign_up(client, newsletter, email)
    sending.send_batch()
    assert len(mail.outbox) == 1
    for n in range(10):
        SignUp.objects.update(asked_at=clock.now() - timedelta(minutes=11))
        subscribing.sign_up(email="Noor@reader.example", edition=newsletter.edition_id, newsletters=[newsletter.pk])
        sending.send_batch()
        assert len(mail.outbox) <= rules.LETTERS, n


def test_a_network_may_sign_up_so_often(client: Client, newsletter: Newsletter) -> None:
    def asked(n: int, address: str) -> int:
        told = {"email": f"r{n}@x.example", "newsletters": [newsletter.pk]}
        return client.post(SIGN_UP, told, headers={**OURS, "X-Forwarded-For": f"10.9.{n}.1"}, REMOTE_ADDR=address).status_code

    assert [asked(n, f"203.0.113.{n}") for n in range(6)] == [302] * 5 + [429]
    assert asked(9, "198.51.100.1") == 302 and SignUp.objects.count() == 6


def test_a_post_from_elsewhere_is_refused_and_one_of_unknown_origin_asked_again(newsletter: Newsletter) -> None:
    strict = Client(enforce_csrf_checks=True)
    told = {"email": "noor@reader.example", "newsletters": [newsletter.pk]}
    assert strict.post(SIGN_UP, told, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    page = strict.post(SIGN_UP, told)
    assert page.status_code == 200 and 'value="noor@reader.example"' in page.content.decode() and not SignUp.objects.exists()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token and strict.post(SIGN_UP, {**told, "csrfmiddlewaretoken": token[1]}).status_code == 302


def test_links_that_are_forged_or_too_old_lead_nowhere(client: Client, newsletter: Newsletter, marta: Subscriber) -> None:
    sign_up(client, newsletter)
    row = SignUp.objects.get()
    for key in ("0" * 32, row.key[:-1], row.key.upper() + "x", "..%2F..", marta.key):
        assert client.get(f"/account/newsletters/confirm/{key}/").status_code == 404
        assert client.post(f"/account/newsletters/confirm/{key}/").status_code == 404
    SignUp.objects.update(asked_at=clock.now() - rules.CONFIRMED_WITHIN - timedelta(seconds=1))
    assert client.post(f"/account/newsletters/confirm/{row.key}/").status_code == 404
    assert Subscriber.objects.count() == 1 and subscribing.forget_unconfirmed() == 1


def test_one_click_unsubscribes_without_cookies_and_a_get_does_not(newsletter: Newsletter, marta: Subscriber) -> None:
    strict = Client(enforce_csrf_checks=True)
    leave = f"/account/newsletters/leave/{marta.key}/{newsletter.pk}/"
    assert "Unsubscribe" in strict.get(leave).content.decode() and Subscription.objects.exists()
    answer = strict.post(leave, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and not Subscription.objects.exists() and not Subscriber.objects.exists()
    assert strict.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_nobody_unsubscribes_others(client: Client, newsletter: Newsletter, marta: Subscriber) -> None:
    iker = subscribing.subscribe(email="iker@reader.example", newsletters=[newsletter.pk])
    for key in (str(iker.pk), "0" * 32, marta.key[::-1] if marta.key != marta.key[::-1] else "1" * 32):
        client.post(f"/account/newsletters/leave/{key}/{newsletter.pk}/")
    client.post(f"/account/newsletters/choose/{marta.key}/", {"none": "1", "email": iker.email, "subscriber": iker.pk})
    assert list(Subscriber.objects.all()) == [iker]


def test_choosing_by_the_link_and_on_the_account_pages(client: Client, newsletter: Newsletter, marta: Subscriber) -> None:
    second = Newsletter.objects.create(edition=newsletter.edition, name="Weekend", slug="weekend", schedule="weekly")
    choose = f"/account/newsletters/choose/{marta.key}/"
    client.post(choose, {"newsletters": [second.pk, "x", "9" * 30]})
    assert Subscription.objects.get().newsletter == second
    assert client.get("/account/newsletters/").status_code == 302, "one has to log in"
    client.force_login(Account.objects.create_user("Marta@reader.example"))
    page = client.get("/account/newsletters/").content.decode()
    assert f'value="{second.pk}" checked' in page and f'value="{newsletter.pk}">' in page
    client.post("/account/newsletters/", {"newsletters": [newsletter.pk, second.pk]})
    assert Subscription.objects.count() == 2
    client.post("/account/newsletters/", {"none": "1"})
    assert not Subscriber.objects.exists()


def test_an_account_takes_its_newsletters_along_and_away(newsletter: Newsletter, marta: Subscriber) -> None:
    account = Account.objects.create_user(marta.email)
    subscribing.sign_up(email=marta.email, edition=newsletter.edition_id, newsletters=[newsletter.pk])
    rows = exporting._PARTS["newsletters"](account)
    assert rows[0]["newsletter__name"] == "Morning" and exporting._PARTS["newsletter_sign_ups"](account)
    erasing.send(sender=Account, account=account)
    assert not Subscriber.objects.exists() and not SignUp.objects.exists()


def test_what_waits_is_not_sent_to_somebody_who_has_left(newsletter: Newsletter, marta: Subscriber, publish: Any) -> None:
    from stoppress.newsletters.actions import issuing, spreading
    from stoppress.publog.log import newest

    publish()
    issuing.send_by_hand(newsletter=newsletter, by=None, up_to=newest())
    spreading.spread_all()
    claimed = sending._claim("mine")
    subscribing.leave(email=marta.email, newsletter=newsletter)
    sending._send_all(claimed, "mine", lambda: False, [])
    assert not mail.outbox
