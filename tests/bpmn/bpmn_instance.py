"""One execution under test: every command also on a loaded copy, all of them again in a replay."""

from datetime import datetime
from typing import Any

from bpmn_world import World

from engine import encoding, events
from engine.bpmn import Definition, Execution, dump, load


def plain(found: tuple[events.Event, ...]) -> list[Any]:
    """Events as they are stored."""
    return [encoding.loads(encoding.dumps(events.to_dict(each))) for each in found]


class Instance:
    """Three ways to the same events: in memory, loaded before each command, replayed."""

    def __init__(self, world: World, definition: Definition, **how: Any) -> None:
        self.world, self.definition = world, definition
        self.how, self.started_at = how, world.now
        self.execution = Execution.start(definition, world, **how)
        self.last = self.execution.drain()
        self.history = [plain(self.last)]
        self.log: list[tuple[datetime, str, tuple[Any, ...]]] = []
        #: what lies beside the state of the copy
        self.kept: dict[str, bytes] = {}
        self.pages: dict[int, bytes] = {}

    @property
    def business_key(self) -> str | None:
        return self.how.get("business_key")

    def do(self, command: str, *arguments: Any) -> tuple[events.Event, ...]:
        saved = dump(self.execution, self.kept.__setitem__, above=20, turn=self.turn)
        self.execution.world = self.world
        getattr(self.execution, command)(*arguments)
        self.last = self.execution.drain()
        twin = load(self.definition, saved, self.world, self.kept.__getitem__, self.pages.items)
        getattr(twin, command)(*arguments)
        assert plain(twin.drain()) == plain(self.last), f"{command} differs after loading"
        assert dump(twin) == dump(self.execution), f"the state differs after {command}"
        self.log.append((self.world.now, command, arguments))
        self.history.append(plain(self.last))
        return self.last

    def turn(self, number: int, text: bytes | None) -> None:
        if text is None:
            del self.pages[number]
        else:
            self.pages[number] = text

    def replay(self) -> None:
        """The recorded commands on a fresh execution give the recorded events."""
        now, self.world.now = self.world.now, self.started_at
        again = Execution.start(self.definition, self.world, **self.how)
        assert plain(again.drain()) == self.history[0]
        for (at, command, arguments), seen in zip(self.log, self.history[1:], strict=True):
            self.world.now = at
            again.world = self.world
            getattr(again, command)(*arguments)
            assert plain(again.drain()) == seen, f"{command} differs in the replay"
        self.world.now = now
