"""Shows push services who sends (VAPID, RFC 8292): a signed word with each message, by a key that browsers were told of."""

import json
import time
from collections.abc import Collection
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stoppress.kit.web_push import base64, public_bytes

#: Seconds for which a word holds; push services refuse more than a day (RFC 8292, 2).
LASTS = 12 * 3600
#: One less than the order of the group of P-256 (SEC 2, 2.4.2): private keys are 1 to this.
_LARGEST = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 - 1


class SigningKey:
    """One key of the house, known to browsers and push services by its public half."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        #: As browsers are told of it.
        self.public = base64(public_bytes(private))
        self._words: dict[tuple[str, str], tuple[str, float]] = {}

    def authorization(self, endpoint: str, contact: str, *, now: float | None = None) -> str:
        """The `Authorization` header for a message to an endpoint; `contact` is a `mailto:` or `https:` address.

        The word is the same for all messages to one push service for some hours (RFC 8292, 5), so it is signed seldom.
        """
        now = time.time() if now is None else now
        parts = urlsplit(endpoint)
        whom = f"{parts.scheme}://{parts.netloc}", contact
        word, until = self._words.get(whom, ("", 0.0))
        if until < now + LASTS / 2:
            if len(self._words) > 100:  # endpoints are what anybody gave us
                self._words.clear()
            until = now + LASTS
            word = self._word({"aud": whom[0], "exp": int(until), "sub": contact})
            self._words[whom] = word, until
        return f"vapid t={word}, k={self.public}"

    def _word(self, claims: dict[str, object]) -> str:
        """A JSON Web Token signed by ES256 (RFC 7519, RFC 7518, 3.4)."""
        parts = [base64(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
        told = ".".join(parts)
        r, s = decode_dss_signature(self._private.sign(told.encode(), ec.ECDSA(SHA256())))
        return f"{told}.{base64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def keys_from(secrets: Collection[str]) -> dict[str, SigningKey]:
    """The keys that belong to secrets, by their public halves, in the same order: the first is told to new subscribers."""
    return {key.public: key for key in (SigningKey(_private(secret)) for secret in secrets)}


def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    """A key of its own from a secret: the same on every node. 48 bytes leave no bias (FIPS 186-5, A.2.1)."""
    derived = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"stoppress: push messages, 1").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(derived, "big") % _LARGEST + 1, ec.SECP256R1())
