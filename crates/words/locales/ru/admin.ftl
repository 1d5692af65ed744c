# Настройки: каналы, люди, правила сроков, графики, доступ программ.

admin = Настройки
admin-channels = Каналы
admin-people = Люди
admin-teams = Группы
admin-policies = Правила сроков
admin-calendars = Графики работы
admin-brands = Бренды
admin-templates = Шаблоны писем
admin-tokens = Доступ программ
admin-webhooks = Уведомления программам
admin-audit = Журнал изменений
admin-system = Состояние системы

channel-status-running = Работает
channel-status-starting = Запускается
channel-status-stopped = Остановлен
channel-status-troubled = Не всё доходит
channel-status-failing = Не работает
channel-status-waiting = Повторим { $at }
channel-status-off = Выключен
channel-problem-unreachable = Сервер { $host } не отвечает. Проверьте адрес и порт
channel-problem-credentials = Сервер { $host } не принял имя и пароль. Проверьте их
channel-problem-certificate = Сертификат сервера { $host } не подходит
channel-problem-address-in-use = Адрес { $address } занят другой программой
channel-problem-permission = На адрес { $address } нет права
channel-last-message = Последнее сообщение { $at }
channel-never = Сообщений ещё не было
channel-direction-in = Приём
channel-direction-out = Отправка
channel-automatic-answers = Ответы робота
channel-acknowledgement = Подтверждения

person-name = Имя
person-public-name = Имя для клиентов
person-email = Эл. почта
person-role = Роль
person-team = Группа
person-active = Работает
person-disabled = Отключён
person-invite = Пригласить
person-invited = Приглашение отправлено: { $email }
person-last-seen = На связи: { $at }

policy-conditions = Условия
policy-targets = Нормативы
policy-first-match = Действует первое подходящее правило
policy-told-clock = Какой срок называть клиенту
target-business-minutes = { $span } рабочего времени
target-until-close = до закрытия
target-until-same-time = до того же часа
target-until-end-of-day = до конца дня
target-received-after-hours = Полученное после закрытия считать полученным на следующий рабочий день

calendar-known-through = Выходные известны по { $date }
calendar-ends-soon = Выходные известны только по { $date }. Загрузите следующий год
calendar-preliminary = Предварительно
calendar-hours = Часы работы
calendar-days-off = Выходные
calendar-shortened = Сокращённые дни
calendar-working-days = Рабочие выходные
calendar-around-the-clock = Круглосуточно

token-name = Название
token-scopes = Права
token-last-used = Последний вызов { $at }
token-never-used = Ещё не использовался
token-shown-once = Скопируйте токен сейчас: больше он не будет показан
token-revoke = Отозвать
scope-tickets-read = Читать обращения
scope-tickets-write = Отвечать и менять обращения
scope-intake-write = Открывать обращения за клиентов
scope-intake-backdate = Указывать прошедшее время
scope-supervise = Видеть сроки, журнал приёма и карантин
scope-administer = Менять настройки

audit-who = Кто
audit-what = Что
audit-when = Когда
audit-before = Было
audit-after = Стало
