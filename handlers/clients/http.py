"""HTTP to a system outside: one question, one answer, within a time-out.

Nothing is repeated here: the job is. Every question carries the job as `Idempotency-Key`: a repeated one has no second
effect.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import urllib3

from engine.handling import BpmnError, Job, Tools, TryLater
from handlers.clients.systems import NAMES
from handlers.faults import HandlerFault

#: BPMN error of a task that asks a system which is not connected
NOT_CONNECTED = "NOT_CONNECTED"
#: bytes of an answer
LARGEST = 1_000_000
PIECE = 65_536
NOT_FOUND, CONFLICT, TOO_MANY, FIRST_FAULT = 404, 409, 429, 500
REFUSED = (401, 403)


class Rejected(HandlerFault):
    """The system says that the question itself is wrong."""


#: connections are kept open and shared by the threads that carry out jobs
_pool = urllib3.PoolManager(num_pools=20, maxsize=8, retries=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class System:
    """A system outside, asked on behalf of one job."""

    code: str
    url: str
    timeout: float
    #: the same for every try of a job
    key: str
    #: who is asked about: a state database keeps the number of the case
    case: str

    @classmethod
    def of(cls, code: str, job: Job, tools: Tools) -> "System":
        """BpmnError NOT_CONNECTED without an address: the drawing says what then, else an operator reads why."""
        url = tools.systems.get(code)
        if not url:
            raise BpmnError(
                NOT_CONNECTED,
                f"{NAMES[code]}: система не подключена. Проверьте вручную или попросите администратора "
                f"задать QYZMET_{code.upper()}_URL и повторить шаг.",
            )
        case = job.business_key or job.instance_id
        return cls(code=code, url=url, timeout=tools.system_timeout, key=job.id, case=case)

    @property
    def name(self) -> str:
        return NAMES[self.code]


def get(system: System, path: str) -> Any | None:
    """The answer as JSON; None when the system knows nothing of it."""
    return _ask(system, "GET", path, None)


def post(system: System, path: str, body: Mapping[str, Any]) -> Any | None:
    return _ask(system, "POST", path, body)


def _ask(system: System, method: str, path: str, body: Mapping[str, Any] | None) -> Any | None:
    try:
        answer = _pool.request(
            method,
            _address(system) + path,
            headers=_headers(system),
            json=body,
            timeout=urllib3.Timeout(total=system.timeout),
            preload_content=False,
        )
        content = _content(answer, system)
    except urllib3.exceptions.NewConnectionError as error:  # it is a time-out too, by its class
        raise TryLater(f"{system.name}: нет связи.") from error
    except (urllib3.exceptions.TimeoutError, TimeoutError) as error:
        raise TryLater(f"{system.name}: нет ответа за {system.timeout:g} с.") from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise TryLater(f"{system.name}: нет связи.") from error
    return _answer(system, answer, content)


def _address(system: System) -> str:
    """Without the name and password, which go into a header."""
    parts = urlsplit(system.url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _headers(system: System) -> dict[str, str]:
    headers = {
        "Accept": "application/json",
        "Idempotency-Key": system.key,
        "X-Case-Number": system.case,
    }
    parts = urlsplit(system.url)
    if parts.username:
        basic = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers |= urllib3.make_headers(basic_auth=basic)
    return headers


def _content(answer: urllib3.BaseHTTPResponse, system: System) -> bytes:
    """All of it, within the time-out however slowly it drips, and not too large."""
    until = time.monotonic() + system.timeout
    content = b""
    while piece := answer.read1(PIECE):
        content += piece
        if time.monotonic() > until:
            answer.close()
            raise TimeoutError
        if len(content) > LARGEST:
            answer.close()
            raise HandlerFault(f"{system.name}: ответ больше {LARGEST:,} байт; сообщите администратору.")
    answer.release_conn()
    return content


def _answer(system: System, answer: urllib3.BaseHTTPResponse, content: bytes) -> Any | None:
    status = answer.status
    if status == NOT_FOUND:
        return None
    if status >= FIRST_FAULT or status == TOO_MANY:
        said = f"{system.name}: временно не работает (ответ {status})."
        raise TryLater(said, after=_named_pause(answer))
    if status in REFUSED:
        raise HandlerFault(
            f"{system.name}: доступ закрыт (ответ {status}); администратору: проверьте адрес и пароль."
        )
    if status == CONFLICT:
        raise HandlerFault(f"{system.name}: тот же запрос уже был с другим содержанием; нужен администратор.")
    if status >= 400:
        raise Rejected(
            f"{system.name}: запрос не принят (ответ {status}): {content[:200].decode(errors='replace')}"
        )
    return _parsed(system, content)


def _named_pause(answer: urllib3.BaseHTTPResponse) -> int | None:
    text = answer.headers.get("Retry-After", "")
    return int(text) if text.isdigit() else None


def _parsed(system: System, content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise HandlerFault(
            f"{system.name}: ответ непонятен, ожидался JSON; сообщите администратору."
        ) from error
