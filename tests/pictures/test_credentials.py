"""Content credentials: valid, trusted or invalid, told without asking anybody."""

import io
from datetime import UTC, datetime, timedelta

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from stoppress.pictures.ingest import children, take_in
from tests.pictures import files


def name(common):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Courier Pictures"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(subject, key, issuer, issuer_key, *, is_root):
    """As C2PA wants them: a root that signs certificates, one below it that signs claims."""
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(not is_root, False, False, False, False, is_root, is_root, False, False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )  # fmt: skip
    if not is_root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def signed():
    """A signed JPEG, and the root that vouches for whoever signed it."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = certificate("Root", root_key, "Root", root_key, is_root=True)
    chain = certificate("Desk", key, "Root", root_key, is_root=False) + root
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", chain, secret, None))
    manifest = {
        "claim_generator_info": [{"name": "Camera", "version": "1.0"}], "title": "Quay",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [{"action": "c2pa.created", "digitalSourceType":
                        "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}]}}],
    }  # fmt: skip
    made = io.BytesIO()
    with c2pa.Builder(manifest) as builder:
        builder.sign(signer, "image/jpeg", io.BytesIO(files.jpeg(640, 480)), made)
    return made.getvalue(), root


@pytest.fixture(autouse=True)
def fresh_children():
    children.close()
    yield
    children.close()


def test_a_picture_without_any():
    assert take_in(files.jpeg(320, 240)).credentials is None


def test_valid_when_nobody_vouches_for_the_signer(signed):
    told = take_in(signed[0]).credentials
    assert (told.state, told.issuer) == ("valid", "Courier Pictures") and told.program.startswith("Camera")


def test_trusted_when_the_newsroom_trusts_the_root(signed, tmp_path, monkeypatch):
    (tmp_path / "trust.pem").write_bytes(signed[1])
    monkeypatch.setenv("STOPPRESS_C2PA_TRUST", str(tmp_path / "trust.pem"))
    assert take_in(signed[0]).credentials.state == "trusted"


def test_invalid_when_a_pixel_was_changed(signed):
    spoilt = bytearray(signed[0])
    at = len(spoilt) - 2000
    spoilt[at] ^= 1
    assert take_in(bytes(spoilt)).credentials.state == "invalid"


def test_a_manifest_elsewhere_is_not_fetched(tmp_path):
    import socket

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.5)
        where = f"http://127.0.0.1:{listening.getsockname()[1]}/quay.c2pa"
        data = files.with_tags(files.jpeg(320, 240), tmp_path, f"-XMP-dcterms:Provenance={where}", "-XMP-dc:Rights=c2pa")
        take_in(data)
        with pytest.raises(TimeoutError):
            listening.accept()
