"""Topic `issue_document`: fills a template of processes/documents and adds it to the case as PDF.

Inputs: template, kind (receipt, result, refusal, notice), name; optional variable, register, body.
"""

from pathlib import Path

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
    return Outcome(documents=(document,))
