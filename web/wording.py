"""Words for codes of the engine and of the acts: channels, terms, kinds of documents, states."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _

from web.i18n import said

CHANNELS: Mapping[str, Any] = {
    "authority": _("орган"),
    "centre": _("центр"),
    "mobile_centre": _("мобильный центр"),
    "portal": _("портал"),
    "post": _("почта"),
    "akim": _("аким"),
}
TERMS: Mapping[str, Any] = {
    "service": _("Оказать услугу"),
    "queue": _("Ожидание в очереди"),
    "queue_result": _("Ожидание в очереди за результатом"),
    "serving": _("Обслуживание в день обращения"),
    "storage": _("Хранение результата"),
    "return": _("Вернуть, если есть ошибки"),
    "inform": _("Сообщить получателю"),
    "validity": _("Срок действия результата"),
    "appeal": _("Обжаловать"),
    "registration": _("Зарегистрировать"),
    "hand_over": _("Передать документы в отдел"),
    "resolution": _("Наложить резолюцию"),
    "review": _("Рассмотреть документы"),
    "consideration": _("Рассмотреть документы"),
    "draft": _("Подготовить проект"),
    "preparation": _("Подготовить проект"),
    "signing": _("Подписать"),
    "signature": _("Подписать"),
    "warning": _("Предупредить о сроке"),
    "correction": _("Принять исправленные документы"),
    "intake": _("Принять и зарегистрировать"),
    "mobile_stop": _("Приём мобильного центра"),
    "delivery": _("Выдать результат"),
    "presentation": _("Представить направление"),
    "issue": _("Выдать результат"),
    "documents": _("Донести документы"),
    "filing": _("Подать заявление"),
    "session": _("Заседание комиссии"),
    "appeal_review": _("Рассмотреть апелляцию"),
    "enrolment": _("Зачислить"),
}
KINDS: Mapping[str, Any] = {
    "upload": _("приложено"),
    "receipt": _("расписка"),
    "result": _("результат"),
    "refusal": _("отказ"),
    "notice": _("уведомление"),
    "annulment": _("отметка"),
    "replacement": _("отметка"),
}
#: of an issued document
DOCUMENT_STATES: Mapping[str, Any] = {
    "valid": _("действителен"),
    "replaced": _("заменён"),
    "void": _("недействителен"),
}
DOCUMENT_TAGS = {"valid": "good", "replaced": "soon", "void": "late"}
#: "how it may be filed", as a heading
WAYS: Mapping[str, Any] = {
    "authority": _("Через орган"),
    "centre": _("Через центр обслуживания"),
    "mobile_centre": _("Через мобильный центр"),
    "portal": _("Через портал"),
    "post": _("По почте"),
    "akim": _("Через акима"),
}
STATES: Mapping[str, Any] = {
    "active": _("рассматривается"),
    "suspended": _("приостановлено"),
    "completed": _("завершено"),
    "terminated": _("прекращено"),
}
STATE_TAGS = {"active": "info", "suspended": "pause", "completed": "good", "terminated": "plain"}
FORMS: Mapping[str, Any] = {
    "original": _("подлинник"),
    "copy": _("копия"),
    "scan": _("скан"),
    "data": _("орган получит сам"),
    "electronic": _("электронно"),
}
PROCEDURES: Mapping[str, Any] = {
    "issue": _("выдача"),
    "reissue": _("переоформление"),
    "duplicate": _("дубликат"),
    "assignment": _("назначение"),
    "complex_testing": _("участие в комплексном тестировании"),
    "creative": _("творческая специальность"),
    "unt": _("поступление с сертификатом ЕНТ"),
    "general": _("без льготы"),
    "disabled_parent": _("ребёнок инвалида"),
    "no_parental_care": _("ребёнок, оставшийся без попечения родителей"),
    "orphan": _("ребёнок-сирота"),
    "large_family": _("ребёнок из многодетной семьи"),
    "war_equated": _("ребёнок приравненного к участникам и инвалидам войны"),
}


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        procedure_name=lambda code: _of(PROCEDURES, code),
        channel_name=lambda code: _of(CHANNELS, code),
        channel_way=lambda code: _of(WAYS, code),
        term_name=lambda code: _of(TERMS, code),
        kind_name=lambda code: _of(KINDS, code),
        document_state=lambda code: _of(DOCUMENT_STATES, code),
        document_tag=lambda code: DOCUMENT_TAGS.get(code, "plain"),
        state_name=lambda code: _of(STATES, code),
        state_tag=lambda code: STATE_TAGS.get(code, "plain"),
        form_name=lambda code: _of(FORMS, code),
    )
    app.jinja_env.filters["capitalize_first"] = capitalize_first
    app.jinja_env.filters["mask_iin"] = mask_iin
    app.jinja_env.filters["first_norm"] = first_norm
    app.jinja_env.filters["stem"] = stem


def word(table: Mapping[str, Any], code: str) -> str:
    return _of(table, code)


def _of(table: Mapping[str, Any], code: str | None) -> str:
    """The word; a code of the content may have its words in the content's catalogue."""
    return str(table[code]) if code is not None and code in table else said(code)


def capitalize_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def stem(name: str) -> str:
    """A document's name without the ending of its file."""
    return re.sub(r"\.(pdf|html)$", "", name)


def first_norm(norms: str) -> str:
    """Of several paragraphs the first, where there is room for one."""
    first, more, _rest = norms.partition("; ")
    return first + (" …" if more else "")


def mask_iin(iin: str | None) -> str:
    """Only the last four digits."""
    return f"•••• •••• {iin[-4:]}" if iin else ""
