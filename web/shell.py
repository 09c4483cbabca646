"""What every page shows around its content: navigation by role, the person, the words for roles and bodies."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext

from engine import accounts, services, worklist
from engine.values import User
from web.access import SYSTEM_ROLES, may_enter
from web.auth import home
from web.current import ask, engine, office, user
from web.i18n import language, said
from web.sheets import answer_text
from web.windows import has_window

#: view -> words, in the order of the bar; shown to who may enter and when the view exists
NAVIGATION = (
    ("counter.index", lazy_gettext("Приём")),
    ("inbox.index", lazy_gettext("Задачи")),
    ("cases.index", lazy_gettext("Дела")),
    ("issued.index", lazy_gettext("Реестр")),
    ("supervisor.index", lazy_gettext("Нагрузка")),
    ("audit.index", lazy_gettext("Проверка")),
    ("studio.index", lazy_gettext("Студия")),
    ("cockpit.index", lazy_gettext("Состояние")),
    ("norms.index", lazy_gettext("Стандарты")),
    ("portal.cabinet", lazy_gettext("Мои заявления")),
    ("portal.index", lazy_gettext("Услуги")),
)
#: kind of a body -> what goes before a name that does not say it
KINDS_SAID = {"service_centre": "ЦОН"}
#: said in full on paper only
LEGAL_FORM = re.compile(r"^Государственное учреждение «(.+)»$")
#: for applicants and visitors only
PUBLIC_PAGES = frozenset({"portal.index"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    url: str
    label: str
    is_current: bool
    count: int = 0


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        navigation=lambda: list(navigation()),
        has_page=has_page,
        home_url=home_url,
        here=here,
        role_line=role_line,
        role_name=role_name,
        bodies_of=bodies_of,
        body_name=body_name,
        person_name=person_name,
        static_url=static_url,
        service_title=service_title,
        body_of=body_of,
        answer_text=answer_text,
    )
    app.jinja_env.filters["role_name"] = short_role


def navigation() -> Iterator[Link]:
    account = user()
    if account is None:
        return
    is_applicant = may_enter("apply", account.actor)
    for endpoint, label in NAVIGATION:
        view = current_app.view_functions.get(endpoint)
        if view is None or not may_enter(getattr(view, "area", None), account.actor):
            continue
        if endpoint in PUBLIC_PAGES and not is_applicant:
            continue
        if endpoint == "counter.index" and not has_window():
            continue
        count = waiting(account) if endpoint == "inbox.index" else 0
        yield Link(
            url=url_for(endpoint),
            label=str(label),
            is_current=is_current(endpoint),
            count=count,
        )


def is_current(endpoint: str) -> bool:
    """The page itself, or for a work area any page of its blueprint."""
    if endpoint.startswith("portal."):
        return request.endpoint == endpoint
    own = endpoint.partition(".")[0]
    return g.get("section", request.blueprint) == own


def waiting(account: User) -> int:
    """My open tasks; asked once a request."""
    if "waiting" not in g:
        g.waiting = ask(worklist.waiting, account.actor)
    return int(g.waiting)


def has_page(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def home_url() -> str:
    account = user()
    return home(account) if account else url_for("portal.index")


def here() -> str:
    """This page, to come back to; after a POST the page it came from has no address of its own."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def role_name(code: str) -> str:
    return office().registers.role(code, language())


def short_role(code: str) -> str:
    """Without what stands in brackets."""
    return role_name(code).partition(" (")[0]


def role_line(account: User) -> str:
    """The first role, an act's before the system's."""
    codes = sorted(account.actor.roles, key=lambda code: (code in SYSTEM_ROLES, code))
    return short_role(codes[0]) if codes else ""


def bodies_of(account: User) -> list[str]:
    ids = sorted({each.body for each in account.memberships if each.body != "*"})
    return [body_name(each) for each in ids]


def body_of(body_id: str | None) -> Mapping[str, str] | None:
    found: Mapping[str, str] | None = engine().content.body(body_id)
    return found


def body_name(body_id: str | None) -> str:
    body = body_of(body_id)
    if body is None:
        return body_id or ""
    kind = KINDS_SAID.get(body["kind"], "")
    name = LEGAL_FORM.sub(r"\1", body["name"])
    return name if not kind or kind in name else f"{kind}, {name}"


def person_name(user_id: str | None) -> str:
    """The name of an account; the id where there is none."""
    if not user_id:
        return ""
    return str(ask(accounts.name, user_id) or user_id)


def service_title(key: str) -> str:
    """As the act prints it."""
    return said(ask(services.titles).get(key, key))


def static_url(path: str, versioned: bool = True) -> str:
    """The address of a file of `static/`, with its digest so that it may be kept for long."""
    if not versioned:
        return url_for("static", filename=path)
    file = Path(current_app.static_folder or "") / path
    changed = file.stat().st_mtime if file.is_file() else 0
    return url_for("static", filename=path, v=file_digest(str(file), changed))


@lru_cache(maxsize=256)
def file_digest(file: str, changed: float) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:10] if changed else "none"
