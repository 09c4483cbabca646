"""The simulator served: HTTP by waitress, SMTP beside it, until it is stopped."""

import logging
import threading
from collections.abc import Mapping
from typing import Any

import waitress

from simulator.app import SLOW_SECONDS, create_app
from simulator.messages import MailServer
from simulator.state import State

THREADS = 16
log = logging.getLogger("qyzmet.simulator")


class Simulator:
    """Listens from the moment it is made, so that a port of 0 is known."""

    def __init__(
        self,
        http: tuple[str, int],
        smtp: tuple[str, int] | None,
        state_file: str = ":memory:",
        faults: Mapping[str, str] | None = None,
        slow_seconds: float = SLOW_SECONDS,
    ) -> None:
        self._stopped = threading.Event()
        self.state = State(state_file)
        self.app = create_app(self.state, faults, slow_seconds)
        self.mail = MailServer(smtp, self.state) if smtp else None
        #: connections of the loop, kept-alive ones too: it ends when there are none
        self._sockets: dict[int, Any] = {}
        self._server = waitress.create_server(
            self.app, map=self._sockets, host=http[0], port=http[1], threads=THREADS, ident="qyzmet-simulator"
        )
        self.url = f"http://{http[0]}:{self._server.effective_port}"
        self.smtp_url = f"smtp://{smtp[0]}:{self.mail.server_address[1]}" if smtp and self.mail else ""

    def run(self) -> None:
        if self.mail:
            self.mail.start()
        try:
            self._server.run()
        except OSError as error:
            # stopped from another thread: its sockets are closed under the loop
            if not self._stopped.is_set():
                raise
            log.debug("stopped: %s", error)
        finally:
            self.stop()

    def stop(self) -> None:
        """Answers in work are finished first."""
        if self._stopped.is_set():
            return
        self._stopped.set()
        if self.mail:
            self.mail.shutdown()
            self.mail.server_close()
        self._server.task_dispatcher.shutdown()
        for each in list(self._sockets.values()):
            each.close()
