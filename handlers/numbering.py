"""Numbers of issued documents: one row per register, authority and year, without gaps or repeats."""

from dataclasses import dataclass

from engine.handling import Job, Tools
from handlers.faults import HandlerFault
from handlers.inputs import optional_text
from handlers.wording import PUBLIC_TIME

#: variables that say who issues, the first one set counts; an input parameter `body` goes before them
ISSUERS = ("authority", "akim", "centre")


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    #: unique over all registers: "GC/EDU-AKM-001/2026/00017"
    text: str
    #: place in the register of the authority and year
    serial: int | None = None


def number(job: Job, tools: Tools) -> Number:
    """The number of a registered document; anything else goes under the number of its case.

    `number` is that of the original, for a duplicate; `under` that of the whole, for a part that is counted in it.

    What is counted is what is printed: registers that shorten to the same letters share one count.
    """
    if known := optional_text(job, "number"):
        return Number(text=known)
    if whole := optional_text(job, "under"):
        return Number(text=f"{whole}/{(part := tools.number(whole))}", serial=part)
    register = job.inputs.get("register")
    if not register:
        return Number(text=job.business_key or job.instance_id)
    year = job.now.astimezone(PUBLIC_TIME).year
    name = f"{letters(str(register))}/{_issuer(job, tools)}/{year}"
    serial = tools.number(name)
    return Number(text=f"{name}/{serial:05d}", serial=serial)


def letters(register: str) -> str:
    """ "guardianship-certificate-refusal" is GCR, "27" stays."""
    words = [word for word in register.split("-") if word]
    return "".join(word if word.isdigit() else word[0] for word in words).upper()


def _issuer(job: Job, tools: Tools) -> str:
    """The short code of the body that issues; its id, where the registers do not know it."""
    known = job.inputs.get("body") or next(filter(None, map(job.variables.get, ISSUERS)), None)
    if not known:
        raise HandlerFault(
            f"Expected one of the variables {', '.join(ISSUERS)} to say who issues, but none is set; "
            "route the case before a numbered document is issued."
        )
    body = tools.body(str(known))
    return str(body.get("code") or known) if body else str(known)
