from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from engine.handling import Outcome
from handlers.faults import HandlerFault
from handlers.notify_applicant import notify_applicant
from tests.unit.handlers.conftest import Desk, make_job
from tests.unit.handlers.pdf import text_of

INPUTS = {
    "subject": "Справка готова",
    "text": "Получите справку до 27 марта.",
    "kk": "Анықтаманы 27 наурызға дейін алыңыз.",
}
SHIPPED = (
    "Результат государственной услуги готов. Получите его в центре по расписке. "
    "Центр хранит результат один месяц после дня, указанного в расписке."
)
APPLICANT = {"name": "Жақсылық Динара", "email": "dinara@example.kz"}


class MailServer(ThreadingTCPServer):
    """Speaks as much SMTP as a sender needs and keeps the letters."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[EmailMessage] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self._say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def notify(desk: Desk, retries: int = 3, **variables: object) -> Outcome:
    values = {"applicant": APPLICANT, "authority": "edu-akkol"} | variables
    return notify_applicant(make_job("notify_applicant", INPUTS, values, retries=retries), desk)


def test_the_notice_lies_in_the_cabinet_in_both_languages(desk: Desk) -> None:
    (notice,) = notify(desk).documents
    assert (notice.kind, notice.name, notice.code) == ("notice", "Справка готова.pdf", "notice")
    said = text_of(notice.content)
    assert INPUTS["text"] in said
    assert INPUTS["kk"] in said


def test_without_a_mail_server_the_outcome_says_so(desk: Desk) -> None:
    assert notify(desk).variables["notified"]["email"] == "no mail server"


def test_an_applicant_without_address_gets_the_notice_in_the_cabinet_only(
    desk: Desk, server: MailServer
) -> None:
    desk.smtp_url = server.url
    assert notify(desk, applicant={"name": "X"}).variables["notified"]["email"] == "no address"
    assert server.letters == []


def test_an_email_is_sent_with_the_notice_attached(desk: Desk, server: MailServer) -> None:
    desk.smtp_url = server.url
    outcome = notify(desk)
    (letter,) = server.letters
    assert outcome.variables["notified"]["email"] == "sent"
    assert (letter["To"], letter["Subject"]) == ("dinara@example.kz", "Справка готова")
    assert INPUTS["kk"] in letter.get_body().get_content()
    assert [part.get_content() for part in letter.iter_attachments()] == [outcome.documents[0].content]


def test_a_repeated_email_has_the_same_id(desk: Desk, server: MailServer) -> None:
    desk.smtp_url = server.url
    notify(desk)
    notify(desk)
    first, second = (letter["Message-ID"] for letter in server.letters)
    assert first == second


def test_a_header_stays_one_line(desk: Desk, server: MailServer) -> None:
    desk.smtp_url = server.url
    notify(desk, applicant={"email": "a@example.kz\r\nBcc: b@example.kz"})
    assert server.letters[0]["Bcc"] is None


def test_a_server_that_is_down_is_tried_again(desk: Desk) -> None:
    desk.smtp_url = "smtp://127.0.0.1:9"
    with pytest.raises(HandlerFault, match=r"Expected 127\.0\.0\.1 to take an e-mail"):
        notify(desk)


def test_the_last_try_leaves_the_notice_in_the_cabinet(desk: Desk) -> None:
    desk.smtp_url = "smtp://127.0.0.1:9"
    outcome = notify(desk, retries=1)
    assert outcome.variables["notified"]["email"].startswith("not sent: Expected 127.0.0.1")
    assert len(outcome.documents) == 1


def test_a_wrong_address_of_the_server_is_explained(desk: Desk) -> None:
    desk.smtp_url = "mail.example.kz"
    with pytest.raises(HandlerFault, match="QYZMET_SMTP_URL"):
        notify(desk)


def test_the_document_it_is_about_is_named(desk: Desk) -> None:
    job = make_job(
        "notify_applicant",
        INPUTS | {"document": "certificate"},
        {"applicant": APPLICANT, "certificate": {"name": "Справка по опеке", "number": "27-1"}},
    )
    assert "Справка по опеке, № 27-1" in text_of(notify_applicant(job, desk).documents[0].content)


def test_a_text_of_the_content_is_said_in_kazakh_too(desk: Desk) -> None:
    job = make_job(
        "notify_applicant", {"subject": "Справка готова", "text": SHIPPED}, {"applicant": APPLICANT}
    )
    assert "Орталық нәтижені қолхатта көрсетілген күннен кейін" in text_of(
        notify_applicant(job, desk).documents[0].content
    )
