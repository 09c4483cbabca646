"""The shipped registers: complete, one body once, and routing that never guesses."""

from pathlib import Path

import pytest

from engine.directories import (
    Ambiguous,
    Body,
    Directories,
    InvalidDirectory,
    NotFound,
    UnknownBody,
    UnknownKind,
    place_key,
)

FOLDER = Path(__file__).parents[4] / "processes" / "directories"
EDUCATION, CENTRE, AKIM = "education_department", "service_centre", "rural_akim"


@pytest.fixture(scope="module")
def directories() -> Directories:
    return Directories.load(FOLDER)


@pytest.mark.parametrize(("kind", "service", "count"), [
    ("social_department", "targeted-social-assistance", 19),
    (AKIM, "targeted-social-assistance", 254),
    (EDUCATION, "guardianship-certificate", 205),
    (CENTRE, "guardianship-certificate", 285),
    (AKIM, "preschool-queue", 1443),
    (EDUCATION, "externat-permit-school", 205),
    ("control_department", "school-education-licence", 16),
    ("district_akim", "free-school-meals", 207),
])
def test_every_row_of_an_annex_is_a_body(
    kind: str, service: str, count: int, directories: Directories
) -> None:
    assert len(directories.bodies(kind, service=service)) == count


def test_a_centre_printed_in_four_annexes_is_one_body(directories: Directories) -> None:
    centres = directories.bodies(CENTRE)

    assert len(centres) == 285
    assert {len(centre.occurrences) for centre in centres} == {4}


def test_an_education_department_is_one_body_however_it_is_spelled(
    directories: Directories,
) -> None:
    departments = directories.bodies(EDUCATION)

    assert len(departments) == 205
    assert {len(department.services) for department in departments} == {12}


def test_every_department_and_centre_knows_its_region(directories: Directories) -> None:
    regions = {body.region for kind in (EDUCATION, CENTRE) for body in directories.bodies(kind)}

    assert len(regions) == 16


def test_ids_are_short_latin_words(directories: Directories) -> None:
    assert all(each.replace("-", "").isalnum() and each.isascii() for each in directories.by_id)
    assert directories.get("education-akmolinskaya-akkolskiy").district == "Аккольский район"


@pytest.mark.parametrize(("kind", "place", "body_id"), [
    (EDUCATION, ("Акмолинская область", "Аккольский район"), "education-akmolinskaya-akkolskiy"),
    (EDUCATION, ("Акмолинской области", "Аккольского района"), "education-akmolinskaya-akkolskiy"),
    (EDUCATION, ("акмолинская", "аккольский"), "education-akmolinskaya-akkolskiy"),
    (EDUCATION, ("СКО", "район Г. Мусрепова"),
     "education-severo-kazahstanskaya-rayon-imeni-gabita-musrepova"),
    (EDUCATION, ("Павлодарская", "г. Аксу"), "education-pavlodarskaya-gorod-aksu"),
    (EDUCATION, ("Алматинская", "Аксуский"), "education-almatinskaya-aksuskiy"),
    (EDUCATION, ("Астана", None), "education-astana"),
    (EDUCATION, ("город Астана", "Есильский район"), "education-astana"),
    (EDUCATION, (None, "Уйгурский район"), "education-almatinskaya-uygurskiy"),
    (EDUCATION, ("Акмолинская", "Щучинский район"), "education-akmolinskaya-burabayskiy"),
    ("social_department", ("Алматинская", "г. Капшагай"), "social-almatinskaya-gorod-kapshagay"),
    (CENTRE, ("Алматы", "Медеуский район"),
     "service-centre-almaty-medeuskiy-otdel-medeuskogo-rayona"),
    (CENTRE, ("Алматинская", "Аксуский район", "с. Капал"),
     "service-centre-almatinskaya-aksuskiy-otdelenie-kapal"),
])
def test_a_residence_leads_to_one_body(
    kind: str, place: tuple[str | None, ...], body_id: str, directories: Directories
) -> None:
    found = directories.route(kind, *place)

    assert isinstance(found, Body)
    assert found.id == body_id


