"""Verification of a detached CMS: content, signature, issuer, term of the certificate, revocation; in this order."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from asn1crypto import algos, cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class Fault(Exception):
    """Why a signature does not count: FORMAT, CONTENT, SIGNATURE, ISSUER, EXPIRED, REVOKED."""

    def __init__(self, code: str, signer: "Signer | None" = None) -> None:
        super().__init__(code)
        self.code, self.signer = code, signer


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    certificate: x509.Certificate
    #: as the signer says
    signed_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Trust:
    root: x509.Certificate
    revoked: x509.CertificateRevocationList
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


def verify(der: bytes, content: bytes, trust: Trust) -> list[Signer]:
    """Everybody who signed; Fault at the first thing that is wrong."""
    data = _signed_data(der)
    certificates = [
        x509.load_der_x509_certificate(each.chosen.dump())
        for each in data["certificates"]
        if each.name == "certificate"
    ]
    inside = data["encap_content_info"]["content"].native
    if inside is not None and inside != content:
        raise Fault("CONTENT")
    infos = list(data["signer_infos"])
    if not infos or not certificates:
        raise Fault("FORMAT")
    return [_verified(info, certificates, content, trust) for info in infos]


def _signed_data(der: bytes) -> cms.SignedData:
    try:
        info = cms.ContentInfo.load(der, strict=True)
        if info["content_type"].native != "signed_data":
            raise Fault("FORMAT")
        data = info["content"]
        data.native  # noqa: B018  # parses everything, so that what is broken is broken here
    except (ValueError, TypeError, KeyError) as error:
        raise Fault("FORMAT") from error
    return data


def _verified(
    info: cms.SignerInfo, certificates: list[x509.Certificate], content: bytes, trust: Trust
) -> Signer:
    certificate = _certificate_of(info, certificates)
    signed = info["signed_attrs"]
    attributes = {each["type"].native: each["values"][0].native for each in signed} if signed else {}
    signer = Signer(certificate=certificate, signed_at=attributes.get("signing_time"))
    digest = info["digest_algorithm"]["algorithm"].native
    if digest not in HASHES:
        raise Fault("FORMAT", signer)
    if attributes and attributes.get("message_digest") != hashlib.new(digest, content).digest():
        raise Fault("CONTENT", signer)
    _check_signature(info, signer, signed.untag().dump() if attributes else content, HASHES[digest]())
    _check_certificate(signer, trust)
    return signer


def _certificate_of(info: cms.SignerInfo, certificates: list[x509.Certificate]) -> x509.Certificate:
    serial = (
        info["sid"].chosen["serial_number"].native if info["sid"].name == "issuer_and_serial_number" else None
    )
    found = [each for each in certificates if serial in (None, each.serial_number)]
    if not found:
        raise Fault("FORMAT")
    return found[0]


def _check_signature(
    info: cms.SignerInfo, signer: Signer, signed: bytes, digest: hashes.HashAlgorithm
) -> None:
    key, signature = signer.certificate.public_key(), info["signature"].native
    kind: algos.SignedDigestAlgorithm = info["signature_algorithm"]
    try:
        if isinstance(key, rsa.RSAPublicKey) and kind.signature_algo == "rsassa_pkcs1v15":
            key.verify(signature, signed, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and kind.signature_algo == "ecdsa":
            key.verify(signature, signed, ec.ECDSA(digest))
        else:
            raise Fault("FORMAT", signer)
    except InvalidSignature as error:
        raise Fault("SIGNATURE", signer) from error


def _check_certificate(signer: Signer, trust: Trust) -> None:
    """Without a trusted time stamp the certificate must be good when it is checked, and when he says he signed."""
    certificate = signer.certificate
    try:
        certificate.verify_directly_issued_by(trust.root)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise Fault("ISSUER", signer) from error
    times = [trust.at, *([signer.signed_at] if signer.signed_at else [])]
    if any(not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc for at in times):
        raise Fault("EXPIRED", signer)
    if trust.revoked.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
        raise Fault("REVOKED", signer)
