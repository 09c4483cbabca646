"""Demo people and organisations of the state databases: invented, always the same, numbers with right check digits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from engine.forms import check_digit

#: first digit after the birth date: century and sex
CENTURY = {(19, "м"): 3, (19, "ж"): 4, (20, "м"): 5, (20, "ж"): 6}


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    region: str
    district: str
    settlement: str | None
    street: str
    house: str
    flat: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    name: str
    sex: str
    born: date
    serial: int

    @property
    def iin(self) -> str:
        return numbered(f"{self.born:%y%m%d}{CENTURY[self.born.year // 100, self.sex]}", self.serial, 4)


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    place: Place
    since: str
    parents: tuple[Person, ...]
    children: tuple[Person, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    name: str
    head: str
    address: str
    registered: date
    serial: int
    #: "registered" or "liquidated"
    state: str = "registered"

    @property
    def bin(self) -> str:
        return numbered(f"{self.registered:%y%m}40", self.serial, 5)


def numbered(beginning: str, serial: int, digits: int) -> str:
    """With the serial number, or the next one that has a check digit."""
    while (last := check_digit(f"{beginning}{serial:0{digits}d}")) is None:
        serial += 1
    return f"{beginning}{serial:0{digits}d}{last}"


def person(name: str, sex: str, born: str, serial: int = 1) -> Person:
    return Person(name=name, sex=sex, born=date.fromisoformat(born), serial=serial)


KARAGANDA, ASTANA = "Карагандинская область", "город Астана"
FAMILIES = (
    Family(
        place=Place(
            region=KARAGANDA,
            district="город Караганда",
            settlement=None,
            street="Ержанова",
            house="12",
            flat="7",
        ),
        since="2011-08-19",
        parents=(
            person("Сәбит Бауыржан Маратұлы", "м", "1983-02-17", 41),
            person("Жақсылық Динара Ерланқызы", "ж", "1985-04-12", 26),
        ),
        children=(
            person("Сәбит Нұрәли Бауыржанұлы", "м", "2014-05-04", 17),
            person("Сәбит Айзере Бауыржанқызы", "ж", "2017-11-23", 8),
        ),
    ),
    Family(
        place=Place(
            region=KARAGANDA,
            district="город Караганда",
            settlement=None,
            street="Бухар Жырау",
            house="48",
            flat="31",
        ),
        since="2003-04-02",
        parents=(person("Кузнецова Ольга Игоревна", "ж", "1990-07-15", 12),),
        children=(person("Кузнецов Илья Петрович", "м", "2015-09-30", 5),),
    ),
    Family(
        place=Place(
            region=ASTANA,
            district="район Есиль",
            settlement=None,
            street="Қабанбай батыр",
            house="11",
            flat="96",
        ),
        since="2016-12-27",
        parents=(
            person("Бекенов Арман Саятович", "м", "1979-11-03", 33),
            person("Бекенова Гүлдана Әміржанқызы", "ж", "1982-06-28", 19),
        ),
        children=(
            person("Бекенов Данияр Арманұлы", "м", "2006-03-08", 21),
            person("Бекенова Аяла Арманқызы", "ж", "2020-01-14", 3),
        ),
    ),
    Family(
        place=Place(
            region="Акмолинская область",
            district="Аккольский район",
            settlement="село Урюпинка",
            street="Школьная",
            house="5",
        ),
        since="1998-10-10",
        parents=(
            person("Волков Сергей Иванович", "м", "1976-09-30", 9),
            person("Волкова Наталья Юрьевна", "ж", "1978-12-05", 14),
        ),
        children=(
            person("Волкова Мария Сергеевна", "ж", "2005-07-07", 2),
            person("Волков Артём Сергеевич", "м", "2011-02-19", 6),
        ),
    ),
    Family(
        place=Place(
            region="Алматинская область",
            district="Талгарский район",
            settlement="город Талгар",
            street="Қонаев",
            house="77",
            flat="4",
        ),
        since="2020-05-25",
        parents=(person("Оразбаева Айгүл Сейітқызы", "ж", "1988-04-12", 11),),
        children=(
            person("Оразбаев Ерасыл Дәуренұлы", "м", "2021-08-01", 4),
            person("Оразбаева Інжу Дәуренқызы", "ж", "2023-03-22", 1),
        ),
    ),
    Family(
        place=Place(
            region="Восточно-Казахстанская область",
            district="город Усть-Каменогорск",
            settlement=None,
            street="Протозанова",
            house="83",
            flat="15",
        ),
        since="2009-09-01",
        parents=(person("Пак Елена Викторовна", "ж", "1966-05-04", 7),),
    ),
)
ENTITIES = (
    Entity(
        name="АО «Демонстрационный университет»",
        head="Тілеубеков Ерлан Қайратұлы",
        address="г. Астана, ул. Сығанақ, 60",
        registered=date(2001, 6, 14),
        serial=81,
    ),
    Entity(
        name="ТОО «Академия примеров»",
        head="Смирнов Павел Андреевич",
        address="г. Алматы, пр. Абая, 52",
        registered=date(2010, 3, 2),
        serial=1204,
    ),
    Entity(
        name="Учреждение «Высшая школа образцов»",
        head="Ыдырысова Әсем Маратқызы",
        address="г. Караганда, ул. Ержанова, 18",
        registered=date(2012, 9, 27),
        serial=377,
    ),
    Entity(
        name="ТОО «Закрытый колледж»",
        head="Омаров Қайрат Берікұлы",
        address="г. Шымкент, ул. Байтұрсынов, 7",
        registered=date(2006, 1, 19),
        serial=55,
        state="liquidated",
    ),
)


@cache
def persons() -> dict[str, dict[str, Any]]:
    """IIN -> what the state database of natural persons says."""
    return {each.iin: _person(each) for family in FAMILIES for each in (*family.parents, *family.children)}


def _person(each: Person) -> dict[str, Any]:
    return {
        "iin": each.iin,
        "name": each.name,
        "birth_date": each.born.isoformat(),
        "sex": each.sex,
        "citizenship": "KZ",
        "died_on": None,
        "demo": True,
    }


@cache
def births() -> dict[str, dict[str, Any]]:
    """IIN of the child -> its birth record."""
    return dict(_births())


def _births() -> Iterator[tuple[str, dict[str, Any]]]:
    for family in FAMILIES:
        for number, child in enumerate(family.children, 1):
            yield (
                child.iin,
                {
                    "iin": child.iin,
                    "name": child.name,
                    "birth_date": child.born.isoformat(),
                    "parents": [{"iin": each.iin, "name": each.name} for each in family.parents],
                    "act_number": f"10-{child.born:%y%m}-{child.serial:03d}{number}",
                    "act_date": child.born.replace(day=28).isoformat(),
                    "demo": True,
                },
            )


@cache
def addresses() -> dict[str, dict[str, Any]]:
    """IIN -> registered place of residence."""
    return {
        each.iin: {
            **{name: getattr(family.place, name) for name in Place.__slots__},
            "since": max(family.since, each.born.isoformat()),
            "demo": True,
        }
        for family in FAMILIES
        for each in (*family.parents, *family.children)
    }


@cache
def legal_entities() -> dict[str, dict[str, Any]]:
    return {
        each.bin: {
            "bin": each.bin,
            "name": each.name,
            "head": each.head,
            "address": each.address,
            "registered_on": each.registered.isoformat(),
            "state": each.state,
            "demo": True,
        }
        for each in ENTITIES
    }