def test_an_akim_is_found_by_settlement_or_rural_district(directories: Directories) -> None:
    place = ("Алматинская область", "Аксуский район")
    ids = {
        getattr(directories.route(AKIM, *place, name, "targeted-social-assistance"), "id", name)
        for name in ("Матайский поселковый округ", "п. Матай", "Матай")
    }

    assert ids == {"rural-akim-almatinskaya-aksuskiy-matayskiy-poselkovyy-okrug-rayona"}


def test_a_district_name_of_several_regions_asks_for_the_region(directories: Directories) -> None:
    found = directories.route(EDUCATION, None, "Жамбылский район")

    assert isinstance(found, Ambiguous)
    assert found.asks == "region"
    assert {body.region for body in found.candidates} == {
        "Алматинская область", "Жамбылская область", "Северо-Казахстанская область",
    }


def test_two_rows_with_one_name_are_both_offered(directories: Directories) -> None:
    found = directories.route(EDUCATION, "Павлодарская область", "город Павлодар")

    assert isinstance(found, Ambiguous)
    assert found.asks == "body"
    assert len(found.candidates) == 2


def test_an_unknown_settlement_asks_back(directories: Directories) -> None:
    without = directories.route(CENTRE, "Алматинская область", "Аксуский район")
    unknown = directories.route(CENTRE, "Алматинская область", "Аксуский район", "с. Матай")

    assert isinstance(without, Ambiguous)
    assert isinstance(unknown, Ambiguous)
    assert (without.asks, unknown.asks) == ("settlement", "body")
    assert "give the settlement" in without.message


@pytest.mark.parametrize(("kind", "place", "asks", "count"), [
    # the district is of three regions, one of which has a body for the whole of it
    (EDUCATION, (None, "Есильский район"), "region", 3),
    ("control_department", (None, "Есильский район"), "region", 3),
    # printed for one region, where two others have a district of this name
    ("social_department", (None, "Жамбылский район"), "region", 1),
    # a settlement never tells the region, however rare its name
    (AKIM, (None, None, "с. Урюпинка"), "region", 1),
    (AKIM, ("Акмолинская", None, "с. Акколь"), "district", 15),
    (AKIM, ("Костанайская", None, "Карасу"), "district", 25),
    (EDUCATION, ("Алматинская", None, "Аксу"), "district", 2),
    # the one akim printed for a town does not serve the town
    (AKIM, ("Атырауская", "г. Атырау", "Атырау"), "body", 1),
    (AKIM, ("Атырауская", "г. Атырау", None), "settlement", 1),
    # two villages of one name in one district
    (AKIM, ("СКО", "Кызылжарский", "Николаевка"), "body", 2),
    ("contact_official", ("Астана",), "body", 8),
    ("social_department", (), "region", 19),
])
def test_what_is_not_certain_is_asked(
    kind: str, place: tuple[str | None, ...], asks: str, count: int, directories: Directories
) -> None:
    found = directories.route(kind, *place)

    assert isinstance(found, Ambiguous)
    assert (found.asks, len(found.candidates)) == (asks, count)


@pytest.mark.parametrize("kind", [
    AKIM, EDUCATION, CENTRE, "district_akim", "social_department", "control_department", "region_akim",
])
def test_no_settlement_of_two_districts_leads_to_one_body(kind: str, directories: Directories) -> None:
    """Every name of the registers, asked without its district."""
    several = {place for place, districts in directories.homes.items() if len(districts) > 1}
    for body in directories.bodies(kind):
        for settlement in body.settlements:
            if (body.region, place_key(settlement)) in several:
                found = directories.route(kind, body.region, None, settlement)
                assert not isinstance(found, Body) or found.district == ""


