"""Names of the public holidays in three languages, by the Kazakh name of the package."""

from collections.abc import Mapping

Names = Mapping[str, str]


def _names(kk: str, ru: str, en: str) -> Names:
    return {"kk": kk, "ru": ru, "en": en}


NAMES: Mapping[str, Names] = {
    names["kk"]: names
    for names in (
        _names("Жаңа жыл", "Новый год", "New Year"),
        _names("Православиелік Рождество", "Православное Рождество", "Orthodox Christmas"),
        _names(
            "Халықаралық әйелдер күні", "Международный женский день", "International Women's Day"
        ),
        _names("Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"),
        _names(
            "Қазақстан халқының бірлігі мерекесі",
            "Праздник единства народа Казахстана",
            "Unity Day of the People of Kazakhstan",
        ),
        _names("Отан Қорғаушы күні", "День защитника Отечества", "Defender of the Fatherland Day"),
        _names("Жеңіс күні", "День Победы", "Victory Day"),
        _names("Астана күні", "День столицы", "Capital Day"),
        _names(
            "Қазақстан Республикасының Конституциясы күні",
            "День Конституции Республики Казахстан",
            "Constitution Day",
        ),
        _names("Республика күні", "День Республики", "Republic Day"),
        _names("Қазақстан Республикасы күні", "День Республики", "Republic Day"),
        _names(
            "Қазақстан Республикасының Тұңғыш Президенті күні",
            "День Первого Президента Республики Казахстан",
            "First President Day",
        ),
        _names("Тәуелсіздік күні", "День Независимости", "Independence Day"),
        _names("Құрбан айт", "Курбан айт", "Kurban Ait"),
    )
}
#: Days off that do not move when they fall on a day off (Law on holidays, art. 5).
NOT_SHIFTED = frozenset({"Православиелік Рождество", "Құрбан айт"})
#: The law on holidays of 13 December 2001, number 267, by its code in the legal database.
HOLIDAY_ACT = "Z010000267_"
#: Day off by transfer -> code of the decree or order; several in a year are told apart by the day.
TRANSFER_ACTS: Mapping[str, str] = {
    "2012-03-09": "P1200000268", "2012-04-30": "P1200000458", "2012-12-31": "P1200001538",
    "2013-05-10": "P1300000345", "2013-10-14": "P1300001068", "2014-01-03": "P1300001322",
    "2014": "P1400000365", "2016": "P1600000067", "2017": "P1700000005", "2018": "P1700000864",
    "2019": "P1800000888", "2020": "P1900000820", "2021": "P2000000930", "2022": "P2200000796",
    "2023": "P2300000326", "2024": "G24G0000109", "2025": "G24G0000436",
}
