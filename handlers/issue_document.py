"""Topic `issue_document`: fills a template of processes/documents and adds it to the case as PDF.

Inputs: template, kind (receipt, result, refusal, notice), name; optional variable, register, body, and replaces: the
document whose place this one takes, as its variable or its number, or several.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.handling import Job, NewDocument, Outcome, Tools
from handlers.context import context
from handlers.faults import HandlerFault
from handlers.inputs import optional_text, text
from handlers.numbering import number
from handlers.printing import print_pdf
from handlers.templates import fill

KINDS = ("receipt", "result", "refusal", "notice")


def issue_document(job: Job, tools: Tools) -> Outcome:
    template, kind, name = text(job, "template"), text(job, "kind"), text(job, "name")
    if kind not in KINDS:
        raise HandlerFault(
            f'Expected "kind" of {job.element} to be one of {", ".join(KINDS)}, but it is "{kind}".'
        )
    taken = number(job, tools)
    folder = Path(tools.processes) / "documents"
    html = fill(folder, template, context(job, tools, taken))
    document = NewDocument(
        kind=kind,
        name=f"{name}.pdf",
        media_type="application/pdf",
        content=print_pdf(html, folder, identity=job.id),
        code=template,
        number=taken.text,
        variable=optional_text(job, "variable"),
    )
    return Outcome(documents=(document, *replacements(job, taken.text)))


def replacements(job: Job, number: str) -> tuple[NewDocument, ...]:
    """What the register says of the document that was valid before."""
    before = job.inputs.get("replaces")
    several = before if isinstance(before, list) else [before]
    return tuple(_replacement(job, each, number) for each in several if each)


def _replacement(job: Job, before: Any, number: str) -> NewDocument:
    known = before if isinstance(before, Mapping) else {"number": before}
    if not isinstance(known.get("number"), str):
        raise HandlerFault(
            f'Expected "replaces" of {job.element} to be a document or its number, but it is {before!r:.60}.'
        )
    said = f"Заменён документом № {number}"
    return NewDocument(
        kind="replacement",
        name=said,
        media_type="text/plain",
        content=said.encode(),
        code=known.get("id"),
        number=known["number"].strip(),
    )
