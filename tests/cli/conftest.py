"""The command as a person types it, over a database of the test's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "processes"
MODELS = ROOT / "tests" / "models"

Qyzmet = Callable[..., Result]


@pytest.fixture
def qyzmet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Qyzmet:
    """qyzmet("lint", "--json", file) -> Result; the exit code must be the one that is given."""
    monkeypatch.setenv("QYZMET_DATABASE_URL", f"sqlite:///{tmp_path}/qyzmet.db")
    monkeypatch.setenv("QYZMET_PROCESSES", str(CONTENT))

    def run(*arguments: object, code: int = 0, text: str | None = None) -> Result:
        result = CliRunner().invoke(main, [str(each) for each in arguments], input=text)
        assert result.exit_code == code, (result.output, result.stderr, result.exception)
        return result

    return run


@pytest.fixture
def as_json(qyzmet: Qyzmet) -> Callable[..., Any]:
    """The same with --json, parsed."""

    def run(*arguments: object, code: int = 0) -> Any:
        return json.loads(qyzmet(*arguments, "--json", code=code).stdout)

    return run
