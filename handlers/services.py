"""Titles of the services, as the acts print them."""

from functools import lru_cache
from pathlib import Path

import yaml


def service_title(processes: str, key: str) -> str:
    """Of the act with this key; the key itself when there is no act."""
    entry = _index(Path(processes) / "acts" / "index.yaml").get(key)
    return entry["title"] if entry else key


@lru_cache(maxsize=4)
def _index(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    return {entry["key"]: entry for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["acts"]}
