"""The neutral kit of BPMN cases beside the repository: models, steps, expectations."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
KIT = ROOT / ".." / "shared" / "bpmn-cases"
IS_THERE = (KIT / "cases.json").is_file()
MISSING = "the kit ../shared/bpmn-cases is not here"


def cases() -> list[dict[str, Any]]:
    """All cases; none when the kit is missing."""
    return json.loads((KIT / "cases.json").read_text("utf-8")) if IS_THERE else []


def sources(case: dict[str, Any]) -> list[tuple[str, bytes]]:
    """The files of a case, in the order of deployment."""
    return [(name, (KIT / "models" / name).read_bytes()) for name in case["models"]]


def load_compare() -> ModuleType:
    """`differences(case, observation)` of the kit itself."""
    spec = importlib.util.spec_from_file_location("bpmn_cases_compare", KIT / "compare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def observed(case: dict[str, Any], step: dict[str, Any]) -> dict[str, Any]:
    """An observation on the way, as a case of its own."""
    return {"expect": step["expect"], "loops": case.get("loops", []), "optional": case.get("optional", [])}
