"""The session in its signed cookie: as Flask does it, with keys derived once instead of four times a request."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson
from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

PROLONGED_AFTER = timedelta(minutes=10)


class KeptKeySigner(TimestampSigner):
    """The key that is derived from the secret stays the same."""

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        secret = self.secret_keys[-1] if secret_key is None else secret_key
        return _derived(secret, self.salt, self.key_derivation, self.digest_method)


@lru_cache(maxsize=16)
def _derived(secret: str | bytes, salt: bytes, derivation: str, digest_method: Any) -> bytes:
    signer = TimestampSigner(secret, salt=salt, key_derivation=derivation, digest_method=digest_method)
    return signer.derive_key()


class Json:
    """Plain JSON: a session holds names, tokens and what is said once."""

    @staticmethod
    def dumps(value: Any) -> str:
        return orjson.dumps(value, default=str).decode()

    @staticmethod
    def loads(text: str | bytes) -> Any:
        return orjson.loads(text)


class Session(SecureCookieSession):
    #: when its cookie was signed; None: it has none
    signed_at: datetime | None = None


class Sessions(SecureCookieSessionInterface):
    """One serializer for the application; a session in use is prolonged now and then, not with every answer."""

    def __init__(self) -> None:
        self._made: dict[str | bytes, URLSafeTimedSerializer] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        secret = app.secret_key
        if not secret:
            return None
        if secret not in self._made:
            kept = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
            self._made[secret] = URLSafeTimedSerializer(
                secret, salt=self.salt, serializer=Json, signer=KeptKeySigner, signer_kwargs=kept
            )
        return self._made[secret]

    def open_session(self, app: Flask, request: Request) -> Session | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        text = request.cookies.get(self.get_cookie_name(app))
        if not text:
            return Session()
        try:
            longest = int(app.permanent_session_lifetime.total_seconds())
            values, signed_at = serializer.loads(text, max_age=longest, return_timestamp=True)
        except BadSignature:
            return Session()
        session = Session(values)
        session.signed_at = signed_at
        return session

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        if session.modified or not session.permanent or not isinstance(session, Session):
            return session.modified
        return session.signed_at is None or datetime.now(UTC) - session.signed_at > PROLONGED_AFTER
