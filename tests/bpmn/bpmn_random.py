"""Random drawings: block-structured ones, whose counts follow from the structure, and wild ones."""

import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from bpmn_models import (
    boundary,
    call,
    catch,
    chain,
    compensate,
    condition,
    end,
    error,
    escalation,
    event_sub,
    flow,
    job,
    many,
    mapping,
    message,
    orr,
    par,
    process,
    script,
    signal,
    start,
    sub,
    task,
    terminate,
    throw,
    timer,
    user,
    xor,
)

Ends = tuple[str, str]


@dataclass
class Blocks:
    """A model made of nested blocks, and how often each element completes."""

    rng: random.Random
    number: int = 0
    count: Counter[str] = field(default_factory=Counter)
    variables: dict[str, int] = field(default_factory=dict)

    def id(self, prefix: str) -> str:
        self.number += 1
        return f"{prefix}{self.number}"

    def body(self) -> str:
        out: list[str] = []
        first, last = self.block(3, 1, out)
        self.count["start"] = self.count["end"] = 1
        return start() + "".join(out) + end() + chain("start", first) + chain(last, "end")

    def block(self, depth: int, times: int, out: list[str]) -> Ends:
        """Add a block that runs so many times; its first and last element."""
        kinds = ["leaf", "leaf"] if not depth else ["leaf", *KINDS]
        kind = self.rng.choice(kinds)
        return self.leaf(times, out) if kind == "leaf" else KINDS[kind](self, depth - 1, times, out)

    def leaf(self, times: int, out: list[str]) -> Ends:
        make = self.rng.choice([script, user, task, job])
        id = self.id("U" if make in (user, job) else "T")
        self.count[id] += times
        out.append(make(id))
        return id, id

    def sequence(self, depth: int, times: int, out: list[str]) -> Ends:
        parts = [self.block(depth, times, out) for _ in range(self.rng.randint(2, 3))]
        for (_, last), (first, _) in pairwise(parts):
            out.append(flow(last, first))
        return parts[0][0], parts[-1][1]

    def scope(self, depth: int, times: int, out: list[str]) -> Ends:
        id, first, last = self.id("S"), self.id("ss"), self.id("se")
        rounds = self.rng.choice([None, 0, 1, 3])
        inside = times if rounds is None else times * rounds
        inner: list[str] = []
        counters = len(self.variables)
        ends = self.block(depth, inside, inner)
        self.count.update({id: inside, first: inside, last: inside})
        # counters of loops are variables of the process: instances side by side would share them
        in_turn = len(self.variables) > counters or self.rng.random() < 0.5
        marker = many(str(rounds), sequential=in_turn) if rounds is not None else ""
        body = (
            marker + start(first) + "".join(inner) + end(last) + chain(first, ends[0]) + chain(ends[1], last)
        )
        out.append(sub(id, body))
        return id, id

    def multi(self, depth: int, times: int, out: list[str]) -> Ends:
        id, rounds = self.id("U"), self.rng.randint(0, 3)
        self.count[id] += times * rounds
        out.append(user(id, many(str(rounds), sequential=self.rng.random() < 0.5)))
        return id, id

    def loop(self, depth: int, times: int, out: list[str]) -> Ends:
        rounds, counter = self.rng.randint(1, 3), self.id("v")
        merge, add, split, after = self.id("m"), self.id("N"), self.id("x"), self.id("Z")
        self.variables[counter] = 0
        first, last = self.block(depth, times * rounds, out)
        self.count.update({merge: times * rounds, add: times * rounds, split: times * rounds, after: times})
        out += [xor(merge), script(add, f"${{{counter} + 1}}", counter), xor(split, default=f"d{split}")]
        out += [script(after, "${0}", counter), chain(merge, first), chain(last, add, split)]
        out += [flow(split, merge, f"${{{counter} < {rounds}}}"), flow(split, after, id=f"d{split}")]
        return merge, after

    def split(self, depth: int, times: int, out: list[str]) -> Ends:
        """Exclusive, parallel, inclusive; joined by its like."""
        kind = self.rng.choice(["xor", "par", "orr"])
        ways = self.rng.randint(2, 3)
        taken = {
            "par": [True] * ways,
            "xor": [place == 0 for place in range(ways)],
            "orr": [True] + [self.rng.random() < 0.6 for _ in range(ways - 1)],
        }[kind]
        self.rng.shuffle(taken)
        make = {"xor": xor, "par": par, "orr": orr}[kind]
        first, last = self.id("g"), self.id("j")
        self.count[first] += times
        self.count[last] += times
        out += [make(first), make(last)]
        for is_taken in taken:
            a, b = self.block(depth, times * is_taken, out)
            condition = "" if kind == "par" else f"${{{str(is_taken).lower()}}}"
            out += [flow(first, a, condition), flow(b, last)]
        return first, last


