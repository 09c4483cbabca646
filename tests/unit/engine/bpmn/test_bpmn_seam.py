"""The seam to the library: who imports it, and what of it we rely on."""

import ast
from importlib.metadata import version
from pathlib import Path

import pytest
from SpiffWorkflow.task import Task
from SpiffWorkflow.workflow import Workflow

import engine.bpmn

FOLDER = Path(engine.bpmn.__file__).parent
OWN = ("engine.errors", "engine.events", "engine.encoding", "engine.expressions", "engine.bpmn")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


MODULES = [path for path in sorted(FOLDER.rglob("*.py")) if "drawing" not in path.parts]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_only_specs_import_the_library_and_only_what_reads_drawings_lxml(path: Path) -> None:
    names = imported(path)
    folder = path.relative_to(FOLDER).parts[0]
    assert folder == "specs" or not any(name.startswith("SpiffWorkflow") for name in names)
    assert folder in ("reader", "layout") or not any(name.startswith("lxml") for name in names)
    ours = {name for name in names if name.startswith("engine.")}
    assert all(name.startswith(OWN) for name in ours)
    assert not names & {"time", "random", "os", "socket", "datetime.datetime.now"}


def test_the_library_is_the_one_the_seam_was_built_for() -> None:
    assert version("SpiffWorkflow") == "3.2.0"


def test_private_names_we_rely_on_are_there() -> None:
    names = ("_set_state", "_drop_children", "_ready", "has_state", "children", "cancel", "complete", "run")
    assert all(hasattr(Task, name) for name in names)
    assert "deserializing" in Workflow.__init__.__code__.co_varnames
