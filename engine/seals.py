"""Seals: the heads of all histories that have grown, chained and signed now and then.

The chain inside a history shows a changed entry; the seals show that an end was cut off or a history removed.
"""

import hashlib
import hmac

from engine import encoding
from engine.commands import SealHistory
from engine.context import Context
from engine.store import history
from engine.store.history import START


def seal(command: SealHistory, context: Context) -> int:
    """The number of the new seal; the last one again when nothing has grown."""
    last = history.last_seal(context.tx)
    grown = history.changed_since(context.tx, last.at if last else None)
    number = last.number if last else 0
    if not grown:
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


def sign(digest: str, key: str) -> str | None:
    """HMAC-SHA-256 under the key of the office; None without a key."""
    return hmac.new(key.encode(), digest.encode(), hashlib.sha256).hexdigest() if key else None