def test_every_settlement_of_an_akim_leads_to_him_or_asks_with_him(directories: Directories) -> None:
    for akim in directories.bodies(AKIM):
        for settlement in akim.settlements if akim.district else ():
            found = directories.route(AKIM, akim.region, akim.district, settlement)
            assert akim in (found.candidates if isinstance(found, Ambiguous) else (found,))


@pytest.mark.parametrize(("place", "body_id"), [
    (("СКО", "Есильский р-н", "с. Волошинка"), "rural-akim-severo-kazahstanskaya-esilskiy-voloshinskogo"),
    (("ЗКО", "Жангалинский", "Копжасар"), "rural-akim-zapadno-kazahstanskaya-zhangalinskiy-kopzhasarskogo"),
    (("СКО", "Кызылжарский", "Новоалександровка"), "rural-akim-severo-kazahstanskaya-kyzylzharskiy-novonik"),
])
def test_an_akim_serves_his_seat_and_words_broken_in_print(
    place: tuple[str, ...], body_id: str, directories: Directories
) -> None:
    found = directories.route(AKIM, *place)

    assert isinstance(found, Body)
    assert found.id.startswith(body_id)


def test_a_region_alone_asks_for_the_district(directories: Directories) -> None:
    found = directories.route(EDUCATION, "город Алматы")

    assert isinstance(found, Ambiguous)
    assert (found.asks, len(found.candidates)) == ("district", 7)


@pytest.mark.parametrize(("place", "asks", "expected"), [
    (("Омская область",), "region", "Акмолинская область"),
    (("Акмолинская область", "Уйгурский район"), "district", "Аккольский район"),
    (("Павлодарская область", "Павлодарский район"), "district", "Актогайский район"),
    ((None, "Омский район"), "district", None),
])
def test_a_place_without_a_body_says_what_was_expected(
    place: tuple[str | None, ...], asks: str, expected: str | None, directories: Directories
) -> None:
    found = directories.route(EDUCATION, *place)

    assert isinstance(found, NotFound)
    assert found.asks == asks
    assert expected is None or expected in found.expected


def test_nothing_given_asks_for_the_region(directories: Directories) -> None:
    found = directories.route(EDUCATION)

    assert isinstance(found, Ambiguous)
    assert found.asks == "region"


def test_bodies_are_filtered_by_everything_given(directories: Directories) -> None:
    found = directories.bodies(CENTRE, "Алматинская", "Аксуский", "Капал")

    assert [body.name for body in found] == ["Отделение Капал"]
    assert directories.bodies(CENTRE, "Омская") == ()


def test_a_merged_schedule_holds_for_the_rows_below_it(directories: Directories) -> None:
    departments = directories.bodies("social_department")

    assert all("с 9.00 до 18.00" in department.schedule for department in departments)


def test_the_kinds_of_a_service_are_those_of_its_annexes(directories: Directories) -> None:
    assert set(directories.kinds_of("guardianship-certificate")) == {EDUCATION, CENTRE}
    assert set(directories.kinds_of("targeted-social-assistance")) == {AKIM, "social_department"}


def test_an_unknown_id_or_kind_is_an_error(directories: Directories) -> None:
    with pytest.raises(UnknownBody, match="none has the id 'x'"):
        directories.get("x")
    with pytest.raises(UnknownKind, match="'court' is none; use one of"):
        directories.route("court", "Астана")


@pytest.mark.parametrize(("change", "problem"), [
    (lambda text: text + text.split("\n")[1] + "\n", "is used twice"),
    (lambda text: text + "a;b\n", "not as many cells"),
    (lambda text: text.replace("targeted-social-assistance,1", "a; b,1", 1), "more services than"),
])
def test_a_broken_register_is_refused(change, problem: str, tmp_path: Path) -> None:
    for name in ("districts.csv", "social_department.csv"):
        (tmp_path / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")
    file = tmp_path / "social_department.csv"
    file.write_text(change(file.read_text("utf-8")), "utf-8")

    with pytest.raises(InvalidDirectory, match=problem):
        Directories.load(tmp_path)
