"""An application on its way: answers, documents and bodies of one service and channel, until it is filed as a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext as _

from engine import queries, services
from engine.commands import SaveDraft, StartProcessInstance
from engine.errors import InvalidCommand, NotFound
from engine.forms import Form, nested
from engine.handling import NewDocument
from engine.services import Service
from engine.values import ProcessInstance
from web.applicants import BETWEEN, about_form, new_code
from web.current import actor, ask, engine, office
from web.i18n import said
from web.sheets import Sheet, fresh_sheet, load_form, save_draft, stage_files, submitted_sheet, to_document
from web.wanted import DOCUMENT, Wanted, to_wanted

#: prefix of the questions of `applicants`, so that a form of the content may use the same keys
ABOUT = "about:"
BODY = "body:"
#: channel -> variable that holds the body where it was filed
OWN_BODY = {"centre": "centre", "mobile_centre": "centre", "akim": "akim"}


@dataclass(kw_only=True)
class Filing:
    service: Service
    channel: str
    #: person and page: the key of the draft, and whose the files are
    key: str
    about: Sheet
    own: Sheet
    #: where it is filed; None on the portal
    body: str | None = None
    handed_in: frozenset[str] = frozenset()
    bodies: dict[str, str] = field(default_factory=dict)
    #: variable of a body -> those that could be meant
    candidates: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def case(self) -> dict[str, Any]:
        """The start variables, as far as they are known."""
        about = nested(self.about.form.validate(self.about.values)[0])
        region, _between, district = str(about.pop("place", "") or "").partition(BETWEEN)
        own, _faults = self.own.form.validate({**self.own.values, **self.own.file_names()}, self.own.context)
        return {
            "channel": self.channel,
            **choices(self.service, about),
            "applicant": {"kind": self.service.applicants, **about.get("applicant", {})},
            "region": region or None,
            "district": district or None,
            "settlement": about.get("settlement"),
            "submitted": sorted(self.handed_in),
            "form": own,
            **self.bodies,
            **self.own_body(),
        }

    def own_body(self) -> dict[str, str]:
        if self.body is None:
            return {}
        return {OWN_BODY.get(self.channel, "authority"): self.body}

    def wanted(self) -> list[Wanted]:
        """The standard's list for what is answered so far."""
        rows = ask(services.documents, self.service.key, self.case())
        return [to_wanted(row, self.channel, self.handed_in) for row in rows if row.get("code")]

    def promise(self) -> dict[str, Any] | None:
        """The term of the service, counted from now; None where the act prints none."""
        try:
            found: dict[str, Any] = ask(
                services.term, self.service.key, "service", self.case(), engine().clock.now()
            )
        except (InvalidCommand, NotFound):
            return None
        return found

    def check(self) -> None:
        """Everything that must be right before it can be filed."""
        self.about.validate()
        self.own.validate()
        self.errors |= self.own.errors
        if not self.about.errors:
            self.check_way()
        if not self.about.errors:
            self.check_route()

    def way(self) -> dict[str, Any]:
        """Whether the act takes it here: allowed, text, norm."""
        found: dict[str, Any] = ask(services.filing, self.service.key, self.case())
        return found

    def limits(self) -> tuple[dict[str, Any], ...]:
        """Where the act closes this channel: text, norm."""
        found: tuple[dict[str, Any], ...] = ask(services.filing_limits, self.service.key, self.channel)
        return found

    def check_way(self) -> None:
        """What the act does not take is said before it is filed, not after."""
        way = self.way()
        if not way["allowed"]:
            self.about.errors["place"] = said(way["text"]) or _("для этого места так подать нельзя")

    def check_route(self) -> None:
        """A place that could mean several bodies is asked about, not guessed."""
        for row in ask(services.route, self.service.key, self.case()):
            variable = row["variable"]
            if row.get("body") or variable in self.bodies or variable in self.own_body():
                continue
            self.candidates[variable] = [each["id"] for each in row.get("candidates", ())]
            key = BODY + variable if self.candidates[variable] else "place"
            self.about.errors[key] = (
                _("выберите орган: их несколько") if self.candidates[variable] else
                _("для этого места орган не найден: уточните район и село")
            )  # fmt: skip

    def documents(self) -> tuple[NewDocument, ...]:
        files = [
            to_document(staged, code=key.removeprefix(DOCUMENT))
            for key, some in self.about.files.items()
            for staged in some
        ]
        return (*files, *self.own.documents())

    def held(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return {
            "about": self.about.held(),
            "own": self.own.held(),
            "handed_in": sorted(self.handed_in),
            "bodies": self.bodies,
        }

    def keep(self) -> None:
        """As a draft."""
        save_draft(self.key, self.held(), self.about, self.own)


def choices(service: Service, about: Mapping[str, Any]) -> dict[str, str | None]:
    """Procedure and category: what the own form of the service may ask by."""
    return {
        "procedure": about.get("procedure") or first(service.procedures),
        "category": about.get("category") or first(service.categories),
    }


def first(codes: tuple[str, ...]) -> str | None:
    return codes[0] if codes else None


def draft_key(service: str) -> str:
    return f"start:{service}:{actor().id}"


def find_service(key: str) -> Service:
    found: Service = ask(services.service, key)
    return found


def own_form(key: str) -> Form:
    """The application form of the service; an empty one where the content has none."""
    try:
        return load_form(f"{key}-application")
    except NotFound:
        return Form(id=f"{key}-application", parts=())


def opened(service: Service, channel: str, known: Mapping[str, Any], body: str | None) -> Filing:
    """With the draft, or with what is known of the applicant."""
    key = draft_key(service.key)
    draft = ask(queries.draft, actor(), key)
    held: Mapping[str, Any] = draft["variables"] if draft else {}
    if is_of_another(held, known):
        held = {}
    form = about_form(service, for_clerk=body is not None)
    about = fresh_sheet(form, known, held.get("about"), key)
    about.prefix = ABOUT
    return Filing(
        service=service,
        channel=channel,
        key=key,
        about=about,
        own=fresh_sheet(own_form(service.key), choices(service, about.values), held.get("own"), key),
        body=body,
        handed_in=frozenset(held.get("handed_in", ())),
        bodies=dict(held.get("bodies", {})),
    )


def is_of_another(held: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """A clerk's draft for one person must not be filled into the application of the next."""
    before = (held.get("about") or {}).get("values", {}).get("applicant.iin")
    now = (known.get("applicant") or {}).get("iin")
    return bool(now and before and before != now)


def submitted(service: Service, channel: str, body: str | None) -> Filing:
    """As the page sent it."""
    key = draft_key(service.key)
    about = submitted_sheet(about_form(service, for_clerk=body is not None), {}, key, prefix=ABOUT)
    filing = Filing(
        service=service,
        channel=channel,
        key=key,
        about=about,
        own=submitted_sheet(own_form(service.key), choices(service, about.values), key),
        body=body,
        bodies=sent_with(BODY),
    )
    if body is None:
        filing.about.values["applicant.iin"] = actor().iin
    take_documents(filing)
    return filing


def take_documents(filing: Filing) -> None:
    """Which documents are there: marked by the clerk, or uploaded."""
    names = {name.partition(":")[2] for name in (*request.files, *request.form)}
    keys = sorted(name for name in names if name.startswith(DOCUMENT))
    stage_files(filing.about, keys, filing.key)
    marked = {code for code, said in sent_with(DOCUMENT).items() if said == "yes"}
    uploaded = {key.removeprefix(DOCUMENT) for key in keys if filing.about.staged(key)}
    filing.handed_in = frozenset(marked | uploaded)


def sent_with(prefix: str) -> dict[str, str]:
    """Answers whose names begin so, without the beginning."""
    sent = request.form.items()
    return {name.removeprefix(prefix): text for name, text in sent if name.startswith(prefix) and text}


def file_case(filing: Filing, more: Mapping[str, Any] | None = None) -> tuple[ProcessInstance, str]:
    """The case, and the code that opens its public page. `more`: start variables that no form asks."""
    code = new_code()
    filed_at: datetime = engine().clock.now()
    variables = {**filing.case(), "filed_at": filed_at, "tracking_code": code, **(more or {})}
    command = StartProcessInstance(
        key=filing.service.key,
        variables={name: each for name, each in variables.items() if each is not None},
        documents=filing.documents(),
    )
    case: ProcessInstance = engine().execute(command, actor())
    forget(filing)
    return case, code


def forget(filing: Filing) -> None:
    """The draft has become a case."""
    engine().execute(SaveDraft(key=filing.key, variables={}), actor())
    for sheet in (filing.about, filing.own):
        office().staging.drop(each for some in sheet.files.values() for each in some)
