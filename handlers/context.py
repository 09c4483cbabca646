"""What a template sees: the variables of the case, and `case`, `document`, `body(id)`, `qr` beside them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from engine.handling import Job, Tools
from handlers.numbering import Number
from handlers.printing import qr_code
from handlers.services import service_title


def context(job: Job, tools: Tools, number: Number) -> dict[str, Any]:
    """The number is printed, and opens the public check page."""
    check_url = f"{tools.base_url}/check/{quote(number.text)}"
    document = {
        "number": number.text,
        "serial": number.serial,
        "issued_at": job.now,
        "check_url": check_url,
        "kind": job.inputs.get("kind"),
        "name": job.inputs.get("name"),
    }

    def body(body_id: str | None) -> Mapping[str, str]:
        return tools.body(body_id) or {}

    return {
        **job.variables,
        "case": _case(job, tools),
        "document": document,
        "body": body,
        "qr": Markup(qr_code(check_url)),
    }


def _case(job: Job, tools: Tools) -> dict[str, Any]:
    filed_at: datetime | str = job.variables.get("filed_at") or job.now
    return {
        "number": job.business_key,
        "started_at": filed_at,
        "key": job.process_key,
        "service": service_title(tools.processes, job.process_key),
    }
