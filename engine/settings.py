"""What may be set from outside, read once and checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from engine.errors import InvalidCommand

#: systems outside, each with a setting QYZMET_<CODE>_URL
SYSTEMS = ("payment", "signature", "persons", "births", "legal_entities", "addresses", "sms")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    #: where the cases are: sqlite:///path, postgresql+psycopg://user@host/name
    database_url: str = "sqlite:///var/qyzmet.db"
    #: folder of the content: calendars, directories, documents, acts
    processes: str = "processes"
    #: address of the public pages, for links and QR codes
    base_url: str = "http://127.0.0.1:8000"
    #: signs sessions; a random one is made in var/ when absent
    secret_key: str = ""
    #: signs the seals of the history; unsigned when absent
    seal_key: str = ""
    #: smtp://user:password@host:port; messages stay in the cabinet when absent
    smtp_url: str = ""
    #: seconds between two looks at due jobs and timers
    tick_seconds: float = 1.0
    #: jobs carried out at the same time in one process
    workers: int = 4
    #: largest upload, bytes
    upload_limit: int = 10 * 1024 * 1024
    #: addresses of the systems outside, https://user:password@host/path; empty: not connected
    payment_url: str = ""
    signature_url: str = ""
    persons_url: str = ""
    births_url: str = ""
    legal_entities_url: str = ""
    addresses_url: str = ""
    sms_url: str = ""
    #: seconds to wait for an answer of a system outside
    system_timeout: float = 10.0
    #: `qyzmet simulator`: stands in for every system above that has no address of its own
    simulator_url: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """From QYZMET_<NAME>; a value of the wrong kind is an error that names it."""
        env = os.environ if env is None else env
        values: dict[str, Any] = {}
        for each in fields(cls):
            name = f"QYZMET_{each.name.upper()}"
            if name in env:
                values[each.name] = _convert(name, env[name], each.default)
        return cls(**values)

    @property
    def systems(self) -> dict[str, str]:
        """Code -> address of each system outside that is connected."""
        own = {code: str(getattr(self, f"{code}_url")) for code in SYSTEMS}
        simulated = {code: f"{self.simulator_url}/{code}" for code in SYSTEMS if self.simulator_url}
        return simulated | {code: url.rstrip("/") for code, url in own.items() if url}

    @property
    def content(self) -> Path:
        return Path(self.processes)


def _convert(name: str, text: str, default: object) -> object:
    kind = type(default)
    try:
        return kind(text)  # type: ignore[call-arg]  # str, int or float
    except ValueError as error:
        raise InvalidCommand(f"Expected {name} to be of type {kind.__name__}, but it is {text!r}.") from error
