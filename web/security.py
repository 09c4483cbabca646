"""What every answer carries: a policy without inline script or style, and the headers beside it. CSRF by Flask-WTF."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, g
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup

from engine.settings import Settings
from web.sessions import Sessions

#: as WSGI has it
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
POLICY = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "frame-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'self'",),
}
SECRET_FILE = Path("var/secret-key")
#: after this nobody is signed in any more
SESSION_HOURS = 12

csrf = CSRFProtect()


def install(app: Flask, settings: Settings) -> None:
    is_https = settings.base_url.startswith("https:")
    app.config.update(
        SECRET_KEY=settings.secret_key or kept_secret(SECRET_FILE),
        SESSION_COOKIE_NAME="qyzmet",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        MAX_CONTENT_LENGTH=settings.upload_limit * 5,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = Sessions()
    csrf.init_app(app)
    app.jinja_env.globals["csrf"] = csrf_field
    app.after_request(widen_policy)
    headers = {**HEADERS, **(HTTPS_HEADERS if is_https else {})}
    app.wsgi_app = with_headers(app.wsgi_app, headers)  # type: ignore[method-assign,assignment]  # as Flask tells to


def kept_secret(file: Path) -> str:
    """A random key of this installation, made at the first start."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return file.read_text().strip()


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def allow(directive: str, *sources: str) -> None:
    """Widen the policy for this one answer; say in a comment why."""
    g.setdefault("allowed", {}).setdefault(directive, []).extend(sources)


def written_policy(allowed: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(" ".join((name, *sources, *allowed.get(name, ()))) for name, sources in POLICY.items())


#: of every answer that says nothing else
HEADERS = {
    "Content-Security-Policy": written_policy({}),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
}
HTTPS_HEADERS = {"Strict-Transport-Security": "max-age=31536000"}


def widen_policy(response: Response) -> Response:
    allowed = g.get("allowed")
    if allowed:
        response.headers["Content-Security-Policy"] = written_policy(allowed)
    return response


def with_headers(inside: Application, headers: Mapping[str, str]) -> Application:
    """What an answer does not say itself; around the application, where a header is a pair and costs nothing."""
    wanted = [(name.lower(), (name, value)) for name, value in headers.items()]

    def outside(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, given: list[tuple[str, str]], *fault: Any) -> Callable[[bytes], object]:
            said = {name.lower() for name, _ in given}
            missing = [pair for name, pair in wanted if name not in said]
            return start_response(status, given + missing, *fault)

        return inside(environ, start)

    return outside
