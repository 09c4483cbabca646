"""The demo signer of the simulator signs in the name of anybody, so that signing can be tried. Never for real cases."""

import base64
from dataclasses import dataclass
from uuid import uuid4

from handlers.clients.http import System, post
from handlers.faults import HandlerFault

#: seconds: a key may have to be made first
TIMEOUT = 15.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Signatory:
    iin: str
    name: str
    #: of the organisation it is signed for
    bin: str | None = None
    organisation: str | None = None


def sign(simulator_url: str, text: str, who: Signatory) -> str:
    """A detached CMS over the text, in base64."""
    system = System(
        code="signature", url=f"{simulator_url}/signature", timeout=TIMEOUT, key=uuid4().hex, case="demo"
    )
    asked = {"iin": who.iin, "name": who.name, "bin": who.bin, "organisation": who.organisation}
    said = post(system, "/cms/sign", {**asked, "data": base64.b64encode(text.encode()).decode()})
    if not isinstance(said, dict) or "cms" not in said:
        raise HandlerFault(f"{system.name}: демо-подпись не получена.")
    return str(said["cms"])
