"""`qyzmet verify`: every entry, every link, every head, every seal. Names the first that is broken."""

import hmac
from dataclasses import dataclass

from engine import encoding
from engine.reader import Reader
from engine.seals import sign
from engine.store import history
from engine.store.history import START

Broken = tuple[str, int, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyReport:
    ok: bool
    #: how many entries and seals were read
    entries: int
    seals: int
    #: stream, number of the entry, what is wrong
    first_broken: Broken | None = None


def verify(reader: Reader, seal_key: str = "") -> VerifyReport:
    """Read the whole history; stops at the first fault."""
    entries, heads, broken = _entries(reader)
    seals = history.seals(reader.tx)
    if broken is None:
        broken = _heads(reader, heads) or _seals(reader, seals, seal_key)
    return VerifyReport(ok=broken is None, entries=entries, seals=len(seals), first_broken=broken)


def _entries(reader: Reader) -> tuple[int, dict[str, tuple[int, str]], Broken | None]:
    count, heads = 0, dict[str, tuple[int, str]]()
    for row in history.walk(reader.tx):
        count += 1
        seq, previous = heads.get(row.instance_id, (0, START))
        fault = _entry(row, seq + 1, previous)
        if fault:
            return count, heads, (row.instance_id, row.seq, fault)
        heads[row.instance_id] = (row.seq, row.hash)
    return count, heads, None


def _entry(row: object, seq: int, previous: str) -> str | None:
    """What is wrong with an entry that should be number `seq` after `previous`."""
    content = bytes(row.content)  # type: ignore[attr-defined]  # a row of the table history
    if encoding.digest(content) != row.hash:  # type: ignore[attr-defined]
        return "its content does not give its hash: it was altered"
    held = encoding.loads(content)
    if held["seq"] != seq or row.seq != seq:  # type: ignore[attr-defined]
        return f"expected entry {seq}, but it is entry {held['seq']}: one was removed or inserted"
    if held["previous"] != previous:
        return "it does not continue the entry before it"
    columns = ("instance_id", "at", "actor")
    if any(held[name] != getattr(row, name) for name in columns):
        return "its columns differ from its content"
    return None


def _heads(reader: Reader, heads: dict[str, tuple[int, str]]) -> Broken | None:
    for instance_id, (seq, digest) in history.instance_heads(reader.tx).items():
        if heads.get(instance_id) != (seq, digest):
            return instance_id, seq, "the instance was at this entry, but its history does not end there"
    return None


def _seals(reader: Reader, seals: list, seal_key: str) -> Broken | None:  # type: ignore[type-arg]
    previous = START
    for number, row in enumerate(seals, 1):
        content = bytes(row.content)
        held = encoding.loads(content)
        if encoding.digest(content) != row.hash or held["previous"] != previous or row.number != number:
            return "seals", row.number, "the seal was altered, or one before it was removed"
        if seal_key and not hmac.compare_digest(row.signature or "", sign(row.hash, seal_key) or ""):
            return "seals", row.number, "the seal is not signed with the key of the office"
        for stream, (seq, digest) in held["heads"].items():
            if history.hash_of(reader.tx, stream, seq) != digest:
                return (
                    stream,
                    seq,
                    f"seal {number} holds another entry here: the end was cut off or rewritten",
                )
        previous = row.hash
    return None
