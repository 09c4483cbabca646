"""Where a clerk may take applications: the channels of a service that fit the bodies they work in."""

from collections.abc import Mapping

from flask import g, request
from werkzeug.exceptions import NotFound

from engine import services
from engine.services import Service
from web.current import actor, ask, engine

#: kind of a body -> channels by which it takes applications; every other kind: authority
CHANNELS_OF: Mapping[str, tuple[str, ...]] = {
    "service_centre": ("centre", "mobile_centre"),
    "rural_akim": ("akim",),
}


def windows(service: Service) -> list[tuple[str, str]]:
    """Channel and body of each place where the clerk may take this service's applications."""
    bodies = sorted({each.body for each in actor().memberships if each.body != "*"})
    return [
        (channel, body)
        for body in bodies
        if takes(body, service)
        for channel in CHANNELS_OF.get(body_kind(body), ("authority",))
        if channel in service.channels
    ]


def takes(body_id: str, service: Service) -> bool:
    """The act lists the body; a body that no act lists is asked about nothing."""
    listed = engine().content.directories.by_id.get(body_id)
    return listed is None or not listed.services or service.key in listed.services


def body_kind(body_id: str) -> str:
    body = engine().content.body(body_id)
    return body["kind"] if body else ""


def window(service: Service) -> tuple[str, str]:
    """The one chosen on the page, else the first."""
    possible = windows(service)
    chosen = tuple((request.form.get("window") or request.args.get("window") or "").split("@"))
    if not possible:
        raise NotFound
    return next((each for each in possible if each == chosen), possible[0])


def has_window() -> bool:
    """Whether the person takes applications of any service; asked once a request."""
    if "has_window" not in g:
        g.has_window = any(windows(each) for each in ask(services.services))
    return bool(g.has_window)
