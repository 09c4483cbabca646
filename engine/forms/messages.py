"""What is wrong with a value, as words that say what to do. The Russian is the translation key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A message with the values for its %(name)s places."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def marked(text: str) -> str:
    """To be translated: the collector of messages looks for this name."""
    return text


#: kind of field -> what to say when it is required and empty
MISSING: Mapping[str, str] = {
    "textfield": marked("впишите ответ"),
    "textarea": marked("напишите ответ"),
    "number": marked("укажите число"),
    "checkbox": marked("поставьте отметку"),
    "checklist": marked("отметьте хотя бы один пункт"),
    "taglist": marked("отметьте хотя бы один пункт"),
    "radio": marked("выберите один из ответов"),
    "select": marked("выберите один из ответов"),
    "datetime": marked("укажите дату"),
    "filepicker": marked("приложите файл"),
}
NOT_TEXT = marked("впишите ответ словами")
NOT_NUMBER = marked("укажите число цифрами")
NOT_DATE = marked("укажите дату, например 16.03.2026")
NOT_TIME = marked("укажите время, например 14:30")
NOT_OPTION = marked("выберите один из предложенных ответов")
NOT_A_MARK = marked("поставьте или снимите отметку")
TOO_SHORT = marked("напишите подробнее: нужно не меньше %(limit)s знаков, сейчас %(now)s")
TOO_LONG = marked("сократите: можно не больше %(limit)s знаков, сейчас %(now)s")
TOO_SMALL = marked("укажите число не меньше %(limit)s")
TOO_LARGE = marked("укажите число не больше %(limit)s")
TOO_FINE = marked("оставьте после запятой не больше %(limit)s знаков")
WRONG_SHAPE = marked("проверьте запись: она не того вида, что в подсказке")
NOT_EMAIL = marked("проверьте адрес почты, например asel@mail.kz")
NOT_PHONE = marked("проверьте телефон, например +7 700 123 45 67")
PAST_DATE = marked("укажите дату не раньше сегодняшней")
NOT_TWELVE = marked("в ИИН 12 цифр, сейчас %(now)s")
NOT_DIGITS = marked("в ИИН только цифры")
NOT_ISSUED = marked("проверьте цифры: такого ИИН не бывает")
BIN_NOT_TWELVE = marked("в БИН 12 цифр, сейчас %(now)s")
BIN_NOT_DIGITS = marked("в БИН только цифры")
BIN_NOT_ISSUED = marked("проверьте цифры: такого БИН не бывает")
EITHER_NOT_TWELVE = marked("в ИИН и БИН 12 цифр, сейчас %(now)s")
EITHER_NOT_DIGITS = marked("в ИИН и БИН только цифры")
EITHER_NOT_ISSUED = marked("проверьте цифры: такого ИИН или БИН не бывает")
