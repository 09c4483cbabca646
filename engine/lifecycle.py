"""States and the transitions allowed between them. Tables, no ifs; docs/diagrams/ is drawn from here."""

from engine.errors import WrongState

#: noun -> state -> states that may follow
TRANSITIONS: dict[str, dict[str, frozenset[str]]] = {
    "process instance": {
        "active": frozenset({"suspended", "completed", "terminated"}),
        "suspended": frozenset({"active", "terminated"}),
        "completed": frozenset(),
        "terminated": frozenset(),
    },
    "user task": {
        "open": frozenset({"open", "completed", "cancelled"}),
        "completed": frozenset(),
        "cancelled": frozenset(),
    },
    "job": {
        "available": frozenset({"locked", "done", "cancelled"}),
        "locked": frozenset({"locked", "available", "done", "failed", "cancelled"}),
        "failed": frozenset({"available", "cancelled"}),
        "done": frozenset(),
        "cancelled": frozenset(),
    },
    "timer": {
        "scheduled": frozenset({"fired", "cancelled"}),
        "fired": frozenset({"scheduled"}),
        "cancelled": frozenset(),
    },
    "incident": {"open": frozenset({"resolved"}), "resolved": frozenset()},
    "deadline": {
        "running": frozenset({"paused", "met", "missed", "withdrawn"}),
        "paused": frozenset({"running", "met", "withdrawn"}),
        "met": frozenset(),
        "missed": frozenset(),
        "withdrawn": frozenset(),
    },
}


def require(noun: str, name: str, state: str, target: str) -> None:
    """WrongState unless `noun` may go from `state` to `target`."""
    if target not in TRANSITIONS[noun][state]:
        raise WrongState(
            f"Expected {noun} {name} to become {target}, but it is {state}.", id=name, state=state
        )
