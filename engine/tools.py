"""`handling.Tools` over an engine: what a handler may reach besides its job."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from engine import accounts
from engine.commands import CorrelateFirst, ReserveNumber
from engine.encoding import sort_key
from engine.entries import entry
from engine.handling import Job
from engine.process_engine import ProcessEngine
from engine.store import documents, instances, lines
from engine.values import SYSTEM
from engine.waiting import sent
from engine.waiting import waiting as cases_waiting


class EngineTools:
    """`handling.Tools` over an engine, for one job."""

    def __init__(self, engine: ProcessEngine, job: Job) -> None:
        self._engine, self._job = engine, job
        self.base_url = engine.settings.base_url
        self.processes = engine.settings.processes
        self.smtp_url = engine.settings.smtp_url
        self.systems: Mapping[str, str] = engine.settings.systems
        self.system_timeout = engine.settings.system_timeout

    def number(self, register: str) -> int:
        taken: int = self._engine.execute(ReserveNumber(register=register, key=self._job.id), SYSTEM)
        return taken

    def body(self, body_id: str | None) -> Mapping[str, str] | None:
        return self._engine.content.body(body_id)

    def line(self, name: str, order: Sequence[Any]) -> Mapping[str, int]:
        key = sort_key([*order, self._job.business_key or ""])
        with self._engine.database.read() as tx:
            return {"waiting": lines.length(tx, name), "ahead": lines.ahead(tx, name, key)}

    def give(self, name: str, variables: Mapping[str, Any]) -> str | None:
        command = CorrelateFirst(name=name, variables=variables, key=self._job.id)
        receiver: str | None = self._engine.execute(command, SYSTEM)
        if receiver is None:
            return None
        with self._engine.database.read() as tx:
            return str(instances.get(tx, receiver).business_key)

    def documents(self, instance_id: str) -> list[Mapping[str, Any]]:
        with self._engine.database.read() as tx:
            return [dict(row._mapping) for row in documents.of_instance(tx, instance_id)]

    def registered(self, number: str) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self._engine.read(entry, number)
        return found

    def waiting(self, message: str, body: str | None = None) -> list[Mapping[str, Any]]:
        return [asdict(each) for each in self._engine.read(cases_waiting, message, body)]

    def sent(self, instance_id: str) -> Mapping[str, Any]:
        found = self._engine.read(sent, instance_id)
        unreached = [{"number": number, "reason": reason} for number, reason in found.unreached]
        return {"on_the_way": found.on_the_way, "unreached": unreached}

    def colleagues(self, role: str, body: str) -> list[Mapping[str, Any]]:
        return [
            {"id": each.id, "name": each.name} for each in self._engine.read(accounts.colleagues, role, body)
        ]
