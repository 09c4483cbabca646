"""Who may see what: areas and their roles, in one table. A view without an area is refused."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import current_app, request

from engine.errors import NotAllowed
from engine.values import Actor

CLERK, SUPERVISOR, ANALYST = "clerk", "supervisor", "analyst"
AUDITOR, APPLICANT, ADMINISTRATOR = "auditor", "applicant", "administrator"
SYSTEM_ROLES = (CLERK, SUPERVISOR, ANALYST, AUDITOR, APPLICANT, ADMINISTRATOR)

#: area -> roles that may enter; None: everybody, signed in or not
AREAS: Mapping[str, frozenset[str] | None] = {
    "public": None,
    "signed_in": frozenset(SYSTEM_ROLES),
    "work": frozenset({CLERK, SUPERVISOR}),
    "counter": frozenset({CLERK}),
    "apply": frozenset({APPLICANT}),
    "cases": frozenset({CLERK, SUPERVISOR, AUDITOR, ADMINISTRATOR}),
    "norms": frozenset({CLERK, SUPERVISOR, ANALYST, AUDITOR, ADMINISTRATOR}),
    "audit": frozenset({AUDITOR, SUPERVISOR}),
    "studio": frozenset({ANALYST}),
    "cockpit": frozenset({ADMINISTRATOR}),
    "supervise": frozenset({SUPERVISOR}),
    "resolve": frozenset({SUPERVISOR, ADMINISTRATOR}),
}
#: views of Flask itself
OPEN_ENDPOINTS = frozenset({"static"})

View = TypeVar("View", bound=Callable[..., Any])


def needs(area: str) -> Callable[[View], View]:
    """Marks a view: only people of this area may ask for it."""
    if area not in AREAS:
        raise KeyError(f'expected an area out of {", ".join(AREAS)}, but it is "{area}"')

    def mark(view: View) -> View:
        view.__dict__["area"] = area
        return view

    return mark


def area_of(endpoint: str | None) -> str | None:
    """The area of a view; None where it has none."""
    if endpoint in OPEN_ENDPOINTS:
        return "public"
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "area", None)


def may_enter(area: str | None, actor: Actor | None) -> bool:
    if area is None:
        return False
    roles = AREAS[area]
    return roles is None or (actor is not None and bool(roles & system_roles(actor)))


def system_roles(actor: Actor) -> frozenset[str]:
    """The roles that open areas; somebody with a role of an act is a clerk."""
    roles = actor.roles
    acts = roles - frozenset(SYSTEM_ROLES)
    return roles | {CLERK} if acts else roles


def require_area(actor: Actor | None) -> None:
    """Of the view asked for; NotAllowed for a person without its role."""
    if request.endpoint is None:
        return
    area = area_of(request.endpoint)
    if not may_enter(area, actor):
        raise NotAllowed(f'Expected a role that may enter "{area}", but you have none of them.')
