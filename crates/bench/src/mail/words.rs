//! Words for made-up mail, and sentences of them. A tenth are made up too: names, codes and misspellings give real mail
//! its long tail, which a search index has to carry.

use rand::Rng;
use rand::seq::IndexedRandom as _;
use std::sync::LazyLock;

static RUSSIAN: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "здравствуйте подскажите пожалуйста почему списали дважды комиссию за перевод по договору кредита \
    вчера вечером оформил заявку на сайте до сих пор не получил ответа от вашей службы поддержки в \
    приложении показывает ошибку при входе личный кабинет прошу вернуть деньги карту заблокировали \
    без предупреждения звонил оператору обещали перезвонить никто так и позвонил номер заказа \
    доставка задерживается уже третий день хотел бы узнать когда будет решён мой вопрос справку об \
    остатке задолженности отправьте адрес электронной почты паспортные данные изменились нужно \
    обновить прикладываю скан документа подписка журнал продлить отменить автоматическое списание \
    спасибо большое за быструю помощь жду вашего решения юриста консультация срок рассмотрения \
    претензии истёк согласно закону обязаны ответить течение пятнадцати рабочих дней отделение банка \
    улице закрыто ремонт работает терминал чек выдал сумма рублей пополнение счёта прошло проверьте \
    статус операции квитанция вложении уважением клиентка пенсионерка сыну доверенность процент \
    ставка график платежей досрочное погашение частичное страховка полис отказ"
        .split(' ')
        .collect()
});

static ENGLISH: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "hello could you please tell me why the payment was charged twice for my order number i have been \
    waiting since monday and nobody answered yet your website shows an error when trying to log in \
    with new phone account statement is missing last month we need invoice before friday attached \
    find copy of contract regarding subscription renewal cancel automatic delivery delayed again \
    third time this year refund should arrive within ten business days but it has not thank for help \
    yesterday operator promised call back address changed update details passport insurance policy \
    claim request status check card blocked without notice interest rate loan early repayment \
    schedule best regards"
        .split(' ')
        .collect()
});

static SYLLABLES: [LazyLock<Vec<&str>>; 2] = [
    LazyLock::new(|| {
        "ка ро ми тел бор ну ша вен лит гра ски дож пе ян кор зи"
            .split(' ')
            .collect()
    }),
    LazyLock::new(|| {
        "ka ro mi tel bor nu sha ven lit gra ski dor pe yan cor zi"
            .split(' ')
            .collect()
    }),
];

/// Surnames by which made-up clients go.
pub const NAMES: [&[&str]; 2] = [
    &[
        "Анна Смирнова",
        "Иван Кузнецов",
        "Мария Попова",
        "Пётр Соколов",
        "Ольга Лебедева",
        "Алексей Новиков",
        "Наталья Морозова",
        "Дмитрий Волков",
    ],
    &[
        "Anna Smith",
        "John Carter",
        "Mary Brown",
        "Peter Clark",
        "Olga Green",
        "Alex Turner",
        "Kate Moore",
        "David Hill",
    ],
];

/// In which language a mail is.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Lang {
    Russian = 0,
    English = 1,
}

impl Lang {
    fn list(self) -> &'static [&'static str] {
        match self {
            Self::Russian => &RUSSIAN,
            Self::English => &ENGLISH,
        }
    }

    fn syllables(self) -> &'static [&'static str] {
        match self {
            Self::Russian => &SYLLABLES[0],
            Self::English => &SYLLABLES[1],
        }
    }
}

/// Adds one word.
pub fn word(rng: &mut impl Rng, lang: Lang, out: &mut String) {
    match rng.random_range(0..20) {
        0 => (0..rng.random_range(2..5)).for_each(|_| out.extend(lang.syllables().choose(rng).copied())),
        1 => out.push_str(&rng.random_range(1..1_000_000_u32).to_string()),
        _ => out.extend(lang.list().choose(rng).copied()),
    }
}

/// About `chars` characters of sentences and paragraphs, wrapped as mail programs do.
pub fn prose(rng: &mut impl Rng, lang: Lang, chars: usize) -> String {
    let mut text = String::with_capacity(chars * 2);
    let (mut line, mut total, mut in_sentence) = (0, 0, 0);
    let mut length = rng.random_range(4..14);
    while total < chars {
        let start = text.len();
        word(rng, lang, &mut text);
        in_sentence += 1;
        let added = text[start..].chars().count() + 1;
        (line, total) = (line + added, total + added);
        if in_sentence == length {
            (in_sentence, length) = (0, rng.random_range(4..14));
            text.push(if rng.random_range(0..6) == 0 { '?' } else { '.' });
            if rng.random_range(0..5) == 0 {
                text.push_str("\r\n\r\n");
                line = 0;
                continue;
            }
        }
        if line > 72 {
            text.push_str("\r\n");
            line = 0;
        } else {
            text.push(' ');
        }
    }
    text
}
