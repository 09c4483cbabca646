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


#: kind of field -> what to say when it is required and empty
MISSING: Mapping[str, str] = {
    "textfield": "впишите ответ",
    "textarea": "напишите ответ",
    "number": "укажите число",
    "checkbox": "поставьте отметку",
    "checklist": "отметьте хотя бы один пункт",
    "taglist": "отметьте хотя бы один пункт",
    "radio": "выберите один из ответов",
    "select": "выберите один из ответов",
    "datetime": "укажите дату",
    "filepicker": "приложите файл",
}
NOT_TEXT = "впишите ответ словами"
NOT_NUMBER = "укажите число цифрами"
NOT_DATE = "укажите дату, например 16.03.2026"
NOT_TIME = "укажите время, например 14:30"
NOT_OPTION = "выберите один из предложенных ответов"
NOT_A_MARK = "поставьте или снимите отметку"
TOO_SHORT = "напишите подробнее: нужно не меньше %(limit)s знаков, сейчас %(now)s"
TOO_LONG = "сократите: можно не больше %(limit)s знаков, сейчас %(now)s"
TOO_SMALL = "укажите число не меньше %(limit)s"
TOO_LARGE = "укажите число не больше %(limit)s"
TOO_FINE = "оставьте после запятой не больше %(limit)s знаков"
WRONG_SHAPE = "проверьте запись: она не того вида, что в подсказке"
NOT_EMAIL = "проверьте адрес почты, например asel@mail.kz"
NOT_PHONE = "проверьте телефон, например +7 700 123 45 67"
PAST_DATE = "укажите дату не раньше сегодняшней"
NOT_TWELVE = "в ИИН 12 цифр, сейчас %(now)s"
NOT_DIGITS = "в ИИН только цифры"
NOT_ISSUED = "проверьте цифры: такого ИИН не бывает"
