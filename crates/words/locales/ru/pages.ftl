# Страницы: заголовки, подсказки, пустые состояния.

page-skip = К содержанию
page-rail = Списки и разделы
page-search = Найти обращение
page-first = К началу
page-next = Дальше
page-choose = Выберите обращение в списке: здесь откроется его история.
page-show = Показать
page-offline = Нет связи. Показано последнее известное, соединяемся снова
page-grip-list = Ширина списка
page-grip-client = Ширина сведений о клиенте

# Разделы
page-supervisor = Сроки
page-ledger = Журнал приёма
page-quarantine = Карантин
page-admin = Настройки
page-demo-mail = Отправленная почта
page-api = Программный интерфейс
page-log-out = Выйти

# Вход
page-log-in-title = Вход
page-log-in = Войти
page-email = Эл. почта
page-password = Пароль
page-demo-logins = Демонстрация: войти как…

# Обращение
page-tag = метка
page-clocks = Сроки
page-client = Клиент
page-client-sees = Что увидит клиент
page-draft-kept = Черновик сохранён
page-original = Исходное письмо
page-first-page = Первая страница письма
page-verified = Адрес подтверждён
page-answers-go-here = ответы идут сюда
page-other-tickets = Другие обращения
page-no-other-tickets = Других обращений нет

# Клавиши
page-keys = Клавиши
page-keys-layout = Работают в любой раскладке
page-key-move = по списку
page-key-open = открыть
page-key-reply = ответить клиенту
page-key-note = написать заметку
page-key-take = взять себе
page-key-resolve = отметить решённым
page-key-fold = развернуть и свернуть всё
page-key-clocks = как посчитан срок
page-key-search = найти
page-key-leave = выйти из поля, назад к списку
page-key-send = отправить ответ
page-key-inbox = к списку «Мои»
page-key-overdue = к просроченным
page-key-supervisor = к срокам

# Сроки: страница супервизора
page-late-now = Просрочено сейчас
page-due-next = Ближайшие сроки
page-late-none = Ничего не просрочено.
page-due-none = Ближайших сроков нет: появятся здесь, как только придёт обращение.
page-by-whom = У кого
page-who = Ответственный
page-load-open = В работе
page-load-soon = Скоро срок
page-load-late = Просрочено

# Журнал приёма
page-ledger-lead = Всё, что пришло в любой канал, получает номер и судьбу. Увидено всегда равно сумме судеб.
page-ledger-advice = Сверьте канал с журналом сервера: каждое принятое сообщение записано там под своим номером.
page-seen = Увидено
page-by-door = По каналам
page-verdict = Итог

# Карантин
page-quarantine-lead = Здесь ждёт решения то, что не удалось понять или что задержано правилами. Принятое станет обращением со временем поступления, а не разбора.
page-quarantine-none = Карантин пуст. Ничего не потеряно: непонятное появится здесь с причиной.
page-read = Прочитать
page-raw = Скачать как пришло

# Отправленная почта
page-demo-mail-lead = Демонстрация никуда не отправляет почту: письма клиентам остаются на этой странице.
page-demo-mail-none = Пока пусто. Ответьте клиенту, и письмо появится здесь.
page-mail-to = Кому
page-mail-from = От кого
page-mail-at = Когда
page-headers = Заголовки письма
page-answer-as-client = Ответить за клиента

# Настройки
page-channels = Каналы
page-channels-none = Каналов пока нет. Опишите их в desk.toml и выполните «okno apply desk.toml».
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
page-public-add = Дополнить обращение или ответить
