"""Numbers of issued documents: one row per register, authority and year, without gaps or repeats."""

from dataclasses import dataclass

from engine.handling import Job, Tools
from handlers.faults import HandlerFault
from handlers.wording import PUBLIC_TIME

#: variables that say who issues, the first one set counts; an input parameter `body` goes before them
ISSUERS = ("authority", "akim", "centre")


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    #: unique over all registers: "certificates-edu-akkol-2012-00017"
    text: str
    #: place in the register of the authority and year
    serial: int | None = None


def number(job: Job, tools: Tools) -> Number:
    """The number of a registered document; anything else goes under the number of its case."""
    register = job.inputs.get("register")
    if not register:
        return Number(text=job.business_key or job.instance_id)
    issuer = _issuer(job)
    year = job.now.astimezone(PUBLIC_TIME).year
    name = f"{register}-{issuer}-{year}"
    serial = tools.number(name)
    return Number(text=f"{name}-{serial:05d}", serial=serial)


def _issuer(job: Job) -> str:
    known = job.inputs.get("body") or next(filter(None, map(job.variables.get, ISSUERS)), None)
    if not known:
        raise HandlerFault(
            f"Expected one of the variables {', '.join(ISSUERS)} to say who issues, but none is set; "
            "route the case before a numbered document is issued."
        )
    return str(known)
