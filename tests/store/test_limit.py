"""What `python -m bench.limit` sends is what the product sends: statement by statement, and row for row."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bench.limit import completing, filing, program
from bench.measures import Yardstick
from bench.pages import STEPS
from bench.pgbench import Bench, Load
from bench.postgres import NoServer, Server
from bench.recording import Replay, Sent
from bench.site import LOGIN, prepared
from engine.process_engine import ProcessEngine
from tests.store.test_statements import AT_MOST

pytestmark = pytest.mark.xdist_group("postgresql")
BRACKETS = ("\\", "BEGIN;", "COMMIT;")
CLIENTS, EACH = 2, 10


def _sent(text: str, **values: object) -> Sent:
    return Sent(text=text, values=values, is_piped=True)


def test_a_script_has_the_packets_and_transactions_of_what_was_sent() -> None:
    sent = [
        replace(_sent("SELECT %(day)s", day="2026-11-22"), is_alone=True, is_piped=False),
        _sent("UPDATE a SET x=%(x)s::VARCHAR, y=%(y)s WHERE id = %(id)s::VARCHAR", x="on", y=None, id="c1"),
        _sent("DELETE FROM b WHERE id = %(id)s AND z = %(z)s AND x LIKE 'a%%'", id="c1", z=""),
        Sent(text="COMMIT", values={}, is_end=True),
    ]
    replayed = Replay()
    assert replayed.script(sent, "\\set id 7", {"c1": "id"}).splitlines() == [
        "\\set id 7",
        "SELECT :v0;",
        "\\startpipeline",
        "BEGIN;",
        "UPDATE a SET x=:v1::VARCHAR, y=NULL WHERE id = :id::VARCHAR;",
        "DELETE FROM b WHERE id = :id AND z = '' AND x LIKE 'a%';",
        "\\endpipeline",
        "COMMIT;",
    ]
    assert replayed.values == {"v0": "2026-11-22", "v1": "on"}


def test_values_are_written_as_postgresql_reads_them() -> None:
    replayed = Replay()
    at = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    replayed.script([_sent("SELECT %(a)s, %(b)s, %(c)s, %(d)s", a=b"\x00\xff", b=True, c=at, d=7)], "", {})
    assert [*replayed.values.values()] == ["\\x00ff", "true", "2026-11-22T04:00:00+00:00", "7"]


def test_a_statement_that_pgbench_would_misread_is_refused() -> None:
    with pytest.raises(ValueError, match="pgbench can take"):
        Replay().script([_sent("SELECT ':name'")], "", {})


@pytest.fixture
def bench(postgres: Server) -> Iterator[tuple[Bench, ProcessEngine]]:
    """A few transactions on a database of its own."""
    try:
        found = program(postgres)
    except NoServer as reason:
        pytest.skip(str(reason))
    engine = prepared(postgres.database())
    yield (
        Bench(database=engine.database, program=found, bound=f"-t{EACH}", yardstick=Yardstick()),
        engine,
    )
    engine.close()
    postgres.drop(engine.settings.database_url)


def _bare(script: str) -> list[str]:
    return [line for line in script.splitlines() if line.endswith(";") and not line.startswith(BRACKETS)]


def test_pgbench_leaves_the_very_rows_that_the_product_leaves(bench) -> None:
    runs, engine = bench
    load = completing(engine, 50 * len(STEPS))
    for script in load.scripts:
        assert script.count("\\startpipeline\nBEGIN;\nUPDATE process_instance SET") == 1
        assert script.endswith("\\endpipeline\nCOMMIT;\n")
        assert 2 < script.count(";\n") - 2 < AT_MOST + 2
    assert all(kind.stepped(engine.database) == 0 for kind in load.kinds)
    # the run itself compares the rows of what it did with those of the product
    run = runs.run(load, CLIENTS)
    assert len(run.taken) == CLIENTS * EACH
    # and then all wait again
    assert all(kind.stepped(engine.database) == 0 for kind in load.kinds)
    _refuses_what_is_not_the_same(runs, load)


def _refuses_what_is_not_the_same(runs: Bench, load: Load) -> None:
    other = {name: "somebody" if value == LOGIN else value for name, value in load.values.items()}
    with pytest.raises(RuntimeError, match=r"history\.actor"):
        runs.run(replace(load, values=other), CLIENTS)
    idle = tuple(script.replace("AND process_instance.seq =", "AND 0 =") for script in load.scripts)
    with pytest.raises(RuntimeError, match="expected 20 cases to have taken their step, but 0 have"):
        runs.run(replace(load, scripts=idle), CLIENTS)


@pytest.mark.parametrize("registers", [1, CLIENTS])
def test_cases_are_filed_under_the_next_number_of_a_register(bench, registers: int) -> None:
    runs, engine = bench
    load, held = filing(engine)
    assert held > 0
    (script,) = load.scripts
    assert "VALUES (:register, 1) ON CONFLICT" in script
    runs.run(load, CLIENTS, registers=registers, begun=0)
    with engine.database.read() as tx:
        found = tx.exec_driver_sql("SELECT register, last FROM number WHERE length(register) = 1")
        assert {row.register: row.last for row in found} == {
            str(number): CLIENTS * EACH // registers for number in range(registers)
        }
