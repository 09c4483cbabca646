"""A wide instance in pages: the branches of a scope that has many, a few at a time, so that a step writes few of them.

The state names its pages with their digests: what was not read at the same moment is noticed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from engine import encoding
from engine.bpmn.specs.tree import Token, Tree
from engine.errors import Conflict, WrongState

#: branches of a scope above which they lie in pages
WIDE = 64
#: ids of branches in a page
SPAN = 32
#: letters of a digest: of a page among some tens
MARK = 16

#: number of a page, and its text; None: it is not needed any more
Turn = Callable[[int, bytes | None], None]
Pages = Callable[[], Iterable[tuple[int, bytes]]]


def divided(tree: Tree) -> tuple[list[Token], dict[int, list[Token]]]:
    """The tokens that stay with the state, and those of each page."""
    here: list[Token] = []
    pages: defaultdict[int, list[Token]] = defaultdict(list)
    place: dict[int, int] = {}
    for token in tree.tasks.values():
        number = _page(token, place)
        if number:
            place[token.id] = number
            pages[number].append(token)
        else:
            here.append(token)
    return here, pages


def _page(token: Token, place: Mapping[int, int]) -> int:
    """That of the branch it is in; 0: none."""
    above = token.above
    if above is None:
        return 0
    if above.id in place:
        return place[above.id]
    return token.id // SPAN + 1 if len(above._children) > WIDE else 0


def turned(tree: Tree, pages: Mapping[int, bytes], turn: Turn) -> dict[str, str]:
    """Tell which pages are not as they were read; returns number -> digest."""
    marks = {str(number): mark(text) for number, text in pages.items()}
    for number, text in pages.items():
        if tree.pages.get(str(number)) != marks[str(number)]:
            turn(number, text)
    for gone in tree.pages.keys() - marks.keys():
        turn(int(gone), None)
    tree.pages = marks
    return marks


def read_pages(marks: Mapping[str, Any], pages: Pages | None) -> Iterator[bytes]:
    """Their texts; Conflict when one is missing or of another moment."""
    if pages is None:
        raise WrongState(f"expected a place that has {len(marks)} pages, but none was given")
    found = dict(pages())
    for number, digest in marks.items():
        text = found.get(int(number), b"")
        if mark(text) != digest:
            raise Conflict(f"Page {number} of the state was changed at the same moment; try again.")
        yield text


def mark(text: bytes) -> str:
    return encoding.digest(text)[:MARK]
