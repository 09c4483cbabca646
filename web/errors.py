"""What went wrong -> status and page, or JSON for who asks for it. The only place that knows status codes of errors."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import (
    DatabaseTooNew,
    DiskFull,
    EngineError,
    HistoryBroken,
    InvalidCommand,
    InvalidDefinition,
    InvalidVariables,
    NotAllowed,
    NotFound,
    Unavailable,
    WrongState,
)
from web.current import user

log = logging.getLogger(__name__)

#: class -> status; a subclass before its base
STATUSES: Mapping[type[EngineError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    WrongState: HTTPStatus.CONFLICT,
    InvalidDefinition: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidVariables: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidCommand: HTTPStatus.UNPROCESSABLE_ENTITY,
    DatabaseTooNew: HTTPStatus.SERVICE_UNAVAILABLE,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    HistoryBroken: HTTPStatus.INTERNAL_SERVER_ERROR,
    EngineError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
#: status -> heading and what to do
PAGES = {
    400: (lazy_gettext("Запрос не понят"), lazy_gettext("Вернитесь назад и повторите.")),
    401: (lazy_gettext("Нужно войти"), lazy_gettext("Войдите и повторите.")),
    403: (
        lazy_gettext("Сюда вам нельзя"),
        lazy_gettext("У вашей учётной записи нет роли для этой страницы. Её даёт администратор."),
    ),
    404: (
        lazy_gettext("Такой страницы нет"),
        lazy_gettext("Проверьте адрес или номер. Дело могло быть не вашего органа."),
    ),
    405: (lazy_gettext("Так сделать нельзя"), lazy_gettext("Вернитесь назад и повторите.")),
    409: (
        lazy_gettext("Дело уже изменилось"),
        lazy_gettext("Кто-то успел раньше. Откройте дело и посмотрите, что сделано."),
    ),
    413: (
        lazy_gettext("Файлы слишком большие"),
        lazy_gettext("Уменьшите файлы и приложите их снова."),
    ),
    422: (lazy_gettext("Так принять нельзя"), lazy_gettext("Исправьте и отправьте снова.")),
    429: (lazy_gettext("Слишком много попыток"), lazy_gettext("Подождите и повторите.")),
    503: (lazy_gettext("Система не готова"), lazy_gettext("Сообщите администратору.")),
}
#: what is said instead of the words of the status; a subclass before its base
CAUSES: Mapping[type[EngineError], tuple[Any, Any]] = {
    DiskFull: (
        lazy_gettext("На диске базы данных нет места"),
        lazy_gettext(
            "Ничего не потеряно и не сделано наполовину. Сообщите администратору и повторите позже."
        ),
    ),
    Unavailable: (
        lazy_gettext("База данных не отвечает"),
        lazy_gettext("Ничего не потеряно. Подождите минуту, посмотрите, сделан ли шаг, и повторите."),
    ),
}
#: seconds after which a program may ask again
RETRY_AFTER = "5"
UNEXPECTED = (
    lazy_gettext("Система не справилась"),
    lazy_gettext("Ничего не потеряно: повторите позже или сообщите администратору."),
)


def install(app: Flask) -> None:
    app.register_error_handler(EngineError, on_engine_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(HTTPException, on_http_error)


def status_of(error: EngineError) -> HTTPStatus:
    return next(status for kind, status in STATUSES.items() if isinstance(error, kind))


def on_engine_error(error: EngineError) -> ResponseReturnValue:
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s: %s", type(error).__name__, error.message)
    problems = [each.to_dict() for each in getattr(error, "problems", ())]
    fields = getattr(error, "fields", {})
    if isinstance(error, Unavailable):
        # the page of a person asks the database for more; this one must not
        g.user = None
    words = next((words for kind, words in CAUSES.items() if isinstance(error, kind)), None)
    kind = type(error).__name__
    made = make_response(answer(status, error.message, words, kind=kind, problems=problems, fields=fields))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        made.headers["Retry-After"] = RETRY_AFTER
    return made


def on_csrf_error(error: CSRFError) -> ResponseReturnValue:
    return answer(HTTPStatus.BAD_REQUEST, _("Страница открыта слишком давно. Обновите её."))


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status == HTTPStatus.UNAUTHORIZED and not wants_json():
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
    return answer(status, error.description or "")


def answer(
    status: int, message: str, words: tuple[Any, Any] | None = None, **details: object
) -> ResponseReturnValue:
    """Page or JSON with the same sentence; `words` instead of those of the status: heading, advice."""
    if wants_json():
        return jsonify(status=int(status), error=message, **details), int(status)
    heading, advice = words or PAGES.get(int(status), UNEXPECTED)
    page = render_template(
        "error.html", status=int(status), heading=heading, advice=advice, message=message,
        details=details, signed_in=user() is not None,
    )  # fmt: skip
    return page, int(status)


def wants_json() -> bool:
    accepts = request.accept_mimetypes
    return accepts["application/json"] > accepts["text/html"]
