# Консоль: вход, списки, строка обращения, супервизор, журнал приёма, карантин, пустые состояния.

# Вход
log-in = Вход
log-in-button = Войти
log-in-lead = Войдите, чтобы работать с обращениями
log-in-email = Эл. почта
log-in-password = Пароль
log-in-show-password = Показать пароль
log-in-hide-password = Скрыть пароль
log-in-forgot = Забыли пароль?
log-in-failed = Почта или пароль не подходят. Проверьте раскладку и попробуйте ещё раз
log-in-throttled = Слишком много попыток. Попробуйте снова через { $count ->
    [one] { $count } минуту
    [few] { $count } минуты
    [many] { $count } минут
   *[other] { $count } минуты
}
log-in-expired = Сеанс закончился. Войдите снова: черновики на месте
log-in-disabled = Учётная запись отключена. Обратитесь к администратору
log-out = Выйти
logged-out = Вы вышли
password-new = Новый пароль
password-repeat = Новый пароль ещё раз
password-too-short = Пароль слишком короткий: нужно не меньше { $count ->
    [one] { $count } знака
    [few] { $count } знаков
    [many] { $count } знаков
   *[other] { $count } знака
}
password-mismatch = Пароли не совпадают
password-changed = Пароль изменён. Войдите с новым
link-expired = Ссылка больше не действует. Запросите новую

# Разделы
nav-inbox = Входящие
nav-tickets = Обращения
nav-supervisor = Сроки
nav-clients = Клиенты
nav-reports = Отчёты
nav-ledger = Журнал приёма
nav-quarantine = Карантин
nav-settings = Настройки
nav-demo-mail = Отправленная почта
nav-account = Моя учётная запись
nav-skip = К содержанию

# Списки
views = Списки
view-mine = Мои
view-team = Моей группы
view-unassigned = Без ответственного
view-due-soon = Скоро срок
view-overdue = Просрочено
view-waiting-client = Ждём клиента
view-mentioned = Меня упомянули
view-all = Все
view-sort = Порядок
view-sort-due = По сроку
view-sort-new = Сначала новые
view-sort-old = Сначала старые

# Строка списка
row-last-client = Клиент
row-last-us = Мы
row-last-robot = Робот
row-unread = Не прочитано
row-no-words = Без текста
row-not-told = Клиенту не назван срок
row-delivery-failed = Ответ не дошёл до клиента

# Поиск и отбор
search = Поиск
search-placeholder = Номер, слово, имя или адрес
search-nothing = Ничего не нашлось. Попробуйте другое слово или часть слова
search-in-all = Искать во всех обращениях
filter = Отбор
filter-channel = Канал
filter-state = Состояние
filter-team = Группа
filter-assignee = Ответственный
filter-priority = Приоритет
filter-kind = Вид обращения
filter-tag = Метка
filter-period = Период
filter-clear = Снять отбор

# Живая страница
live-connected = Страница обновляется сама
live-lost = Нет связи. Показано последнее известное; соединяемся снова
live-restored = Связь восстановлена
live-changed-by = { $who }: обращение изменено. Показана новая версия
live-new-tickets = { $count ->
    [one] Показать { $count } новое обращение
    [few] Показать { $count } новых обращения
    [many] Показать { $count } новых обращений
   *[other] Показать { $count } нового обращения
}
live-viewing = { $who } тоже смотрит
live-writing = { $count ->
    [one] { $who } пишет ответ
   *[other] { $who } пишут ответ
}

# Пустые состояния
empty-mine = У вас нет открытых обращений. Возьмите первое из списка «Без ответственного»
empty-team = У вашей группы нет открытых обращений
empty-unassigned = У каждого обращения есть ответственный
empty-due-soon = В ближайшее время сроков нет
empty-overdue = Ничего не просрочено
empty-waiting-client = Ни от кого не ждём ответа
empty-mentioned = Вас пока не упоминали. Упоминания в заметках появятся здесь
empty-all = Обращений пока нет. Первое появится здесь, как только клиент напишет
empty-ticket = Выберите обращение в списке
empty-timeline = Здесь появится история обращения
empty-attachments = Вложений нет
empty-client-tickets = Других обращений у клиента нет
empty-demo-mail = Писем пока нет. Ответьте на обращение, и письмо клиенту появится здесь
empty-quarantine = Карантин пуст. Непонятое и подозрительное будет ждать здесь решения
empty-ledger = Пока ничего не пришло
empty-channels = Каналов пока нет. Добавьте почту, чтобы начать принимать обращения

