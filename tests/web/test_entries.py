"""The register of a service: there for those who may see cases, and only for services that keep one."""

from engine.commands import Deploy, Resource
from engine.values import SYSTEM
from tests.web.conftest import CONTENT

KEY = "higher-education-licence"


def deployed(engine) -> None:
    files = [CONTENT / f"{KEY}.bpmn", CONTENT / f"decisions/{KEY}.dmn", *CONTENT.glob(f"forms/{KEY}-*.form")]
    engine.execute(
        Deploy(resources=tuple(Resource(name=each.name, content=each.read_bytes()) for each in files)), SYSTEM
    )


def test_a_service_that_names_a_register_keeps_one(engine, signed_in) -> None:
    deployed(engine)
    page = signed_in("supervisor").get("/issued/entries/higher-education-licence")

    assert page.status_code == 200
    assert "Реестр лицензий" in page.text
    assert "Записей нет." in page.text


def test_a_service_without_a_register_has_no_page(signed_in) -> None:
    assert signed_in("supervisor").get("/issued/entries/guardianship-certificate").status_code == 404


def test_applicants_do_not_read_it(signed_in) -> None:
    answer = signed_in("applicant").get("/issued/entries/higher-education-licence")

    assert answer.status_code in (302, 403, 404)
