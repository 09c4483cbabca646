"""The questions every application asks: who applies, where they live, which procedure."""

import secrets
from collections.abc import Iterator

from flask_babel import gettext as _

from engine.forms import Field, Form, Limits, Option
from engine.services import Service
from web.i18n import NAMES
from web.wording import PROCEDURES, word

#: without letters and digits that look alike
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: between region and district in the value of an option
BETWEEN = "|"


def new_code() -> str:
    """With the number of the case it opens the page that says how the case goes."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _n in range(6))
    return f"{letters[:3]}-{letters[3:]}"


def about_form(service: Service, for_clerk: bool) -> Form:
    return Form(id="about", parts=(*_person(for_clerk), *_place(), *_choices(service)))


def _person(for_clerk: bool) -> Iterator[Field]:
    required = Limits(required=True, max_length=200)
    yield Field(
        key="applicant.iin",
        kind="textfield",
        label=_("ИИН получателя") if for_clerk else _("Ваш ИИН"),
        hint=_("12 цифр, как в удостоверении"),
        limits=Limits(required=True, shape="iin"),
        readonly=not for_clerk,
    )
    yield Field(
        key="applicant.name",
        kind="textfield",
        label=_("Фамилия, имя, отчество"),
        hint=_("Как в удостоверении личности"),
        limits=required,
    )
    yield Field(
        key="applicant.phone",
        kind="textfield",
        label=_("Телефон"),
        limits=Limits(required=True, shape="phone"),
        properties={"error": _("укажите телефон: по нему сообщат о результате")},
    )
    yield Field(key="applicant.email", kind="textfield", label=_("Почта"), limits=Limits(shape="email"))
    yield Field(
        key="applicant.language",
        kind="radio",
        label=_("Язык писем"),
        options=tuple(Option(label=name, value=code) for code, (_short, name) in NAMES.items()),
        default="kk",
        limits=Limits(required=True),
    )


def _place() -> Iterator[Field]:
    yield Field(
        key="place",
        kind="textfield",
        label=_("Район или город"),
        limits=Limits(required=True),
        properties={"error": _("выберите район или город: от него зависит, кто рассмотрит")},
    )
    yield Field(
        key="settlement",
        kind="textfield",
        label=_("Село, посёлок или округ"),
        hint=_("Если живёте не в городе"),
        limits=Limits(max_length=200),
    )


def _choices(service: Service) -> Iterator[Field]:
    for key, label, codes in (
        ("procedure", _("Что нужно"), service.procedures),
        ("category", _("Кто обращается"), service.categories),
    ):
        if len(codes) < 2:
            continue
        options = tuple(Option(label=word(PROCEDURES, code), value=code) for code in codes)
        yield Field(key=key, kind="radio", label=label, options=options, limits=Limits(required=True))
