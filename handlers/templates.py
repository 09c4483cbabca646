"""Templates of what is issued: Jinja in a sandbox, limited in size and time.

Values of a case are data, never template.
"""

import re
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import TemplateError, TemplateNotFound
from jinja2.loaders import FileSystemLoader
from jinja2.runtime import ChainableUndefined
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from handlers.faults import HandlerFault
from handlers.wording import say_date, say_datetime

#: characters of a filled template
SIZE_LIMIT = 500_000
#: seconds of computing to fill it; what else the machine does meanwhile does not count
TIME_LIMIT = 5.0
#: rounds of a counted loop
RANGE_LIMIT = 1_000

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class Blank(ChainableUndefined):
    """A field nobody filled in prints as nothing; a variable the case does not know at all is an error."""

    def __str__(self) -> str:
        if self._undefined_obj is missing:
            self._refuse()
        return ""

    def _refuse(self) -> NoReturn:
        self._fail_with_undefined_error()


def fill(folder: Path, name: str, context: Mapping[str, Any]) -> str:
    """The template `name` of the folder with the values of a case."""
    if not NAME.fullmatch(name):
        raise HandlerFault(f'Expected the name of a template such as "receipt", but got "{name}".')
    try:
        return _drained(_environment(folder).get_template(f"{name}.html").generate(context), name)
    except TemplateNotFound as error:
        raise HandlerFault(
            f'Expected the template "{error.name}" in {folder.name}/, but there is none; add the file.'
        ) from error
    except (TemplateError, OverflowError, TypeError) as error:
        raise HandlerFault(f'Expected to fill the template "{name}", but {error}; correct it.') from error


def _drained(pieces: Any, name: str) -> str:
    """The pieces together, as long as they stay within the limits."""
    until = time.thread_time() + TIME_LIMIT
    parts: list[str] = []
    size = 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > SIZE_LIMIT or time.thread_time() > until:
            raise HandlerFault(
                f'Expected the template "{name}" to give at most {SIZE_LIMIT:,} characters within '
                f"{TIME_LIMIT:g} seconds of computing, but it gives more; shorten it."
            )
    return "".join(parts)


@lru_cache(maxsize=4)
def _environment(folder: Path) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=Blank,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(date=say_date, datetime=say_datetime)
    environment.globals["range"] = _range
    return environment


def _range(*bounds: int) -> range:
    counted = range(*bounds)
    if len(counted) > RANGE_LIMIT:
        raise OverflowError(f"a loop of {len(counted):,} rounds is longer than {RANGE_LIMIT:,}")
    return counted
