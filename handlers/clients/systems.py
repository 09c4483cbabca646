"""Systems outside, as people call them; their codes are those of the settings QYZMET_<CODE>_URL."""

from collections.abc import Mapping

#: code -> name in Russian, as it begins a sentence
NAMES: Mapping[str, str] = {
    "payment": "Платёжный шлюз",
    "signature": "Служба проверки электронной подписи",
    "persons": "Государственная база «Физические лица»",
    "births": "Государственная база «Записи актов гражданского состояния»",
    "legal_entities": "Государственная база «Юридические лица»",
    "addresses": "Государственная база «Адресный регистр»",
    "sms": "Служба СМС",
}
