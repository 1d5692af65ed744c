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
why-kept = обещание выполнено
why-promise-moved = обещание перенесено
why-extended = срок продлён
why-registered = зарегистрировано

segment-break = Перерыв
segment-beyond-calendar = Вне графика

extension-days = На сколько рабочих дней
extension-reason = Причина
extension-hint = Клиенту сразу уйдёт уведомление с новым сроком и причиной. Продлить можно один раз
done-registered = Зарегистрировано
done-extended = Срок продлён, клиент уведомлён
term-extension-notice = Срок рассмотрения вашего обращения продлён { $due }. Причина: { $reason }.
event-term-extended = Срок по закону продлён: { $due }. Причина: { $why }

deadlines-title = Сроки и графики
recounts-title = Пересчёт идущих сроков
recounts-none = Исправлений, которые меняют идущие сроки, пока не было
recount-proposed = ждёт решения
recount-running = идёт
recount-done = выполнен
recount-dismissed = отклонён
recount-effect = Сроков сдвинется: { $moved }. Вердиктов изменится: { $flipped }
recount-confirm = Пересчитать
recount-dismiss = Оставить как есть
calendars-title = Графики работы
deadlines-known-through = Выходные утверждены до
calendar-for-ever = без ограничения
deadlines-ends-soon = заканчивается меньше чем через 60 дней: обновите график
event-clock-excused = { $clock }: просрочка признана уважительной. { $why }
event-clock-explained = { $clock }: причина просрочки. { $why }

# Предупреждения и уведомления
event-clock-late = { $clock }: просрочено на { $late }, предупреждение отправлено
notices-title = Уведомления
nav-notices = Уведомления
notices-none = Уведомлений нет. Здесь появятся предупреждения о сроках
notices-seen = Отметить все прочитанными
notices-more = Показаны последние { $count }
notice-coming = { $clock }, { $due }
notice-missed = { $clock }: срок был { $due }
notice-urgent = срочно
notice-new = новое

# Причина просрочки
miss-reason = Почему срок нарушен
miss-excuse = Уважительная причина
miss-excused = Просрочка признана уважительной
miss-save = Записать причину
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
