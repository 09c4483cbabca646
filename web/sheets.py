"""A form on a page: the form-js form, what is filled in, what is wrong, which files are held."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup, escape

from engine import queries
from engine.commands import SaveDraft
from engine.expressions import ExpressionSyntaxError, compile_feel
from engine.forms import Fault, Field, Form, Group, Note, Option, Part, nested, options
from engine.handling import NewDocument
from web.current import actor, ask, engine, office
from web.files import Upload, UploadRefusedError, take
from web.i18n import said
from web.staging import StagedFile
from web.when import day_full

MANY = ("checklist", "taglist")
DRIVING = ("radio", "select", "checkbox", "checklist", "datetime")
PLACE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(kw_only=True)
class Sheet:
    form: Form
    #: flat: key -> value as typed or as held
    values: dict[str, Any]
    #: variables of the case around the form
    context: Mapping[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    #: key -> files put aside
    files: dict[str, list[StagedFile]] = field(default_factory=dict)
    #: before the names of its fields, where a page holds two forms
    prefix: str = ""
    #: where the page asks for the fields again when an answer changes which are shown
    refresh: str = ""
    #: beginning of the addresses where a field is signed
    signing: str = ""
    #: labels of what is not a field of the form
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[Part, ...]:
        return self.form.shown(self.values, self.context)

    @property
    def title(self) -> str:
        """The heading the form begins with; the page has a place of its own for it."""
        first = self.shown[0] if self.shown else None
        return first.text[2:].strip() if isinstance(first, Note) and first.text.startswith("# ") else ""

    @property
    def body(self) -> tuple[Part, ...]:
        return self.shown[1:] if self.title else self.shown

    @property
    def drivers(self) -> frozenset[str]:
        """Fields that show or hide others. Text is left out: a swap must not overtake somebody who types."""
        names = {name for part in self.form.parts for name in condition_names(part)}
        chosen = (each.key for each in self.form.fields if each.kind in DRIVING)
        return frozenset(key for key in chosen if key.partition(".")[0] in names)

    @property
    def is_conditional(self) -> bool:
        """Some part depends on an answer."""
        return bool(self.drivers)

    def name(self, key: str) -> str:
        return self.prefix + key

    def anchor(self, key: str) -> str:
        return "f-" + re.sub(r"[^\w-]", "-", self.prefix + key)

    def label(self, key: str) -> str:
        if key in self.labels:
            return self.labels[key]
        return next((each.label for each in self.form.fields if each.key == key), "")

    def options(self, each: Field) -> tuple[Option, ...]:
        return options(each, self.context)

    def is_chosen(self, each: Field, option: Option) -> bool:
        value = self.values.get(each.key)
        given = value if isinstance(value, list) else [value]
        return any(one == option.value or str(one) == option.code for one in given if one is not None)

    def staged(self, key: str) -> list[StagedFile]:
        return self.files.get(key, [])

    def prose(self, text: str) -> Markup:
        return prose(said(text), {**self.context, **nested(self.values)})

    def offer_defaults(self) -> None:
        """For fields that an answer has just brought up, and that could not be answered before."""
        for each in self.form.fields:
            if self.values.get(each.key) is None and each.default is not None:
                self.values[each.key] = each.default

    def validate(self) -> dict[str, Any]:
        """The values in their types; what is wrong goes into `errors`."""
        values = {**self.values, **self.file_names()}
        clean, faults = self.form.validate(values, self.context)
        self.errors |= {key: worded(fault) for key, fault in faults.items() if key not in self.errors}
        return clean

    def file_names(self) -> dict[str, Any]:
        pickers = [each.key for each in self.form.fields if each.kind == "filepicker"]
        return {key: [staged.name for staged in self.staged(key)] for key in pickers}

    def documents(self) -> tuple[NewDocument, ...]:
        """The files of the form's own fields."""
        return tuple(
            to_document(staged, code=key) for key in self.file_names() for staged in self.staged(key)
        )

    def held(self) -> dict[str, Any]:
        """As a draft keeps it."""
        files = {key: [each.token for each in some] for key, some in self.files.items() if some}
        return {"values": self.values, "files": files}


def condition_names(part: Part) -> Iterator[str]:
    """The variables that the conditions of a part, and of those in it, look at."""
    for condition in part.hide:
        yield from condition.names
    for inner in part.parts if isinstance(part, Group) else ():
        yield from condition_names(inner)


def load_form(form_id: str) -> Form:
    """The deployed form of this id, the newest version."""
    found: Form = ask(queries.form, form_id)
    return found


