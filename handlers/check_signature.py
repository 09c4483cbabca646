"""Topic `check_signature`: whether a detached CMS signs this content, with a certificate that was good then, and whose.

Inputs: content (the text that was signed), signature (CMS in base64), variable.
The variable gets {valid, signer: {iin, bin, name}, signed_at, reason}. Who may sign is decided by the drawing.
"""

from dataclasses import asdict

from engine.handling import Job, Outcome, Tools
from handlers.clients.http import System
from handlers.clients.signature import Checked, verify
from handlers.inputs import answer, optional_text, text

NOT_SIGNED = "Документ не подписан."


def check_signature(job: Job, tools: Tools) -> Outcome:
    text(job, "variable")
    content, signature = text(job, "content"), optional_text(job, "signature")
    if signature is None:
        return answer(job, asdict(Checked(valid=False, reason=NOT_SIGNED)))
    return answer(job, asdict(verify(System.of("signature", job, tools), content.encode(), signature)))
