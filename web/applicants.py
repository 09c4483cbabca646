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
    who = _organisation if service.applicants == "legal" else _person
    return Form(id="about", parts=(*who(for_clerk), *_contacts(), *_place(service), *_choices(service)))


def _person(for_clerk: bool) -> Iterator[Field]:
    yield _iin(_("ИИН получателя") if for_clerk else _("Ваш ИИН"), for_clerk)
    yield _name("applicant.name", _("Фамилия, имя, отчество"), _("Как в удостоверении личности"))


def _organisation(for_clerk: bool) -> Iterator[Field]:
    """The organisation applies, a person signs for it."""
    yield Field(
        key="applicant.bin",
        kind="textfield",
        label=_("БИН организации"),
        hint=_("12 цифр, как в справке о регистрации"),
        limits=Limits(required=True, shape="bin"),
    )
    yield _name("applicant.name", _("Наименование организации"), _("Как в справке о регистрации"))
    yield _iin(_("ИИН представителя") if for_clerk else _("Ваш ИИН"), for_clerk)
    said, hint = _("Фамилия, имя, отчество представителя"), _("Как в удостоверении личности")
    yield _name("applicant.representative", said, hint)


def _iin(label: str, for_clerk: bool) -> Field:
    return Field(
        key="applicant.iin",
        kind="textfield",
        label=label,
        hint=_("12 цифр, как в удостоверении"),
        limits=Limits(required=True, shape="iin"),
        readonly=not for_clerk,
    )


def _name(key: str, label: str, hint: str) -> Field:
    limits = Limits(required=True, max_length=200)
    return Field(key=key, kind="textfield", label=label, hint=hint, limits=limits)


def _contacts() -> Iterator[Field]:
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


def _place(service: Service) -> Iterator[Field]:
    if not service.asks_place:
        return
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