def fresh_sheet(form: Form, context: Mapping[str, Any], draft: Mapping[str, Any] | None, owner: str) -> Sheet:
    """What the fields hold when the page is opened: the draft, else the variables, else the defaults."""
    draft = draft or {}
    sheet = Sheet(form=form, values=form.initial(context), context=context)
    sheet.values |= draft.get("values") or {}
    sheet.files = find_staged(owner, draft.get("files") or {})
    return sheet


def find_staged(owner: str, tokens: Mapping[str, Any]) -> dict[str, list[StagedFile]]:
    found: dict[str, list[StagedFile]] = {}
    for key, some in tokens.items():
        files = [office().staging.get(owner, str(token)) for token in some]
        found[key] = [each for each in files if each is not None]
    return found


def submitted_sheet(form: Form, context: Mapping[str, Any], owner: str, prefix: str = "") -> Sheet:
    """What was sent: raw values, and the files, put aside so that a mistake elsewhere loses none."""
    sheet = Sheet(form=form, values=raw_values(form, prefix), context=context, prefix=prefix)
    keys = [each.key for each in form.fields if each.kind == "filepicker"]
    stage_files(sheet, keys, owner)
    return sheet


def raw_values(form: Form, prefix: str = "") -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in form.fields:
        name = prefix + each.key
        if each.kind == "filepicker" or each.readonly:
            continue
        if each.kind in MANY:
            values[each.key] = request.form.getlist(name)
        elif each.kind == "checkbox":
            values[each.key] = name in request.form
        else:
            values[each.key] = request.form.get(name)
    return values


def stage_files(sheet: Sheet, keys: list[str], owner: str) -> None:
    """Files held before, less those dropped, and those sent now."""
    for key in keys:
        dropped = set(request.form.getlist(f"drop:{key}"))
        kept = [token for token in request.form.getlist(f"held:{key}") if token not in dropped]
        sheet.files[key] = find_staged(owner, {key: kept})[key]
        for storage in request.files.getlist(f"file:{key}"):
            if not storage.filename:
                continue
            try:
                upload = take(storage)
            except UploadRefusedError as refused:
                sheet.errors[key] = str(refused)
            else:
                sheet.files[key].append(put_aside(owner, upload))


def put_aside(owner: str, upload: Upload) -> StagedFile:
    office().staging.sweep_now_and_then()
    return office().staging.put(owner, upload.name, upload.media_type, upload.content)


def save_draft(key: str, variables: Mapping[str, Any], *sheets: Sheet) -> None:
    """What is written so far on these sheets; their files belong to the draft from now on."""
    for sheet in sheets:
        office().staging.keep(each for some in sheet.files.values() for each in some)
    engine().execute(SaveDraft(key=key, variables=variables), actor())


def to_document(staged: StagedFile, code: str | None) -> NewDocument:
    upload = Upload(name=staged.name, media_type=staged.media_type, content=office().staging.content(staged))
    return upload.as_document(code=code)


def answer_text(sheet: Sheet, each: Field) -> str:
    """A value as people read it; empty for nothing."""
    value = sheet.values.get(each.key)
    chosen = [said(one.label) for one in sheet.options(each) if sheet.is_chosen(each, one)]
    if sheet.options(each):
        return ", ".join(chosen)
    if each.kind == "checkbox":
        return _("да") if value in (True, "true") else ""
    if each.kind == "filepicker":
        return ", ".join(staged.name for staged in sheet.staged(each.key))
    if each.kind == "datetime" and each.subtype == "date":
        return day_full(value) or str(value or "")
    return str(value).replace("|", ", ") if value not in (None, "") else ""


def worded(fault: Fault) -> str:
    """In the reader's language."""
    text = said(fault.text)
    if text == fault.text:
        text = _(fault.text)
    return text % fault.values if fault.values else text


def prose(text: str, scope: Mapping[str, Any]) -> Markup:
    """Headings, lists, paragraphs and **bold** of a text component; everything else is shown as it is."""
    lines = [line.strip() for line in PLACE.sub(lambda m: filled(m[1], scope), text).splitlines()]
    return Markup("\n").join(_block(line) for line in lines if line)


def filled(expression: str, scope: Mapping[str, Any]) -> str:
    try:
        value = compile_feel(expression.strip()).evaluate(scope)
    except ExpressionSyntaxError:
        return "{{" + expression + "}}"
    return "" if value is None else str(value)


def _block(line: str) -> Markup:
    heading = re.match(r"#{1,6}\s+(.*)", line)
    if heading:
        return Markup("<h3>{}</h3>").format(heading[1])
    item = re.match(r"[-*•]\s+(.*)", line)
    if item:
        return Markup("<p>• {}</p>").format(_bold(item[1]))
    return Markup("<p>{}</p>").format(_bold(line))


def _bold(text: str) -> Markup:
    return Markup(BOLD.sub(r"<b>\1</b>", str(escape(text))))
