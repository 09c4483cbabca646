"""A demo certification authority with a root of its own; IIN and BIN stand where the National one puts them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID, ObjectIdentifier

from simulator.state import State

COMMON_NAME = "ДЕМО-УЦ (СИМУЛЯТОР)"
#: who may hold a key, as the National Certification Authority numbers them: a person; an organisation, its first head
PERSON = ObjectIdentifier("1.2.398.3.3.4.1.1")
ORGANISATION = ObjectIdentifier("1.2.398.3.3.4.1.2")
HEAD = ObjectIdentifier("1.2.398.3.3.4.1.2.1")
#: kind of certificate -> days from its beginning to today, days it is valid
KINDS = {"valid": (1, 366), "expired": (400, 366), "revoked": (30, 366)}
KEY_BITS = 2048


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    iin: str
    name: str
    bin: str | None = None
    organisation: str | None = None

    def as_name(self) -> x509.Name:
        """As the National authority writes it: surname and first name together, the patronymic apart."""
        surname, first, patronymic = [*self.name.upper().split(maxsplit=2), "", "", ""][:3]
        parts = [
            (NameOID.COMMON_NAME, _cut(f"{surname} {first}".strip())),
            (NameOID.SURNAME, surname),
            (NameOID.SERIAL_NUMBER, f"IIN{self.iin}"),
            (NameOID.COUNTRY_NAME, "KZ"),
        ]
        if patronymic:
            parts.append((NameOID.GIVEN_NAME, patronymic))
        if self.bin:
            parts += [
                (NameOID.ORGANIZATION_NAME, self.organisation or "Демо-организация"),
                (NameOID.ORGANIZATIONAL_UNIT_NAME, f"BIN{self.bin}"),
            ]
        return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])

    @property
    def uses(self) -> tuple[ObjectIdentifier, ...]:
        return (ORGANISATION, HEAD) if self.bin else (PERSON,)


def _cut(text: str) -> str:
    """64 bytes are all that a common name may have."""
    return text.encode()[:64].decode(errors="ignore")


class Authority:
    """Its root is made once and kept; every other key is of a demo person and lies here too."""

    def __init__(self, state: State) -> None:
        self._state = state
        with state.together():
            kept = state.one("SELECT content FROM kept WHERE name = 'root'")
            if kept is None:
                state.put("kept", name="root", content=_pem(*_root()))
                kept = state.one("SELECT content FROM kept WHERE name = 'root'")
        assert kept is not None
        self._key, self.root = _loaded(kept["content"])

    def sign(self, subject: Subject, content: bytes, kind: str = "valid") -> bytes:
        """A detached CMS with the certificate in it, as NCALayer makes one."""
        key, certificate = self._holder(subject, kind)
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        builder = builder.add_signer(certificate, key, hashes.SHA256())
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        return builder.sign(serialization.Encoding.DER, options)

    def revocations(self) -> x509.CertificateRevocationList:
        today = datetime.now(UTC)
        builder = x509.CertificateRevocationListBuilder(
            issuer_name=self.root.subject, last_update=today, next_update=today + timedelta(days=1)
        )
        for row in self._state.all("SELECT serial, revoked_at FROM certificate WHERE revoked_at IS NOT NULL"):
            revoked = x509.RevokedCertificateBuilder(
                int(row["serial"]), datetime.fromisoformat(row["revoked_at"])
            )
            builder = builder.add_revoked_certificate(revoked.build())
        return builder.sign(self._key, hashes.SHA256())

    def _holder(self, subject: Subject, kind: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        """The key of this person (for this organisation): the same one for every signature."""
        with self._state.together():
            row = self._state.one(
                "SELECT pem FROM certificate WHERE iin = ? AND bin IS ? AND kind = ?",
                subject.iin,
                subject.bin,
                kind,
            )
            if row is not None:
                return _loaded(row["pem"])
            key, certificate = self._issued(subject, kind)
            revoked_at = datetime.now(UTC).isoformat() if kind == "revoked" else None
            self._state.put(
                "certificate",
                serial=str(certificate.serial_number),
                pem=_pem(key, certificate),
                kind=kind,
                iin=subject.iin,
                bin=subject.bin,
                revoked_at=revoked_at,
            )
        return key, certificate

    def _issued(self, subject: Subject, kind: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        before, days = KINDS[kind]
        begin = datetime.now(UTC) - timedelta(days=before)
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        builder = _begun(subject.as_name(), self.root.subject, key, (begin, begin + timedelta(days=days)))
        builder = builder.add_extension(x509.ExtendedKeyUsage(subject.uses), critical=False)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        return key, builder.sign(self._key, hashes.SHA256())


def _root() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, COMMON_NAME),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
        ]
    )
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    begin = datetime.now(UTC) - timedelta(days=500)
    builder = _begun(name, name, key, (begin, begin + timedelta(days=3650)))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return key, builder.sign(key, hashes.SHA256())


def _begun(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, valid: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=valid[0],
        not_valid_after=valid[1],
    )


def _pem(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> bytes:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _loaded(pem: bytes) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key, x509.load_pem_x509_certificate(pem)
