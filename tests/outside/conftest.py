"""The real simulator on a socket, and an engine whose systems it stands in for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import urllib3

from engine.clock import FixedClock
from engine.commands import Deploy, Resource, StartProcessInstance
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.values import SYSTEM
from handlers import HANDLERS
from simulator.service import Simulator
from tests.conftest import MODELS
from tests.conftest import START as MOMENT

#: seconds: a slow system answers later than anybody waits
SLOW, TIMEOUT = 4.0, 2.0


@dataclass(frozen=True)
class Outside:
    """The simulator, asked as a program would."""

    url: str
    smtp_url: str

    def post(self, path: str, key: str = "", **body: Any) -> tuple[int, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        answer = urllib3.request(
            "POST", self.url + path, json=body, headers=headers, timeout=5.0, retries=False
        )
        return answer.status, json.loads(answer.data)

    def fail(self, **faults: str | None) -> None:
        assert self.post("/admin/faults", **faults)[0] == 200

    def pay(self, payer: str, amount: int, state: str = "paid") -> str:
        status, made = self.post("/payments", payer=payer, amount=str(amount), state=state)
        assert status == 201
        return str(made["reference"])

    def page(self, path: str) -> str:
        answer = urllib3.request("GET", self.url + path, timeout=5.0, retries=False)
        assert answer.status == 200
        return answer.data.decode()


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    made = Simulator(("127.0.0.1", 0), ("127.0.0.1", 0), slow_seconds=SLOW)
    thread = Thread(target=made.run, daemon=True)
    thread.start()
    yield made
    made.stop()
    thread.join(timeout=10)
    made.state.close()


@pytest.fixture
def outside(simulator: Simulator) -> Iterator[Outside]:
    """Everything works at the beginning of a test."""
    found = Outside(url=simulator.url, smtp_url=simulator.smtp_url)
    yield found
    simulator.app.extensions["faults"].clear()


def settings_for(database_url: str, outside: Outside, **other: Any) -> Settings:
    values: dict[str, Any] = {
        "database_url": database_url,
        "simulator_url": outside.url,
        "system_timeout": TIMEOUT,
        "tick_seconds": 0.1,
    }
    return Settings(**(values | other))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MOMENT)


@pytest.fixture
def office(tmp_path: Path, outside: Outside, clock: FixedClock) -> Iterator[ProcessEngine]:
    """An engine with the model payment.bpmn and the product's handlers."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    database = Database(url)
    database.migrate()
    database.close()
    engine = ProcessEngine(settings_for(url, outside), HANDLERS, clock)
    deploy_payment(engine)
    yield engine
    engine.close()


def deploy_payment(engine: ProcessEngine) -> None:
    path = MODELS / "payment.bpmn"
    engine.execute(Deploy(resources=(Resource(name=path.name, content=path.read_bytes()),)), SYSTEM)


def begin(engine: ProcessEngine, reference: str, amount: int = 8650) -> str:
    variables = {"reference": reference, "amount": amount, "applicant": {"iin": PAYER}}
    return str(engine.execute(StartProcessInstance(key="payment", variables=variables), SYSTEM).id)


#: of the demo people
PAYER = "850412400260"
