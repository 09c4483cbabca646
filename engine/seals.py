"""Seals: the heads of all histories that have grown, chained and signed now and then.

The chain inside a history shows a changed entry; the seals show that an end was cut off or a history removed.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from engine import encoding
from engine.commands import SealHistory
from engine.context import Context
from engine.store import history
from engine.store.history import START

#: a clock set back by less than this between two seals hides nothing from them
MARGIN = timedelta(hours=1)


def seal(command: SealHistory, context: Context) -> int:
    """The number of the new seal; the last one again when nothing has grown."""
    last = history.last_seal(context.tx)
    number = last.number if last else 0
    grown = _grown(context, last)
    # an empty seal tells the next one how far the clock was set back
    if not grown and not (last and context.now < last.at - MARGIN):
        return number
    content = encoding.dumps(
        {"number": number + 1, "at": context.now, "heads": grown, "previous": last.hash if last else START}
    )
    digest = encoding.digest(content)
    signature = sign(digest, context.seal_key)
    row = {
        "number": number + 1,
        "at": context.now,
        "content": content,
        "hash": digest,
        "signature": signature,
    }
    history.add_seal(context.tx, row)
    return number + 1


def _grown(context: Context, last: Any) -> dict[str, tuple[int, str]]:
    """Heads that no seal holds yet; the clock may have gone back since the last one."""
    if last is None:
        return history.heads(context.tx)
    since = min(last.at, context.now) - MARGIN
    sealed: dict[str, tuple[int, str]] = {}
    for row in history.seals_since(context.tx, since):
        held = encoding.loads(bytes(row.content))["heads"]
        sealed = {stream: tuple(head) for stream, head in held.items()} | sealed
    found = history.heads(context.tx, since)
    return {stream: head for stream, head in sorted(found.items()) if sealed.get(stream) != head}


def sign(digest: str, key: str) -> str | None:
    """HMAC-SHA-256 under the key of the office; None without a key."""
    return hmac.new(key.encode(), digest.encode(), hashlib.sha256).hexdigest() if key else None
