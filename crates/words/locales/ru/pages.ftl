# Слова страниц, которых нет в других комнатах словаря: подписи, подсказки, клавиши.

page-rail = Списки и разделы
page-first = К началу
page-next = Дальше
page-show = Показать
page-grip-list = Ширина списка
page-grip-client = Ширина сведений о клиенте

# Разделы
page-api = Программный интерфейс

# Вход
page-demo-logins = Демонстрация: войти как…
page-tour = Первые пять минут
tour-answer = Войдите как Анна. Список стоит в порядке сроков: откройте первое обращение и ответьте на него.
tour-client = Откройте «{ nav-demo-mail }»: ответ лежит там. Ответьте на него как клиент: письмо само появится в том же обращении.
tour-request = Пришлите своё обращение письмом на порт, который показан в терминале: номер и срок придут в ответ.
tour-late = Войдите как Галина, супервизор: что просрочено, что будет просрочено следующим и у кого.
tour-ledger = Откройте «{ nav-ledger }»: всё, что пришло, имеет номер и судьбу, и сумма сходится.

# Обращение
page-ticket = Обращение
page-tag = метка
page-clocks = Сроки
page-client-sees = Что увидит клиент
page-draft-kept = Черновик сохранён
page-original = Исходное письмо
page-first-page = Первая страница письма
page-answers-go-here = ответы идут сюда
page-other-tickets = Другие обращения

# Клавиши
page-keys-layout = Работают в любой раскладке
page-key-move = По списку
page-key-clocks = Как посчитан срок
page-key-leave = Выйти из поля, назад к списку
page-key-inbox = К списку «Мои»
page-key-overdue = К просроченным
page-key-supervisor = К срокам

# Журнал приёма
page-ledger-advice = Сверьте канал с журналом сервера: каждое принятое сообщение записано там под своим номером.
page-by-door = По каналам
page-verdict = Итог

# Карантин
page-read = Прочитать
page-raw = Скачать как пришло

# Отправленная почта
page-mail-to = Кому
page-mail-from = От кого
page-mail-at = Когда
page-headers = Заголовки письма
page-answer-as-client = Ответить за клиента

# Настройки
page-channels = Каналы
page-installation = Установка
page-admin-as-code = Каналы, графики, правила сроков и люди описаны в desk.toml и применяются командой «okno apply».

# Ошибка
page-trace = номер в журнале

# Программный интерфейс
page-api-parameter = Параметр
page-api-where = Где
page-api-meaning = Что значит
page-api-status = Ответ
page-api-body = Тело запроса

# Страница клиента
page-public-who = Кто занимается
page-public-how = Как придёт ответ
