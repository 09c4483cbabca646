"""Check of digital signatures, as NCANode does it: {url}/cms/verify with a detached CMS and what was signed."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.clients.http import Rejected, System, post
from handlers.faults import HandlerFault

#: code of the service -> what it means for a clerk
REASONS: Mapping[str, str] = {
    "CONTENT": "Подписано другое содержание: после подписания документ изменён.",
    "SIGNATURE": "Подпись не соответствует сертификату.",
    "EXPIRED": "Срок действия сертификата не охватывает время подписания.",
    "REVOKED": "Сертификат отозван.",
    "ISSUER": "Сертификат выдан не Национальным удостоверяющим центром.",
    "FORMAT": "Файл не является электронной подписью (CMS).",
}
FRAME = re.compile(r"-----[A-Z0-9 ]+-----")
UNKNOWN = "Подпись не прошла проверку."


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    valid: bool
    #: iin, bin (of an organisation's signer, else None), name
    signer: Mapping[str, str | None] | None = None
    #: ISO text
    signed_at: str | None = None
    reason: str | None = None


def verify(system: System, content: bytes, cms: str) -> Checked:
    """`cms` in base64 or PEM. A file that is no signature is an invalid one, not a fault of the service."""
    body = {
        "cms": "".join(FRAME.sub("", cms).split()),
        "data": base64.b64encode(content).decode(),
        "revocationCheck": ["OCSP", "CRL"],
    }
    try:
        said = post(system, "/cms/verify", body)
    except Rejected:
        return Checked(valid=False, reason=REASONS["FORMAT"])
    try:
        return _checked(said)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise HandlerFault(f"{system.name}: ответ непонятен; сообщите администратору.") from error


def _checked(said: Any) -> Checked:
    signers = said.get("signers") or []
    first = signers[0] if signers else {}
    valid = said["valid"] is True
    return Checked(
        valid=valid,
        signer=_signer(first["certificates"][0]["subject"]) if first else None,
        signed_at=first.get("signingTime") or (first.get("tsp") or {}).get("genTime"),
        reason=None if valid else _reason(said, first),
    )


def _reason(said: Mapping[str, Any], first: Mapping[str, Any]) -> str:
    """As the service says; else what its certificate shows."""
    if said.get("reason"):
        return REASONS.get(str(said["reason"]), UNKNOWN)
    certificate = (first.get("certificates") or [{}])[0]
    if any(each.get("revoked") for each in certificate.get("revocations") or ()):
        return REASONS["REVOKED"]
    return UNKNOWN


def _signer(subject: Mapping[str, Any]) -> dict[str, str | None]:
    """The patronymic stands apart in a certificate."""
    name = " ".join(filter(None, (subject.get("commonName"), subject.get("lastName"))))
    return {"iin": subject.get("iin"), "bin": subject.get("bin") or None, "name": name}
