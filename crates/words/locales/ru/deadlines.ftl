# Обещания, сроки по закону, пересчёт, предупреждения, прогноз.

promised-answer = ответить
promised-solution = решить вопрос
promised-call = перезвонить
promise-what = Что обещаем
promise-by = до
promise-time = Время
promise-time-hint = Без времени — до закрытия в этот день
promise-by-voice = Обещание устно
promise-unreadable = Укажите дату, например 2026-05-08, и, если нужно, время
button-release-promise = Клиент снял обещание
done-promised = Обещание записано
clock-given = Срок назван клиенту
composer-on-merits = Ответ по существу: срок по закону выполнен
field-error-promise-invalid = Обещать можно только на будущее и не дальше чем на десять лет
field-error-promise-not-a-working-day = В этот день мы не работаем: укажите и время

why-answered = получен ответ
why-answered-automatically = ответ робота
why-kept = обещание выполнено
why-promise-moved = обещание перенесено
why-extended = срок продлён
why-registered = зарегистрировано

segment-break = Перерыв
segment-beyond-calendar = Вне графика
segment-earlier = Раньше: срок шёл { $ran }, был приостановлен { $paused }, нерабочее время { $closed }
segment-whole = Всего

extension-days = На сколько рабочих дней
extension-reason = Причина
extension-days-wrong = Нельзя указать «{ $given }»: срок продлевают на целое число рабочих дней, от 1 до { $most }
extension-hint = Клиенту сразу уйдёт уведомление с новым сроком и причиной. Продлить можно один раз
done-registered = Зарегистрировано
done-extended = Срок продлён, клиент уведомлён
term-extension-notice = Срок рассмотрения вашего обращения продлён { $due }. Причина: { $reason }.
event-term-extended = Срок по закону продлён: { $due }. Причина: { $why }
event-term-extension-written = Написано о продлении срока по закону: { $due }. Продление действует, когда письмо отправлено вовремя. Причина: { $why }
event-term-extension-too-late = Письмо о продлении отправлено слишком поздно: срок по закону прежний. Названная причина: { $why }
event-term-not-fulfilled = Ответ отправлен не тем способом, о котором просил клиент: срок по закону идёт дальше
composer-asked-way = Клиент просил отвечать так: { $way }. Ответ другим способом не исполнит срок по закону
composer-agreed-way = Клиент согласен на другой способ

deadlines-title = Сроки и графики
recounts-title = Пересчёт идущих сроков
recounts-none = Исправлений, которые меняют идущие сроки, пока не было
recount-proposed = ждёт решения
recount-running = идёт
recount-done = выполнен
recount-dismissed = отклонён
recount-effect = Сроков сдвинется: { $moved }. Итог («в срок» или «с опозданием») изменится: { $flipped }
recount-confirm = Пересчитать
recount-dismiss = Оставить как есть
calendars-title = Графики работы
deadlines-known-through = Выходные утверждены до
calendar-for-ever = без ограничения
deadlines-ends-soon = заканчивается меньше чем через 60 дней: обновите график
event-clock-excused = { $clock }: просрочка признана уважительной. { $why }
event-clock-explained = { $clock }: причина просрочки. { $why }

# Предупреждения и уведомления
event-clock-late-now = { $clock }: срок истёк, предупреждение отправлено
event-clock-late = { $clock }: просрочено на { $late }, предупреждение отправлено
notices-title = Уведомления
nav-notices = Уведомления
notices-none = Уведомлений нет. Здесь появятся предупреждения о сроках
notices-seen = Отметить все прочитанными
notices-more = Показаны последние { $count }
notice-coming = { $clock }, { $due }
notice-missed = { $clock }: срок был { $due }
notice-person = Клиент просит оператора
notice-person-due = Клиент просит оператора, { $due }
notice-other = Есть новости: откройте обращение
notice-paper = Бумажное письмо не зарегистрировано: срок был { $due }
notice-paper-received = Поступило { $date }
notice-lost = Ответ не доставлен, других адресов нет: найдите другой способ связаться с клиентом
notice-urgent = срочно

away = отсутствует до { $until }
away-deputy = отсутствует до { $until }, замещает { $deputy }
nav-absences = Отсутствие
absences-title = Отсутствие
absences-lead = Ответственный остаётся ответственным. Пока его нет, обращения с новым сообщением клиента или со сроком до возвращения видит тот, кто замещает; если никто, они в списке «Без ответственного»
absences-none = Все на месте
absences-end = Уже на месте
absences-new = Указать отсутствие
absences-own = Указать своё отсутствие
absences-who = Кто отсутствует
absences-from = С
absences-until = До возвращения
absences-deputy = Кто замещает
absences-no-deputy = Никто: группа
notice-new = новое

