"""Check of digital signatures over HTTP as NCANode answers, really verified; and a demo signer for trying it out."""

import base64
import binascii
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID
from flask import Blueprint, Response, current_app, request

from engine.forms import check_bin, check_iin
from simulator.asking import answer
from simulator.authority import HEAD, KINDS, ORGANISATION, PERSON, Authority, Subject
from simulator.cms import Fault, Signer, Trust, verify

blueprint = Blueprint("signatures", __name__)
KEY_USERS = {PERSON: "INDIVIDUAL", ORGANISATION: "ORGANIZATION", HEAD: "CEO"}


@blueprint.post("/signature/cms/verify")
def check() -> Response:
    asked = request.get_json()
    try:
        der, content = decoded(asked.get("cms")), decoded(asked.get("data"))
    except ValueError:
        return verdict("FORMAT", [])
    trust = Trust(root=authority().root, revoked=authority().revocations())
    try:
        return verdict(None, verify(der, content, trust))
    except Fault as fault:
        return verdict(fault.code, [fault.signer] if fault.signer else [])


@blueprint.post("/signature/cms/sign")
def sign() -> Response:
    """For the demo: signs in the name of anybody. That is why nothing outside the simulator trusts its root."""
    asked = request.get_json()
    kind = asked.get("kind", "valid")
    iin, organisation = str(asked.get("iin") or ""), asked.get("bin") or None
    if check_iin(iin) or (organisation and check_bin(organisation)) or kind not in KINDS:
        return answer({"error": "an iin, a bin or none, and a kind of certificate are needed"}, 400)
    subject = Subject(
        iin=iin, name=asked.get("name") or "ДЕМО", bin=organisation, organisation=asked.get("organisation")
    )
    cms = authority().sign(subject, decoded(asked["data"]), kind)
    return answer({"cms": base64.b64encode(cms).decode(), "demo": True})


@blueprint.get("/signature/crl")
def revocations() -> Response:
    der = authority().revocations().public_bytes(serialization.Encoding.DER)
    return Response(der, mimetype="application/pkix-crl")


@blueprint.get("/signature/root")
def root() -> Response:
    pem = authority().root.public_bytes(serialization.Encoding.PEM)
    return Response(pem, mimetype="application/x-pem-file")


def verdict(reason: str | None, signers: list[Signer]) -> Response:
    return answer(
        {
            "status": 200,
            "message": "OK",
            "valid": reason is None,
            "reason": reason,
            "signers": [said(each, reason) for each in signers],
            "demo": True,
        }
    )


def said(signer: Signer, reason: str | None) -> dict[str, Any]:
    certificate = signer.certificate
    return {
        "signingTime": signer.signed_at.isoformat() if signer.signed_at else None,
        "certificates": [
            {
                "valid": reason in (None, "CONTENT"),
                "revocations": [{"by": "CRL", "revoked": reason == "REVOKED"}],
                "notBefore": certificate.not_valid_before_utc.isoformat(),
                "notAfter": certificate.not_valid_after_utc.isoformat(),
                "serialNumber": f"{certificate.serial_number:x}",
                "keyUser": users(certificate),
                "subject": named(certificate.subject),
                "issuer": named(certificate.issuer),
            }
        ],
    }


def users(certificate: x509.Certificate) -> list[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return []
    return [KEY_USERS[each] for each in found if each in KEY_USERS]


def named(name: x509.Name) -> dict[str, str | None]:
    """IIN and BIN stand in the serial number and the unit, with these letters before them."""
    return {
        "commonName": part(name, NameOID.COMMON_NAME),
        "surName": part(name, NameOID.SURNAME),
        "lastName": part(name, NameOID.GIVEN_NAME),
        "organization": part(name, NameOID.ORGANIZATION_NAME),
        "iin": number(part(name, NameOID.SERIAL_NUMBER), "IIN"),
        "bin": number(part(name, NameOID.ORGANIZATIONAL_UNIT_NAME), "BIN"),
        "country": part(name, NameOID.COUNTRY_NAME),
        "dn": name.rfc4514_string(),
    }


def part(name: x509.Name, oid: x509.ObjectIdentifier) -> str | None:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else None


def number(text: str | None, letters: str) -> str | None:
    return text.removeprefix(letters) if text and text.startswith(letters) else None


def decoded(text: str | None) -> bytes:
    """ValueError for what is no base64."""
    try:
        return base64.b64decode("".join((text or "").split()), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def authority() -> Authority:
    found: Authority = current_app.extensions["authority"]
    return found