KINDS = {
    "sequence": Blocks.sequence,
    "scope": Blocks.scope,
    "multi": Blocks.multi,
    "loop": Blocks.loop,
    "split": Blocks.split,
    "split again": Blocks.split,
}

FREE = [
    lambda id: task(id),
    lambda id: user(id),
    lambda id: user(id, many("2")),
    lambda id: job(id),
    lambda id: script(id, "${n + 1}", "n"),
    lambda id: par(id),
    lambda id: orr(id),
    lambda id: catch(id, message()),
    lambda id: catch(id, timer("PT1H")),
    lambda id: throw(id, signal()),
    lambda id: throw(id, escalation()),
    lambda id: throw(id, compensate()),
    lambda id: catch(id, condition("${n > 2}")),
    lambda id: catch(id, message() + timer("PT1H")),
    lambda id: user(id, camunda_asyncBefore="true", camunda_asyncAfter="true"),
    lambda id: user(id, mapping({"n": "${n + 1}"}, {"m": "${n}"})),
    lambda id: call(id, "Q"),
    lambda id: call(id, "Q", many("2")),
    lambda id: xor(id, default=f"d_{id}"),
    lambda id: undone(id),
]
ENDS = ["", "", signal(), escalation(), terminate(), compensate()]
BESIDE = [
    message(), signal(), timer("PT1H"), timer("R2/PT1H", "timeCycle"), escalation(), condition("${n > 3}"),
]  # fmt: skip
CALLED = process(
    start("cs") + user("cU") + xor("cx", default="cd") + end("ce") + end("cerr", error()) + chain("cs", "cU", "cx")
    + flow("cx", "cerr", "${!empty fail}") + flow("cx", "ce", id="cd") + event_sub("cES", signal(), False, "c_"),
    "Q",
)  # fmt: skip


def undone(id: str) -> str:
    """A task that compensation undoes."""
    return (
        task(id) + boundary(f"{id}c", id, compensate()) + user(f"{id}u", isForCompensation="true")
        + f'<association id="{id}a" sourceRef="{id}c" targetRef="{id}u"/>'
    )  # fmt: skip


def wild(rng: random.Random, prefix: str = "", depth: int = 1) -> str:
    """A random graph: anything leads anywhere, joins need not match, events wait beside."""
    nodes = [f"{prefix}n{place}" for place in range(rng.randint(3, 8))]
    parts = [start(f"{prefix}start")]
    for id in nodes:
        if depth and rng.random() < 0.2:
            marker = rng.choice(["", "", many("2"), many("2", sequential=True)])
            parts.append(sub(id, marker + wild(rng, id, depth - 1)))
        else:
            parts.append(rng.choice(FREE)(id))
    ends = [f"{prefix}e{place}" for place in range(2)]
    parts += [end(id, rng.choice([*ENDS, error()] if prefix else ENDS)) for id in ends]
    parts.append(chain(f"{prefix}start", nodes[0]))
    for place, id in enumerate(nodes):
        targets = {rng.choice([*nodes[place + 1 :], *ends, *ends]) for _ in range(rng.randint(1, 2))}
        targets |= {rng.choice(nodes)} if rng.random() < 0.15 else set()
        is_choice = f'default="d_{id}"' in parts[place + 1]
        parts += [flow(id, target, "${n > 1}" if is_choice else "") for target in sorted(targets)]
        parts += [flow(id, ends[0], id=f"d_{id}")] if is_choice else []
    activities = [
        id for id, part in zip(nodes, parts[1:], strict=False) if "Task" in part[:12] or "<sub" in part[:5]
    ]
    for place, host in enumerate(activities):
        if rng.random() < 0.4:
            id = f"{prefix}b{place}"
            is_error = rng.random() < 0.3
            parts.append(
                boundary(
                    id, host, error() if is_error else rng.choice(BESIDE), is_error or rng.random() < 0.5
                )
            )
            parts.append(flow(id, rng.choice([*nodes, *ends])))
    if rng.random() < 0.4:
        parts.append(event_sub(f"{prefix}ES", rng.choice(BESIDE), rng.random() < 0.5, f"{prefix}q"))
    return "".join(parts)
