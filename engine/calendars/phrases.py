"""The words of the sum in Russian, Kazakh and English, and how each language writes a date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.calendars.terms import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrases:
    """One language: forms of units, names of days and months, a template for each clause."""

    units: Mapping[Unit, tuple[str, ...]]
    form: Callable[[int], int]              #: amount -> which form of the unit
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    templates: Mapping[str, str]

    def amount(self, number: int, unit: Unit) -> str:
        forms = self.units[unit]
        return f"{number} {forms[min(self.form(number), len(forms) - 1)]}"

    def say(self, clause: str, **words: object) -> str:
        return self.templates[clause].format(**words)

    def short(self, day: date) -> str:
        return self.say("short_date", day=day.day, month=self.months[day.month - 1])

    def day(self, day: date) -> str:
        weekday = self.weekdays[day.isoweekday() - 1]
        month = self.months[day.month - 1]
        return self.say("date", weekday=weekday, day=day.day, month=month, year=day.year)

    def moment(self, moment: datetime) -> str:
        return f"{self.day(moment.date())}, {moment:%H:%M}"

    def span(self, first: date, last: date) -> str:
        """Several days in a row, as short as the language writes them."""
        if first == last:
            return self.short(first)
        if first.month == last.month:
            month = self.months[first.month - 1]
            return self.say("short_date", day=f"{first.day}-{last.day}", month=month)
        return f"{self.short(first)} - {self.short(last)}"


def _russian_form(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


RUSSIAN = Phrases(
    units={
        Unit.MINUTE: ("минута", "минуты", "минут"),
        Unit.HOUR: ("час", "часа", "часов"),
        Unit.WORKING_MINUTE: ("рабочая минута", "рабочие минуты", "рабочих минут"),
        Unit.WORKING_HOUR: ("рабочий час", "рабочих часа", "рабочих часов"),
        Unit.WORKING_DAY: ("рабочий день", "рабочих дня", "рабочих дней"),
        Unit.CALENDAR_DAY: ("календарный день", "календарных дня", "календарных дней"),
        Unit.WEEK: ("неделя", "недели", "недель"),
        Unit.MONTH: ("месяц", "месяца", "месяцев"),
        Unit.YEAR: ("год", "года", "лет"),
    },
    form=_russian_form,
    weekdays=("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    months=(
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    templates={
        "short_date": "{day} {month}",
        "date": "{weekday} {day} {month} {year}",
        "amount": "{amount} по календарю {title} (версия {version}) с {start}",
        "by_date": "установленная дата {closes}, календарь {title} (версия {version})",
        "window": "с {opens} по {closes}, календарь {title} (версия {version})",
        "late": "подано {start}, вне рабочего времени, считается поданным {filed}",
        "acceptance_counted": "день приёма считается",
        "acceptance_not_counted": "день приёма не считается",
        "issue_not_counted": "день выдачи не считается, выдача на следующий рабочий день",
        "off_one": "{days} выходной ({names})",
        "off_many": "{days} выходные ({names})",
        "from_pair": "{name} с {pair}",
        "worked": "{days} рабочий день вместо {pair}",
        "provisional": " (дата предварительная)",
        "moved": "последний день {last} выходной, срок перенесён на {due}",
        "paused": "приостановлен с {paused} по {resumed}",
        "extended": "продление: {amount}",
        "earliest": "раньше остальных: {others}",
        "due": "срок: {due}",
        "moved_due": "срок изменён с {before} на {after}, календарь {title}, версия {new} вместо "
        "{old}",
        "no_longer": "больше не действует: {text}",
        "from_now": "теперь: {text}",
    },
)

KAZAKH = Phrases(
    units={
        Unit.MINUTE: ("минут",),
        Unit.HOUR: ("сағат",),
        Unit.WORKING_MINUTE: ("жұмыс минуты",),
        Unit.WORKING_HOUR: ("жұмыс сағаты",),
        Unit.WORKING_DAY: ("жұмыс күні",),
        Unit.CALENDAR_DAY: ("күнтізбелік күн",),
        Unit.WEEK: ("апта",),
        Unit.MONTH: ("ай",),
        Unit.YEAR: ("жыл",),
    },
    form=lambda number: 0,
    weekdays=("дс", "сс", "ср", "бс", "жм", "сб", "жс"),
    months=(
        "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
        "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
    ),
    templates={
        "short_date": "{day} {month}",
        "date": "{weekday} {year} ж. {day} {month}",
        "amount": "{title} күнтізбесі бойынша {amount} ({version}-нұсқа), басталуы {start}",
        "by_date": "белгіленген күн {closes}, {title} күнтізбесі ({version}-нұсқа)",
        "window": "{opens} - {closes} аралығы, {title} күнтізбесі ({version}-нұсқа)",
        "late": "жұмыс уақытынан тыс берілген ({start}), берілген күні болып {filed} саналады",
        "acceptance_counted": "қабылдау күні есептеледі",
        "acceptance_not_counted": "қабылдау күні есептелмейді",
        "issue_not_counted": "беру күні есептелмейді, келесі жұмыс күні беріледі",
        "off_one": "{days} демалыс ({names})",
        "off_many": "{days} демалыс ({names})",
        "from_pair": "{name}, {pair} орнына",
        "worked": "{days} жұмыс күні, орнына {pair} демалыс",
        "provisional": " (күні алдын ала белгіленген)",
        "moved": "соңғы күн {last} демалыс, мерзім {due} күніне ауыстырылды",
        "paused": "{paused} - {resumed} аралығында тоқтатыла тұрды",
        "extended": "ұзартылды: {amount}",
        "earliest": "қалғандарынан бұрын: {others}",
        "due": "мерзімі: {due}",
        "moved_due": "мерзім өзгерді: {before} орнына {after}, {title} күнтізбесі, {old}-нұсқа "
        "орнына {new}-нұсқа",
        "no_longer": "енді қолданылмайды: {text}",
        "from_now": "енді: {text}",
    },
)

ENGLISH = Phrases(
    units={
        Unit.MINUTE: ("minute", "minutes"),
        Unit.HOUR: ("hour", "hours"),
        Unit.WORKING_MINUTE: ("working minute", "working minutes"),
        Unit.WORKING_HOUR: ("working hour", "working hours"),
        Unit.WORKING_DAY: ("working day", "working days"),
        Unit.CALENDAR_DAY: ("calendar day", "calendar days"),
        Unit.WEEK: ("week", "weeks"),
        Unit.MONTH: ("month", "months"),
        Unit.YEAR: ("year", "years"),
    },
    form=lambda number: int(number != 1),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    templates={
        "short_date": "{day} {month}",
        "date": "{weekday} {day} {month} {year}",
        "amount": "{amount}, calendar of {title} (version {version}), from {start}",
        "by_date": "fixed date {closes}, calendar of {title} (version {version})",
        "window": "from {opens} to {closes}, calendar of {title} (version {version})",
        "late": "filed {start}, outside working time, counts as filed {filed}",
        "acceptance_counted": "day of acceptance counted",
        "acceptance_not_counted": "day of acceptance not counted",
        "issue_not_counted": "day of issue not counted, issued on the next working day",
        "off_one": "{days} off ({names})",
        "off_many": "{days} off ({names})",
        "from_pair": "{name}, for {pair}",
        "worked": "{days} worked instead of {pair}",
        "provisional": " (date provisional)",
        "moved": "the last day {last} is off, moved to {due}",
        "paused": "paused from {paused} to {resumed}",
        "extended": "extended: {amount}",
        "earliest": "earlier than {others}",
        "due": "due {due}",
        "moved_due": "moved from {before} to {after}, calendar of {title}, version {new} instead "
        "of {old}",
        "no_longer": "no longer: {text}",
        "from_now": "now: {text}",
    },
)

PHRASES: Mapping[str, Phrases] = {"ru": RUSSIAN, "kk": KAZAKH, "en": ENGLISH}
