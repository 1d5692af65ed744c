//! Zones that have a name of their own in speech. The rest go by their city (English) or offset.

/// A zone by the city people name it after.
pub(super) struct Named {
    /// IANA names, the current one first.
    pub iana: &'static [&'static str],
    /// «по … времени»
    pub russian: &'static str,
    /// «Москва»
    pub russian_city: &'static str,
    /// "… time"
    pub english: &'static str,
    /// People in Russia count this zone from Moscow.
    pub from_moscow: bool,
}

const fn russia(
    iana: &'static [&'static str],
    russian_city: &'static str,
    russian: &'static str,
    english: &'static str,
) -> Named {
    Named {
        iana,
        russian,
        russian_city,
        english,
        from_moscow: true,
    }
}

const fn abroad(
    iana: &'static [&'static str],
    russian_city: &'static str,
    russian: &'static str,
    english: &'static str,
) -> Named {
    Named {
        iana,
        russian,
        russian_city,
        english,
        from_moscow: false,
    }
}

/// West to east: Russia, its neighbours, the rest of the world.
pub(super) const NAMED: &[Named] = &[
    russia(
        &["Europe/Kaliningrad"],
        "Калининград",
        "калининградскому",
        "Kaliningrad",
    ),
    russia(&["Europe/Moscow", "W-SU"], "Москва", "московскому", "Moscow"),
    russia(
        &["Europe/Simferopol"],
        "Симферополь",
        "симферопольскому",
        "Simferopol",
    ),
    russia(&["Europe/Kirov"], "Киров", "кировскому", "Kirov"),
    russia(&["Europe/Volgograd"], "Волгоград", "волгоградскому", "Volgograd"),
    russia(&["Europe/Astrakhan"], "Астрахань", "астраханскому", "Astrakhan"),
    russia(&["Europe/Saratov"], "Саратов", "саратовскому", "Saratov"),
    russia(&["Europe/Ulyanovsk"], "Ульяновск", "ульяновскому", "Ulyanovsk"),
    russia(&["Europe/Samara"], "Самара", "самарскому", "Samara"),
    russia(
        &["Asia/Yekaterinburg"],
        "Екатеринбург",
        "екатеринбургскому",
        "Yekaterinburg",
    ),
    russia(&["Asia/Omsk"], "Омск", "омскому", "Omsk"),
    russia(
        &["Asia/Novosibirsk"],
        "Новосибирск",
        "новосибирскому",
        "Novosibirsk",
    ),
    russia(&["Asia/Barnaul"], "Барнаул", "барнаульскому", "Barnaul"),
    russia(&["Asia/Tomsk"], "Томск", "томскому", "Tomsk"),
    russia(
        &["Asia/Novokuznetsk"],
        "Новокузнецк",
        "новокузнецкому",
        "Novokuznetsk",
    ),
    russia(
        &["Asia/Krasnoyarsk"],
        "Красноярск",
        "красноярскому",
        "Krasnoyarsk",
    ),
    russia(&["Asia/Irkutsk"], "Иркутск", "иркутскому", "Irkutsk"),
    russia(&["Asia/Chita"], "Чита", "читинскому", "Chita"),
    russia(&["Asia/Yakutsk"], "Якутск", "якутскому", "Yakutsk"),
    russia(&["Asia/Khandyga"], "Хандыга", "хандыгскому", "Khandyga"),
    russia(
        &["Asia/Vladivostok"],
        "Владивосток",
        "владивостокскому",
        "Vladivostok",
    ),
    russia(&["Asia/Ust-Nera"], "Усть-Нера", "усть-нерскому", "Ust-Nera"),
    russia(&["Asia/Magadan"], "Магадан", "магаданскому", "Magadan"),
    russia(&["Asia/Sakhalin"], "Южно-Сахалинск", "сахалинскому", "Sakhalin"),
    russia(
        &["Asia/Srednekolymsk"],
        "Среднеколымск",
        "среднеколымскому",
        "Srednekolymsk",
    ),
    russia(
        &["Asia/Kamchatka"],
        "Петропавловск-Камчатский",
        "камчатскому",
        "Kamchatka",
    ),
    russia(&["Asia/Anadyr"], "Анадырь", "анадырскому", "Anadyr"),
    abroad(&["Europe/Minsk"], "Минск", "минскому", "Minsk"),
    abroad(&["Europe/Kyiv", "Europe/Kiev"], "Киев", "киевскому", "Kyiv"),
    abroad(
        &["Europe/Chisinau", "Europe/Tiraspol"],
        "Кишинёв",
        "кишинёвскому",
        "Chisinau",
    ),
    abroad(&["Asia/Tbilisi"], "Тбилиси", "тбилисскому", "Tbilisi"),
    abroad(&["Asia/Yerevan"], "Ереван", "ереванскому", "Yerevan"),
    abroad(&["Asia/Baku"], "Баку", "бакинскому", "Baku"),
    abroad(
        &["Asia/Ashgabat", "Asia/Ashkhabad"],
        "Ашхабад",
        "ашхабадскому",
        "Ashgabat",
    ),
    abroad(&["Asia/Tashkent"], "Ташкент", "ташкентскому", "Tashkent"),
    abroad(&["Asia/Samarkand"], "Самарканд", "самаркандскому", "Samarkand"),
    abroad(&["Asia/Dushanbe"], "Душанбе", "душанбинскому", "Dushanbe"),
    abroad(&["Asia/Bishkek"], "Бишкек", "бишкекскому", "Bishkek"),
    abroad(&["Asia/Almaty"], "Алма-Ата", "алма-атинскому", "Almaty"),
    abroad(&["Europe/Vilnius"], "Вильнюс", "вильнюсскому", "Vilnius"),
    abroad(&["Europe/Riga"], "Рига", "рижскому", "Riga"),
    abroad(&["Europe/Tallinn"], "Таллин", "таллинскому", "Tallinn"),
    abroad(&["Europe/Helsinki"], "Хельсинки", "хельсинкскому", "Helsinki"),
    abroad(&["Europe/London", "GB"], "Лондон", "лондонскому", "London"),
    abroad(
        &["Europe/Lisbon", "Portugal"],
        "Лиссабон",
        "лиссабонскому",
        "Lisbon",
    ),
    abroad(&["Europe/Madrid"], "Мадрид", "мадридскому", "Madrid"),
    abroad(&["Europe/Paris"], "Париж", "парижскому", "Paris"),
    abroad(&["Europe/Berlin"], "Берлин", "берлинскому", "Berlin"),
    abroad(&["Europe/Vienna"], "Вена", "венскому", "Vienna"),
    abroad(&["Europe/Prague"], "Прага", "пражскому", "Prague"),
    abroad(&["Europe/Warsaw", "Poland"], "Варшава", "варшавскому", "Warsaw"),
    abroad(&["Europe/Rome"], "Рим", "римскому", "Rome"),
    abroad(&["Europe/Belgrade"], "Белград", "белградскому", "Belgrade"),
    abroad(&["Europe/Athens"], "Афины", "афинскому", "Athens"),
    abroad(
        &["Asia/Nicosia", "Europe/Nicosia"],
        "Никосия",
        "никосийскому",
        "Nicosia",
    ),
    abroad(
        &["Europe/Istanbul", "Asia/Istanbul", "Turkey"],
        "Стамбул",
        "стамбульскому",
        "Istanbul",
    ),
    abroad(
        &["Asia/Jerusalem", "Asia/Tel_Aviv", "Israel"],
        "Иерусалим",
        "иерусалимскому",
        "Jerusalem",
    ),
    abroad(&["Africa/Cairo", "Egypt"], "Каир", "каирскому", "Cairo"),
    abroad(&["Asia/Tehran", "Iran"], "Тегеран", "тегеранскому", "Tehran"),
    abroad(&["Asia/Dubai"], "Дубай", "дубайскому", "Dubai"),
    abroad(&["Asia/Kolkata", "Asia/Calcutta"], "Дели", "индийскому", "India"),
    abroad(&["Asia/Bangkok"], "Бангкок", "бангкокскому", "Bangkok"),
    abroad(&["Asia/Shanghai", "PRC"], "Пекин", "пекинскому", "Beijing"),
    abroad(
        &["Asia/Hong_Kong", "Hongkong"],
        "Гонконг",
        "гонконгскому",
        "Hong Kong",
    ),
    abroad(
        &["Asia/Singapore", "Singapore"],
        "Сингапур",
        "сингапурскому",
        "Singapore",
    ),
    abroad(
        &["Asia/Ulaanbaatar", "Asia/Ulan_Bator"],
        "Улан-Батор",
        "улан-баторскому",
        "Ulaanbaatar",
    ),
    abroad(&["Asia/Seoul", "ROK"], "Сеул", "сеульскому", "Seoul"),
    abroad(&["Asia/Tokyo", "Japan"], "Токио", "токийскому", "Tokyo"),
    abroad(&["Australia/Sydney"], "Сидней", "сиднейскому", "Sydney"),
    abroad(
        &["America/New_York", "US/Eastern"],
        "Нью-Йорк",
        "нью-йоркскому",
        "New York",
    ),
    abroad(&["America/Toronto"], "Торонто", "торонтскому", "Toronto"),
    abroad(
        &["America/Chicago", "US/Central"],
        "Чикаго",
        "чикагскому",
        "Chicago",
    ),
    abroad(
        &["America/Denver", "US/Mountain"],
        "Денвер",
        "денверскому",
        "Denver",
    ),
    abroad(
        &["America/Los_Angeles", "US/Pacific"],
        "Лос-Анджелес",
        "лос-анджелесскому",
        "Los Angeles",
    ),
];
