"""Push messages are encrypted and signed as the standards' own examples are."""

import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from stoppress.kit import vapid, web_push
from stoppress.kit.web_push import BadKeys, base64, from_base64
from tests.readers.push_service import Browser

#: RFC 8291, 5 and appendix A.
MESSAGE = b"When I grow up, I want to be a watermelon"
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
THEIR_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SECRET, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
    "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> Any:
    return ec.derive_private_key(int.from_bytes(from_base64(text), "big"), ec.SECP256R1())


def test_the_example_of_rfc_8291() -> None:
    keys = web_push.browser_keys(THEIRS, SECRET)
    assert base64(web_push.encrypt(MESSAGE, keys, salt=from_base64(SALT), own=private(OURS))) == BODY
    assert Browser(private(THEIR_PRIVATE), from_base64(SECRET)).read(from_base64(BODY)) == MESSAGE


def test_the_example_of_rfc_8188() -> None:
    key, salt = from_base64("yqdlZ-tYemfogSmv7Ws5PQ"), from_base64("I1BsxtFttlv3u_Oo94xnmw")
    made = web_push.encode(b"I am the walrus", key, salt=salt, key_id=b"")
    assert base64(made) == "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg"


def test_no_two_messages_are_alike_and_each_can_be_read() -> None:
    browser = Browser()
    made = [web_push.encrypt("خبر عاجل".encode(), browser.keys) for _ in range(3)]
    assert len({*made, *(body[:16] for body in made), *(body[21:86] for body in made)}) == 9
    assert {browser.read(body).decode() for body in made} == {"خبر عاجل"}


def test_what_is_no_key_is_refused() -> None:
    off_the_curve = base64(b"\x04" + b"\x01" * 64)
    for public, secret in ((off_the_curve, SECRET), (THEIRS, "AAAA"), ("é", SECRET), (THEIRS[:-4], SECRET), ("", ""), ("A", SECRET)):
        with pytest.raises(BadKeys):
            web_push.browser_keys(public, secret)
    with pytest.raises(ValueError, match="at most"):
        web_push.encrypt(b"x" * 3001, web_push.browser_keys(THEIRS, SECRET))


#: RFC 8292, 2.4.
TOKEN = (
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpw"
    "dXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA"
)
KEY = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"


def claims(token: str, key: str) -> dict[str, Any]:
    """What a token says, its signature checked as a push service does."""
    told, _, seal = token.rpartition(".")
    signature = from_base64(seal)
    assert len(signature) == 64
    made = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64(key))
    public.verify(made, told.encode(), ec.ECDSA(SHA256()))
    head, words = (json.loads(from_base64(part)) for part in told.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    return dict(words)


def test_words_are_signed_as_in_rfc_8292() -> None:
    assert claims(TOKEN, KEY) == {"aud": "https://push.example.net", "exp": 1453523768, "sub": "mailto:push@example.com"}
    (key,) = vapid.keys_from(["a secret of the house"]).values()
    said = key.authorization("https://push.example.net:8443/p/abc", "mailto:desk@courier.example", now=1_000_000)
    scheme, token, public = said.replace(",", "").split(" ")
    assert (scheme, public) == ("vapid", f"k={key.public}")
    told = {"aud": "https://push.example.net:8443", "exp": 1_000_000 + 12 * 3600, "sub": "mailto:desk@courier.example"}
    assert claims(token.removeprefix("t="), key.public) == told
    with pytest.raises(InvalidSignature):
        claims(token.removeprefix("t="), KEY)
    # Signed once for many messages, anew long before it is over, and for another push service another.
    assert key.authorization("https://push.example.net:8443/p/def", "mailto:desk@courier.example", now=1_000_600) == said
    assert key.authorization("https://push.example.net:8443/p/abc", "mailto:desk@courier.example", now=1_030_000) != said
    assert key.authorization("https://other.example/p", "mailto:desk@courier.example", now=1_000_000) != said


def test_keys_are_the_same_wherever_they_are_derived() -> None:
    first, second = vapid.keys_from(["one secret of the house", "an older one of it"])
    assert list(vapid.keys_from(["one secret of the house"])) == [first] and first != second
