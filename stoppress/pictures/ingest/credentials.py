"""Content credentials (C2PA): who signed the picture and whether that holds; nothing is fetched to find out."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from stoppress.kit.plain_text import one_line, shorten
from stoppress.pictures.ingest.kinds import Kind
from stoppress.pictures.taken_in import Credentials

_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "heic": "image/heic",
          "tiff": "image/tiff", "gif": "image/gif"}  # fmt: skip
_STATES = {"Trusted": "trusted", "Valid": "valid"}


def read(data: bytes, kind: Kind, trust: str = "") -> Credentials | None:
    """What a file's manifest says; None when there is none. `trust` are certificates (PEM) of signers that are trusted."""
    if b"c2pa" not in data:
        return None
    import c2pa

    try:
        with c2pa.Reader(_TYPES[kind.name], BytesIO(data), context=_context(trust)) as reader:
            told = json.loads(reader.json())
            state = reader.get_validation_state()
    except c2pa.C2paError as error:
        if "ManifestNotFound" in type(error).__name__ or "no JUMBF" in str(error) or "RemoteManifest" in str(error):
            return None
        return Credentials("invalid")
    manifest = told.get("manifests", {}).get(told.get("active_manifest", ""), {})
    signature = manifest.get("signature_info") or {}
    return Credentials(
        state=_STATES.get(state or "", "invalid"), issuer=_line(signature.get("issuer") or signature.get("common_name")),
        signed_at=_moment(signature.get("time")), program=_program(manifest),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _context(trust: str) -> Any:
    import c2pa

    told: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True}}
    if trust:
        told["trust"] = {"trust_anchors": trust}
    return c2pa.Context(c2pa.Settings.from_dict(told))


def _program(manifest: dict[str, Any]) -> str:
    infos = manifest.get("claim_generator_info") or [{}]
    info = infos[0] if isinstance(infos, list) else infos
    name = " ".join(str(info[key]) for key in ("name", "version") if info.get(key))
    return _line(name or manifest.get("claim_generator"))


def _line(text: object) -> str:
    return shorten(one_line(str(text or "")), 200)


def _moment(text: object) -> datetime | None:
    try:
        told = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
