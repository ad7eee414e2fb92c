"""Proof of work for registering: a small sum that a browser does and a crowd of programs does not like to do.

The sums and their form are those of ALTCHA (https://altcha.org/docs/v2/proof-of-work/), version 1: find the number whose
SHA-256 with the salt is the challenge. The server makes and checks them by the package `altcha`; a solution counts once.
"""

import base64
import binascii
import json
from datetime import timedelta
from typing import Any, cast

from altcha import v1
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from stoppress.kit import clock
from stoppress.readers.models import SpentProof

#: The sums are found among so many, half of them on average; Chromium took 11 µs for each on a machine with two cores.
MOST = 60_000
VALID = timedelta(minutes=30)
_LONGEST = 1000


def challenge() -> dict[str, Any]:
    """A new sum for a browser."""
    options = v1.ChallengeOptions(algorithm="SHA-256", max_number=MOST, expires=clock.now() + VALID, hmac_key=_key())
    made: dict[str, Any] = v1.create_challenge(options).to_dict()
    return made


def is_proof(payload: str) -> bool:
    """Whether this solves one of our sums in time, by now for the first time; it is spent by asking."""
    told = _read(payload)
    if told is None or not v1.verify_solution(cast(v1.PayloadType, told), _key())[0]:
        return False
    try:
        with transaction.atomic():
            SpentProof.objects.create(challenge=told["challenge"], expires_at=clock.now() + VALID)
    except IntegrityError:
        return False
    return True


def _read(payload: str) -> dict[str, Any] | None:
    """What a browser sent, when it has the form of a solution and a time at which it is over."""
    if not payload or len(payload) > _LONGEST:
        return None
    try:
        told = json.loads(base64.b64decode(payload, validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("algorithm") != "SHA-256" or type(told.get("number")) is not int:
        return None
    words = all(isinstance(told.get(name), str) for name in ("challenge", "salt", "signature"))
    return told if words and "expires=" in told["salt"] else None


def _key() -> str:
    return salted_hmac("stoppress.readers.proof", "", secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