# Причина просрочки
miss-reason = Почему срок нарушен
miss-excuse = Уважительная причина
miss-excused = Просрочка признана уважительной
miss-save = Записать причину
miss-of = Нарушение срока: { $who }, обращение лежало { $span }
miss-before = До этого: { $who }, { $span }
miss-late = Опоздание: { $span }
miss-late-working = Опоздание: { $working } рабочего времени (прошло { $elapsed })
# Ожидание клиента
event-reminder = Клиенту отправлено напоминание
event-resolved-notice = Клиенту сообщено, что обращение решено
outcome-no-answer = Клиент не ответил
# Что названо клиентам
told-title = Сроки, названные клиентам, за 30 дней
told-definition = Срок, который услышал клиент: выдержан, нарушен, заменён вовремя новым или снят
told-kept = Выдержано
told-broken = Нарушено
told-corrected = Заменено вовремя
told-cancelled = Снято
# Чем кончились обещания и сроки
ended-title = Обещания и сроки за 30 дней
ended-definition = Обещание относится к дню, когда его выполнили, нарушили или перенесли; срок — к дню нарушения или снятия
ended-kept = Обещаний выполнено
ended-broken = Обещаний нарушено
ended-moved = Переносов обещаний
ended-not-needed = Ответ не требовался
ended-without-answer = Закрыто без ответа
ended-excused = Нарушено по уважительной причине
ended-share = Доля выдержанных сроков
ended-logged-late = Сроков, выдержанных по записи задним числом
first-contact = Доля решённых с первого обращения
first-contact-definition = Решено одним ответом или за один звонок, и клиент не вернулся с этим в течение семи дней. Известно через семь дней
took-title = Сколько это заняло, за 30 дней
took-definition = Рабочее время — взгляд компании: график срока без пауз. Прошедшее время — взгляд клиента
took-kind = Что
took-count = Раз
took-working = Рабочее время
took-elapsed = Прошло
took-median = медиана
took-ninety = 90 из 100
took-longest = дольше всего
took-by-programs = { $kind }, автоматически

# Официальные обновления графиков
updates-title = Обновления графиков
updates-lead = Официальный календарь на новый год приходит файлом iCalendar (.ics). Okno сравнит его с графиком и покажет, что изменится. Без вашего подтверждения ничего не изменится
updates-none = Обновлений пока не было. Загрузите файл, и здесь появится, что он меняет
updates-upload = Загрузить файл
updates-file = Файл iCalendar (.ics)
updates-known-through = Официален до (если в файле не сказано)
updates-compare = Сравнить с графиком
updates-nothing-new = В файле нет ничего нового: график уже такой
updates-refused = Файл не принят, график не изменился
updates-decided = Решённые
updates-waiting = Ждёт решения
updates-only-admin = Подтвердить или отклонить может администратор
updates-confirm = Подтвердить и пересчитать сроки
updates-reject = Отклонить
updates-why = Основание, например номер постановления
updates-known-moves = Последний день, до которого утверждены выходные: { $before } → { $after }
updates-known-same = Последний день, до которого утверждены выходные: { $before }. Он не меняется
updates-for-ever = без ограничения
update-proposed = ждёт решения
update-confirmed = подтверждено
update-rejected = отклонено
update-superseded = пришёл более новый файл
updates-summary = { $added ->
    [one] Добавится { $added } день
    [few] Добавится { $added } дня
   *[many] Добавится { $added } дней
  }, { $removed ->
    [one] исчезнет { $removed }
   *[other] исчезнет { $removed }
  }, изменится { $changed }
day-added = добавлен
day-removed = убран
day-changed = изменён
day-usual = как обычно
day-off = Выходной
day-off-named = Выходной: { $name }
day-moved = Выходной, перенос
day-moved-named = Выходной, перенос: { $name }
day-own-named = Свой выходной: { $name }
day-own = Свой выходной
day-working = Рабочий день
day-shortened = Короче на { $minutes } мин
updates-date = Дата
updates-before = Сейчас
updates-after = Станет
updates-line = Строка { $line }
update-fault-too-long = Слишком длинно: это точно календарь выходных?
update-fault-encoding = Файл не в кодировке UTF-8. Сохраните его в UTF-8
update-fault-syntax = Это не iCalendar: ожидается «ИМЯ:значение» между BEGIN и END
update-fault-cut-off = Файл обрывается на середине
update-fault-version = Нужна версия VERSION:2.0
update-fault-no-days = В файле нет ни одного события на весь день
update-fault-has-time = У выходного есть время, а должна быть только дата. Похоже, это календарь встреч
update-fault-no-date = Это не дата: пишут так: 20270101
update-fault-rule = Такое повторение не понято. Понимаем «каждый год», остальные дни запишите отдельно
update-fault-required = У события нет даты начала
update-fault-out-of-range = Событие кончается раньше, чем началось, или длится больше 60 дней
update-fault-twice = Один и тот же день и рабочий, и выходной. Оставьте что-то одно
update-fault-calendar = С такими днями график не сможет работать
update-fault-unknown = Такого графика нет
update-fault-invalid = Значение не понято
feeds-title = Откуда обновляется само
feed-not-tried = ещё не проверялось
feed-tried = проверено { $at }
feed-problem = Не получилось, завтра попробуем снова:

callback-missed-call = пропущенный звонок
callback-asked = клиент просил перезвонить
callback-low-score = низкая оценка
callback-policy = так велят правила
why-inconvenient = клиенту неудобно

# Часы графика
hours-title = Часы графика
hours-of = Часы графиков:
hours-lead = По этим часам идут сроки. Праздники по закону приходят из официального календаря и здесь не меняются.
hours-zone = Часовой пояс:
hours-week = Неделя
hours-hint = Например: 09:00-18:00 или 09:00-13:00, 14:00-18:00. Пусто — выходной. До конца суток — 24:00
hours-closed = выходной
hours-dates = Особые дни
hours-dates-hint = Дата, когда вы работаете иначе, чем по неделе и праздникам. Без часов — выходной
hours-of-date = Часы
hours-off = выходной
hours-name = Название выходного
hours-why = Почему меняете
hours-try = Показать, что изменится
hours-change = Изменить и пересчитать сроки
hours-only-admin = Изменить часы может администратор
hours-unreadable = Не понимаем «{ $text }». Пишите так: 09:00-18:00 или 09:00-13:00, 14:00-18:00
hours-unusable = С такими часами график не работает: проверьте, что есть рабочее время, промежутки не пересекаются и дата указана один раз
weekday-mon = Понедельник
weekday-tue = Вторник
weekday-wed = Среда
weekday-thu = Четверг
weekday-fri = Пятница
weekday-sat = Суббота
weekday-sun = Воскресенье
