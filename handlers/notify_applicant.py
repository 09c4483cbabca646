"""Topic `notify_applicant`: a notice in the applicant's cabinet, an SMS and an e-mail where these are connected.

Inputs: subject, text; optional kk (the text in Kazakh; else that of the catalogue), document (variable of a
document it is about), variable.
sms (text of the SMS; else the subject and the number of the case).
Sets `notified`: {cabinet, sms, email, at}, where sms and email say sent, or why not.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engine.handling import Failure, Job, NewDocument, Outcome, Tools, TryLater
from handlers.clients import sms
from handlers.clients.http import System
from handlers.clients.mail import Attachment, Letter, send
from handlers.context import context
from handlers.faults import HandlerFault
from handlers.inputs import optional_text, text
from handlers.numbering import number
from handlers.printing import print_pdf
from handlers.templates import fill
from handlers.translations import in_kazakh

#: template of a notice, unless the input parameter `template` names another
TEMPLATE = "notice"


def notify_applicant(job: Job, tools: Tools) -> Outcome:
    notice = _notice(job, tools)
    result = {
        "cabinet": True,
        # first: it can be repeated without a second effect, should the e-mail be tried again
        "sms": _sms(job, tools),
        "email": _email(job, tools, notice),
        "at": job.now,
    }
    return Outcome(variables={"notified": result}, documents=(notice,))


def _notice(job: Job, tools: Tools) -> NewDocument:
    """Named in the case by its subject; the name of a referred document is printed, its file lies beside it."""
    subject, body = text(job, "subject"), text(job, "text")
    taken = number(job, tools)
    folder = Path(tools.processes) / "documents"
    template = optional_text(job, "template") or TEMPLATE
    values = context(job, tools, taken) | {
        "notice": {"subject": subject, "text": body, "kk": _kazakh(job, tools), "about": _about(job)}
    }
    return NewDocument(
        kind="notice",
        name=f"{subject}.pdf",
        media_type="application/pdf",
        content=print_pdf(fill(folder, template, values), folder, identity=job.id),
        code=template,
        number=taken.text,
        variable=optional_text(job, "variable"),
    )


def _kazakh(job: Job, tools: Tools) -> str | None:
    """As the task gives it, else from the catalogue of the content."""
    return optional_text(job, "kk") or in_kazakh(tools.processes, text(job, "text"))


def _about(job: Job) -> Mapping[str, Any] | None:
    """The document the notice is about: a variable that holds one, or its value."""
    named = job.inputs.get("document")
    found = job.variables.get(named) if isinstance(named, str) and named else named
    return found if isinstance(found, Mapping) else None


def _applicant(job: Job, name: str) -> str | None:
    applicant = job.variables.get("applicant")
    value = applicant.get(name) if isinstance(applicant, Mapping) else None
    return str(value) if value else None


def _sms(job: Job, tools: Tools) -> str:
    to = _applicant(job, "phone")
    if "sms" not in tools.systems:
        return "no gateway"
    if not to:
        return "no phone"
    words = optional_text(job, "sms") or f"{text(job, 'subject')}. Дело № {job.business_key}"
    return _tried(job, lambda: sms.send(System.of("sms", job, tools), to, words))


def _email(job: Job, tools: Tools, notice: NewDocument) -> str:
    to = _applicant(job, "email")
    if not tools.smtp_url:
        return "no mail server"
    if not to:
        return "no address"
    return _tried(job, lambda: send(tools.smtp_url, _letter(job, tools, to, notice)))


def _tried(job: Job, send_it: Callable[[], None]) -> str:
    """What became of it. What is down is tried again; the last try leaves it at the cabinet: the case must go on."""
    try:
        send_it()
    except (Failure, TryLater) as fault:
        if job.retries > 1:
            raise HandlerFault(str(fault)) from fault
        return f"not sent: {fault}"
    return "sent"


def _letter(job: Job, tools: Tools, to: str, notice: NewDocument) -> Letter:
    kk = _kazakh(job, tools)
    return Letter(
        to=to,
        subject=text(job, "subject"),
        text="\n\n".join(filter(None, (kk, text(job, "text")))),
        message_id=hashlib.sha256(job.id.encode()).hexdigest()[:32],
        attachments=(Attachment(name=notice.name, media_type=notice.media_type, content=notice.content),),
    )
