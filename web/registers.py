"""Names for codes: roles of the acts (`processes/roles.csv`) and of the system."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("ru", "kk", "en")
Names = Mapping[str, str]
#: roles of the system
SYSTEM: Mapping[str, Names] = {
    code: dict(zip(LANGUAGES, names, strict=True))
    for code, *names in (
        ("clerk", "сотрудник", "қызметкер", "clerk"),
        ("supervisor", "руководитель", "басшы", "supervisor"),
        ("analyst", "аналитик", "талдаушы", "analyst"),
        ("auditor", "аудитор", "аудитор", "auditor"),
        ("applicant", "получатель", "алушы", "applicant"),
        ("administrator", "администратор", "әкімші", "administrator"),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Registers:
    roles: Mapping[str, Names]

    @classmethod
    def load(cls, content: Path) -> "Registers":
        return cls(roles={**SYSTEM, **read_roles(content / "roles.csv")})

    def role(self, code: str, language: str) -> str:
        """The code itself where it has no name."""
        names = self.roles.get(code, {})
        return names.get(language) or names.get("ru") or code


def read_roles(file: Path) -> dict[str, Names]:
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as rows:
        return {
            row["code"]: {each: row[each] for each in LANGUAGES if row.get(each)}
            for row in csv.DictReader(rows)
        }