# Супервизор
supervisor = Сроки
supervisor-breached = Просрочено
supervisor-next = Срок в ближайшие 24 часа
supervisor-next-column = За 24 ч
supervisor-left = рабочего времени { $span }
supervisor-lead = Что просрочено и что будет просрочено следующим
supervisor-breached-none = Ничего не просрочено
supervisor-more = Показаны первые { $shown }, есть ещё
supervisor-next-none = В ближайшие 24 часа сроков нет
supervisor-by-team = По группам
supervisor-by-operator = По операторам
supervisor-share-in-time = Доля в срок
supervisor-today = За сегодня
supervisor-open = В работе
supervisor-waiting = Ждём клиента
supervisor-unassigned = Без ответственного
supervisor-met-today = Отвечено в срок
supervisor-missed-today = С опозданием
supervisor-oldest = Дольше всех ждёт
supervisor-late-median = Медиана опоздания
supervisor-late-max = Самое долгое опоздание
supervisor-wallboard = На большой экран

# Журнал приёма
ledger = Журнал приёма
ledger-lead = Всё, что пришло в любой канал, имеет номер и судьбу
ledger-seen = Увидено
ledger-fate-opened = Открыто обращение
ledger-fate-appended = Добавлено в обращение
ledger-fate-duplicate = Повтор
ledger-fate-quarantined = В карантине
ledger-fate-rejected = Отклонено
ledger-sum = Всего по судьбам
ledger-adds-up = Сходится: увидено столько же, сколько учтено
ledger-differs = Не сходится: увидено { $seen }, учтено { $fates }. Сверьте канал с журналом сервера
ledger-number = Номер записи
ledger-when = Когда
ledger-door = Канал
ledger-fate = Судьба
ledger-reason = Причина

# Карантин
quarantine = Карантин
quarantine-lead = Ничего не потеряно: решите, обращение это или нет
quarantine-arrived = Поступило { $at }
quarantine-reason = Причина: { $reason }
quarantine-accepted = Принято как обращение { $number }
quarantine-rejected = Отмечено: это не обращение
quarantine-reason-unreadable = письмо не удалось прочитать
quarantine-reason-no-sender = неизвестно, кто отправил
quarantine-reason-too-deep = слишком много вложенных частей
quarantine-reason-too-many-parts = слишком много частей
quarantine-reason-header-too-long = слишком длинный заголовок письма
quarantine-reason-too-large = письмо слишком большое
quarantine-reason-malware = во вложении опасный файл
quarantine-reason-spam = похоже на спам
quarantine-reason-honeypot = форму, похоже, заполнила программа
quarantine-reason-loop = письмо ходит по кругу
quarantine-reason-blocked-sender = отправитель заблокирован
quarantine-reason-forged = отправитель выдаёт себя за другого
quarantine-reason-unknown-channel = канал, которого нет в настройках
quarantine-reason-automatic-reply = ответ робота, не связанный ни с одним обращением
quarantine-reason-report-about-unknown-message = отчёт о доставке письма, которого мы не отправляли
quarantine-reason-could-not-be-stored = письмо не удалось сохранить как обращение
quarantine-reason-policy = так решили правила приёма

# Письма демонстрации
demo-mail = Отправленная почта
demo-mail-lead = В демонстрации письма никуда не уходят: они лежат здесь
demo-mail-to = Кому: { $to }
demo-mail-from = От кого: { $from }
demo-mail-sent = Отправлено { $at }
demo-log-in-as = Войти как { $who }
demo-banner = Демонстрация: данные вымышлены, письма никуда не уходят

# Клиент
client-panel = Клиент
client-channels = Каналы связи
client-verified = подтверждено
wish-phone = Просит позвонить: { $phone }
wish-email = Просит ответить письмом
wish-email-with-phone = Просит ответить письмом; телефон: { $phone }
client-consent-given = Согласие на обработку данных, версия { $version }, { $at }
client-not-verified = не подтверждено
client-local-time = У клиента сейчас { $time }
client-tickets = Обращения клиента
client-prefers = Просит отвечать: { $channel }
client-no-calls = Просит не звонить

# Клавиатура
keys = Клавиши
keys-next = Следующее обращение
keys-previous = Предыдущее обращение
keys-open = Открыть
keys-reply = Ответить
keys-note = Написать заметку
keys-take = Взять себе
keys-assign = Назначить ответственного
keys-resolve = Отметить решённым
keys-search = Поиск
keys-send = Отправить ответ, сохранить заметку
keys-events = Показать или скрыть события
keys-help = Эта подсказка

# Сообщения о сделанном
done-saved = Сохранено
done-assigned = Ответственный: { $who }
done-taken = Обращение у вас
done-state = Состояние: { $state }
done-sent = Ответ поставлен в очередь
done-client-answered = Клиент ответил: его письмо уже в обращении
done-note = Заметка сохранена
done-undone = Отменено
done-copied = Скопировано
