"""E-mail through SMTP: `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://...`."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from handlers.faults import HandlerFault

#: seconds for each answer of the server
TIMEOUT = 20
PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    to: str
    subject: str
    text: str
    #: the same for a repeated try, so that a mailbox can drop the second one
    message_id: str
    attachments: tuple[Attachment, ...] = ()


def send(smtp_url: str, letter: Letter) -> None:
    """Hands the letter to the server; raises HandlerFault when it does not take it."""
    address = _address(smtp_url)
    try:
        with _connect(address) as server:
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(_message(letter, address))
    except (OSError, smtplib.SMTPException) as error:
        raise HandlerFault(
            f"Expected {address.hostname} to take an e-mail, but {error}; try again later."
        ) from error


def _address(smtp_url: str) -> SplitResult:
    address = urlsplit(smtp_url)
    if address.scheme not in PORTS or not address.hostname:
        raise HandlerFault(
            "Expected QYZMET_SMTP_URL to look like smtp://user:password@host:port; correct it."
        )
    return address


def _connect(address: SplitResult) -> smtplib.SMTP:
    host, port = address.hostname or "", address.port or PORTS[address.scheme]
    if address.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    return server


def _message(letter: Letter, address: SplitResult) -> EmailMessage:
    sender = unquote(address.username or "")
    message = EmailMessage()
    message["From"] = sender if "@" in sender else f"qyzmet@{address.hostname}"
    message["To"] = _line(letter.to)
    message["Subject"] = _line(letter.subject)
    message["Message-ID"] = f"<{letter.message_id}@{address.hostname}>"
    message.set_content(letter.text)
    for each in letter.attachments:
        main, _, sub = each.media_type.partition("/")
        message.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
    return message


def _line(text: str) -> str:
    """A header is one line."""
    return " ".join(text.split())
