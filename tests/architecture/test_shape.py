"""Sizes and edges: what medians do not show."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.content import Content
from engine.expressions import compile_feel
from engine.library import Library
from engine.world import World

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2012, 12, 20, 20, 0, tzinfo=UTC)
PACKAGES = ("engine", "handlers", "web", "cli", "simulator")
FILES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "node_modules" not in path.parts and "versions" not in path.parts
]


def _id(path: Path) -> str:
    return str(path.relative_to(ROOT))


#: tables of plain declarations, one dataclass after the other: longer than code may be (ADR 10)
DECLARATIONS = {
    "engine/commands.py": 500,
    "engine/events.py": 500,
    "engine/store/schema.py": 420,
}


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    limit = DECLARATIONS.get(_id(path), 300)
    assert len(path.read_text().splitlines()) <= limit


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 40
    ]
    assert not long


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree) or not tree.body


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("SpiffWorkflow", "engine/bpmn/specs"),
        ("sqlalchemy", "engine"),
        ("flask", ("web", "simulator")),
        ("apscheduler", "engine/scheduler.py"),
    ],
)
def test_a_library_stays_where_it_belongs(library: str, home: str | tuple[str, ...]) -> None:
    users = {_id(p) for p in FILES if any(n.split(".")[0] == library for n in _imports(p))}
    assert users
    assert all(user.startswith(home) for user in users), sorted(users)


def test_only_the_database_commits() -> None:
    users = {_id(p) for p in FILES if ".commit(" in p.read_text() or ".begin()" in p.read_text()}
    assert users <= {"engine/store/database.py", "engine/store/migration.py"}


def test_any_exception_is_caught_in_two_places_only() -> None:
    users = {_id(path) for path in FILES if "except Exception" in path.read_text()}
    assert users <= {"engine/executor.py", "engine/scheduler.py"}


def test_nothing_in_the_engine_reads_the_clock_but_the_clock() -> None:
    readers = {
        _id(path)
        for path in FILES
        if _id(path).startswith("engine/")
        and any(
            call in path.read_text() for call in ("datetime.now(", "time.time(", "date.today(", "utcnow(")
        )
    }
    # FEEL's now() and today() alone have one; a running case gives its own (below)
    assert readers == {"engine/clock.py", "engine/expressions/builtins_temporal.py"}


def test_expressions_of_a_case_see_the_time_of_the_command() -> None:
    world = World(None, Library(), Content(Path("processes")), MOMENT, "key")
    assert compile_feel("now()").evaluate({}, world.functions) == MOMENT
    assert compile_feel("today()").evaluate({}, world.functions) == date(2012, 12, 21)


def test_the_tour_is_nine_files_under_1100_lines() -> None:
    named = re.findall(r"^\d\. \*\*`([^`]+)`\*\*", (ROOT / "docs/tour.md").read_text(), re.MULTILINE)
    assert len(named) == 9
    assert sum(len((ROOT / name).read_text().splitlines()) for name in named) < 1100
