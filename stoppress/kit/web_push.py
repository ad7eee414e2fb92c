"""Encrypts messages for browsers so that the push service in between reads nothing (RFC 8291 on top of RFC 8188)."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

#: Bytes of a record, of which there is one; and of a message, so that it is taken by every push service (RFC 8030, 7.2).
RECORD, MOST = 4096, 3000
_CURVE = ec.SECP256R1()


class BadKeys(ValueError):
    """What a browser is said to have given us are no keys."""


@dataclass(frozen=True, slots=True)
class BrowserKeys:
    """What a browser hands over when somebody subscribes: its public key and a secret, as bytes."""

    public: bytes
    secret: bytes


def browser_keys(public: str, secret: str) -> BrowserKeys:
    """The keys as a browser spells them (base64url). Raises BadKeys."""
    keys = BrowserKeys(from_base64(public), from_base64(secret))
    if len(keys.secret) != 16 or len(keys.public) != 65:
        raise BadKeys("The keys of a browser have 65 and 16 bytes.")
    _point(keys.public)
    return keys


def encrypt(
    message: bytes, to: BrowserKeys, *, salt: bytes | None = None, own: ec.EllipticCurvePrivateKey | None = None
) -> bytes:  # fmt: skip
    """The body of a push message (`Content-Encoding: aes128gcm`); salt and own key are new for each but in tests.

    Raises BadKeys, and ValueError for a message that is too long for push services.
    """
    if len(message) > MOST:
        raise ValueError(f"A push message has at most {MOST} bytes.")
    own = own or ec.generate_private_key(_CURVE)
    ours = public_bytes(own)
    shared = own.exchange(ec.ECDH(), _point(to.public))
    # RFC 8291, 3.4: the browser's secret is mixed in, so that whoever knows the public keys alone makes nothing of it.
    key = _derived(shared, to.secret, b"WebPush: info\0" + to.public + ours, 32)
    return encode(message, key, salt=salt or os.urandom(16), key_id=ours)


def encode(message: bytes, key: bytes, *, salt: bytes, key_id: bytes) -> bytes:
    """One record of `aes128gcm` (RFC 8188, 2): the header, then the message and a delimiter, encrypted."""
    cipher = AESGCM(_derived(key, salt, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _derived(key, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(key_id)]) + key_id
    return header + cipher.encrypt(nonce, message + b"\x02", None)


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key that belongs to a private one, as an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def base64(data: bytes) -> str:
    """base64url without padding, as everything about push is spelt."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64(text: str) -> bytes:
    """The bytes. Raises BadKeys."""
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as error:  # of characters and of padding
        raise BadKeys("This is not base64url.") from error


def _point(public: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public)
    except ValueError as error:
        raise BadKeys("This is no point of the curve P-256.") from error


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
