# Слова, нужные на каждой странице: роли, языки, общие кнопки, счётные слова.
# Неразрывные пробелы перед тире, после «№», перед «ч», «мин», «с», «%» ставит загрузчик: здесь пишутся обычные.

product-name = Окно
product-tagline = Одно окно для каждого обращения

yes = Да
no = Нет
none = Нет
unknown = Неизвестно
all = Все
and-more = и ещё { $count }
optional = необязательно

role-operator = Оператор
role-supervisor = Супервизор
role-administrator = Администратор
role-client = Клиент
role-integration = Интеграция
role-robot = Робот
role-system = Окно

language = Язык
language-ru = Русский
language-en = English
language-switch = Сменить язык
theme = Оформление
theme-system = Как в системе
theme-light = Светлое
theme-dark = Тёмное
time-zone = Часовой пояс

# Общие кнопки и слова
button-save = Сохранить
button-cancel = Отмена
button-undo = Отменить
button-delete = Удалить
button-edit = Изменить
button-add = Добавить
button-back = Назад
button-close-window = Закрыть окно
button-copy = Скопировать
button-copied = Скопировано
button-retry = Повторить
button-refresh = Обновить
button-show-more = Показать ещё
button-search = Найти
button-apply = Применить
button-reset = Сбросить
button-download = Скачать
button-open = Открыть
button-continue = Продолжить
button-help = Справка

# Даты и время, когда они стоят отдельно
today = сегодня
yesterday = вчера
tomorrow = завтра
now = сейчас

# Счётные слова. Дроби стоят с родительным единственного: 1,5 обращения.
count-tickets = { $count ->
    [one] { $count } обращение
    [few] { $count } обращения
    [many] { $count } обращений
   *[other] { $count } обращения
}
count-overdue-tickets = { $count ->
    [one] просрочено { $count } обращение
    [few] просрочено { $count } обращения
    [many] просрочено { $count } обращений
   *[other] просрочено { $count } обращения
}
count-business-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
    [many] { $count } рабочих дней
   *[other] { $count } рабочего дня
}
# После «в течение», «до», «не более»
count-business-days-within = { $count ->
    [one] { $count } рабочего дня
    [few] { $count } рабочих дней
    [many] { $count } рабочих дней
   *[other] { $count } рабочего дня
}
count-business-hours = { $count ->
    [one] { $count } рабочий час
    [few] { $count } рабочих часа
    [many] { $count } рабочих часов
   *[other] { $count } рабочего часа
}
count-business-hours-within = { $count ->
    [one] { $count } рабочего часа
    [few] { $count } рабочих часов
    [many] { $count } рабочих часов
   *[other] { $count } рабочего часа
}
count-business-minutes = { $count ->
    [one] { $count } рабочая минута
    [few] { $count } рабочие минуты
    [many] { $count } рабочих минут
   *[other] { $count } рабочей минуты
}
count-business-minutes-within = { $count ->
    [one] { $count } рабочей минуты
    [few] { $count } рабочих минут
    [many] { $count } рабочих минут
   *[other] { $count } рабочей минуты
}
count-calendar-days = { $count ->
    [one] { $count } календарный день
    [few] { $count } календарных дня
    [many] { $count } календарных дней
   *[other] { $count } календарного дня
}
count-calendar-days-within = { $count ->
    [one] { $count } календарного дня
    [few] { $count } календарных дней
    [many] { $count } календарных дней
   *[other] { $count } календарного дня
}
count-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
    [many] { $count } дней
   *[other] { $count } дня
}
count-days-within = { $count ->
    [one] { $count } дня
    [few] { $count } дней
    [many] { $count } дней
   *[other] { $count } дня
}
count-hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
    [many] { $count } часов
   *[other] { $count } часа
}
count-minutes = { $count ->
    [one] { $count } минута
    [few] { $count } минуты
    [many] { $count } минут
   *[other] { $count } минуты
}
# После «через», «за»
count-minutes-in = { $count ->
    [one] { $count } минуту
    [few] { $count } минуты
    [many] { $count } минут
   *[other] { $count } минуты
}
count-minutes-within = { $count ->
    [one] { $count } минуты
    [few] { $count } минут
    [many] { $count } минут
   *[other] { $count } минуты
}
count-seconds = { $count ->
    [one] { $count } секунда
    [few] { $count } секунды
    [many] { $count } секунд
   *[other] { $count } секунды
}
count-calls = { $count ->
    [one] { $count } звонок
    [few] { $count } звонка
    [many] { $count } звонков
   *[other] { $count } звонка
}
count-missed-calls = { $count ->
    [one] { $count } пропущенный звонок
    [few] { $count } пропущенных звонка
    [many] { $count } пропущенных звонков
   *[other] { $count } пропущенного звонка
}
count-call-attempts = { $count ->
    [one] { $count } попытка дозвона
    [few] { $count } попытки дозвона
    [many] { $count } попыток дозвона
   *[other] { $count } попытки дозвона
}
count-messages = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
    [many] { $count } сообщений
   *[other] { $count } сообщения
}
count-new-messages = { $count ->
    [one] { $count } новое сообщение
    [few] { $count } новых сообщения
    [many] { $count } новых сообщений
   *[other] { $count } нового сообщения
}
count-emails = { $count ->
    [one] { $count } письмо
    [few] { $count } письма
    [many] { $count } писем
   *[other] { $count } письма
}
count-notes = { $count ->
    [one] { $count } заметка
    [few] { $count } заметки
    [many] { $count } заметок
   *[other] { $count } заметки
}
count-events = { $count ->
    [one] { $count } событие
    [few] { $count } события
    [many] { $count } событий
   *[other] { $count } события
}
count-files = { $count ->
    [one] { $count } файл
    [few] { $count } файла
    [many] { $count } файлов
   *[other] { $count } файла
}
count-operators = { $count ->
    [one] { $count } оператор
    [few] { $count } оператора
    [many] { $count } операторов
   *[other] { $count } оператора
}
count-clients = { $count ->
    [one] { $count } клиент
    [few] { $count } клиента
    [many] { $count } клиентов
   *[other] { $count } клиента
}
count-promises = { $count ->
    [one] { $count } обещание
    [few] { $count } обещания
    [many] { $count } обещаний
   *[other] { $count } обещания
}
count-selected = { $count ->
    [one] Выбрано { $count } обращение
    [few] Выбрано { $count } обращения
    [many] Выбрано { $count } обращений
   *[other] Выбрано { $count } обращения
}
count-found = { $count ->
    [one] Найдено { $count } обращение
    [few] Найдено { $count } обращения
    [many] Найдено { $count } обращений
   *[other] Найдено { $count } обращения
}
size-bytes = { $size } Б
size-kilobytes = { $size } КБ
size-megabytes = { $size } МБ
size-gigabytes = { $size } ГБ
