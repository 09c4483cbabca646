"""Random drawings as a standing test: right counts, no hang, three ways equal. FUZZ_RUNS sets how many."""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from bpmn_host import Host
from bpmn_models import model
from bpmn_random import CALLED, Blocks, wild
from bpmn_world import deploy

from engine.errors import WrongState

RUNS = int(os.environ.get("FUZZ_RUNS", "100"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))
#: a wild drawing may multiply its tokens; this many are enough to see
ENOUGH = 60


@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_every_element_completes_as_often_as_the_structure_says(seed: int) -> None:
    rng = random.Random(seed)
    blocks = Blocks(rng)
    host = Host.of(blocks.body(), **blocks.variables)
    while host.state == "active":
        host.complete(rng.choice(sorted({each for each in host.opened() if each.startswith("U")})))
    assert host.state == "completed"
    assert Counter(host.completed) == +blocks.count
    host.replay()


def is_enough(host: Host) -> bool:
    """Over, or a loop without a wait, or tokens that multiply: the rest would only repeat itself."""
    has_loop = any(kind == "loop" for _, kind, _ in host.incidents.values())
    return host.instances[0].execution.state != "active" or has_loop or len(host.open) > ENOUGH


def act(host: Host, rng: random.Random) -> None:
    """Something that can happen from outside."""
    work = [key for key in [*host.tasks, *host.jobs] if key not in host.incidents]
    choices = [("complete", key) for key in work]
    choices += [("throw_error", key) for key in work if key in host.jobs]
    choices += [("fire", key) for key in host.timers]
    choices += [("retry", key) for key, (_, kind, _) in host.incidents.items() if kind != "loop"]
    choices += [("deliver", key) for key, waits in host.waits.items() if ("message", "m") in waits]
    choices += [("signal", (0, ""))] if rng.random() < 0.1 else []
    if not choices:
        host.send(0, "cancel", "nothing can happen")
        return
    command, (number, activity) = rng.choice(choices)
    arguments = {"throw_error": ("E1",), "deliver": ("m",), "signal": ("s",)}.get(command, ())
    host.send(number, command, *(arguments if command == "signal" else (activity, *arguments)))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_a_wild_drawing_never_hangs_or_breaks(seed: int) -> None:
    rng = random.Random(seed)
    host = Host(deploy(model(wild(rng), CALLED)))
    host.start("P", {"n": 0})
    for _ in range(40):
        if is_enough(host):
            break
        assert host.open or host.incidents, "nothing is open, nothing is wrong, and it is not over"
        act(host, rng)
    if not is_enough(host):
        host.wait(timedelta(hours=3))
        host.replay()
    if host.instances[0].execution.state == "active":
        host.send(0, "cancel", "enough")
    assert not host.open
    with pytest.raises(WrongState):
        host.send(0, "signal", "s")
