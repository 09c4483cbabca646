"""SMS through HTTP, and e-mail through a small SMTP server; both only land in the inbox of the simulator."""

from email import message_from_bytes, policy
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from flask import Blueprint, Response, request

from simulator.asking import KEY, answer, now, once, state
from simulator.state import State

blueprint = Blueprint("messages", __name__)
#: bytes of a letter
LARGEST = 20_000_000


@blueprint.post("/sms/messages")
@once
def send() -> Response:
    asked = request.get_json()
    if not asked.get("to") or not asked.get("text"):
        return answer({"error": "to and text are needed"}, 400)
    state().put(
        "message",
        kind="sms",
        sent_at=now(),
        recipient=asked["to"],
        subject="",
        body=asked["text"],
        key=request.headers[KEY],
    )
    return answer({"id": request.headers[KEY], "state": "sent", "demo": True})


class MailServer(ThreadingTCPServer):
    """As much SMTP as a sender needs. A letter with a known Message-ID is taken and dropped."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: tuple[str, int], kept: State) -> None:
        super().__init__(address, Conversation)
        self.kept = kept

    def start(self) -> None:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, name="smtp", daemon=True).start()

    def take(self, content: bytes) -> None:
        letter = message_from_bytes(content, policy=policy.default)
        key = str(letter["Message-ID"] or "")
        text = letter.get_body(("plain",))
        attached = [part.get_filename() or "" for part in letter.iter_attachments()]
        with self.kept.together():
            if key and self.kept.one("SELECT id FROM message WHERE kind = 'email' AND key = ?", key):
                return
            self.kept.put(
                "message",
                kind="email",
                sent_at=now(),
                recipient=str(letter["To"]),
                subject=str(letter["Subject"]),
                body="\n".join([text.get_content() if text else "", *(f"[{name}]" for name in attached)]),
                key=key,
            )


class Conversation(StreamRequestHandler):
    timeout = 60

    def handle(self) -> None:
        self._say("220 Qyzmet simulator, demo data")
        for line in self.rfile:
            verb = line[:4].strip().upper()
            if verb == b"DATA":
                self._data()
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _data(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        size = 0
        for line in iter(self.rfile.readline, b""):
            if line.rstrip(b"\r\n") == b".":
                break
            size += len(line)
            if size <= LARGEST:
                lines.append(line[1:] if line.startswith(b"..") else line)
        if size > LARGEST:
            self._say("552 too large")
            return
        assert isinstance(self.server, MailServer)
        self.server.take(b"".join(lines))
        self._say("250 kept")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
