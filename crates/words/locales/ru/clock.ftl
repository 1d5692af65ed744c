# Сроки: названия, вердикты, паузы, снятие, слова о времени.

clock = Срок
clock-first-response = Первый ответ
clock-next-response = Следующий ответ
clock-periodic-update = Промежуточный ответ
clock-resolution = Решение
clock-handoff = Перевод на оператора
clock-callback = Обратный звонок
clock-side-task = Задача подразделению
clock-promise = Обещание
clock-statutory = Срок по закону
clock-registration = Регистрация письма
clock-told = Названо клиенту

verdict-running = Срок идёт
verdict-paused = Срок приостановлен
verdict-met = В срок
verdict-missed = С опозданием
verdict-overdue = Просрочено
verdict-cancelled = Снят
verdict-moved = Перенесено
verdict-kept = Выполнено
verdict-broken = Нарушено

clock-running = срок идёт
clock-paused = срок приостановлен: { $reason }
clock-preliminary = предварительно
clock-preliminary-hint = Выходные этого года ещё не утверждены; срок пересчитаем, когда их опубликуют
clock-none = Срока нет
clock-started-at = Пошёл { $at }
clock-stopped-at = Остановлен { $at }
clock-due-at = Срок: { $at }
clock-breached-at = Просрочено с { $at }
clock-target = Норматив: { $target }
clock-target-first-response = Норматив первого ответа: { $target }
clock-target-resolution = Норматив решения: { $target }
clock-calendar = График работы: { $calendar }
clock-leading = Ближайший срок

# Почему срок приостановлен, возобновлён или снят
why-waiting-client = ждём клиента
why-no-assignee = Никто не взял
why-waiting-others = ждём подразделение
why-delivery = ответ не дошёл до клиента
why-resolved = обращение было решено
why-client-answered = клиент ответил
why-reopened = открыто повторно
why-state-changed = состояние изменено
why-policy = изменились правила сроков
why-calendar = изменился график работы
why-hours = изменились удобные клиенту часы
why-merged = обращения объединены
why-not-needed = ответ не требуется
why-closed-without-answer = закрыто без ответа
why-not-a-request = это не обращение
why-rule-gone = правило больше не действует
why-withdrawn = отозвано клиентом

segment-running = Срок шёл
segment-paused = Приостановлен
segment-closed-hours = Нерабочее время
segment-day-off = Выходной

promise-made = Обещали ответить { $due }
promise-kept = Обещание выполнено
promise-broken = Обещание нарушено
promise-moved = Обещание перенесено

# Слова о времени, glossary §4. Время и дата приходят готовыми.
due-today = до { $time }
due-tomorrow = завтра до { $time }
due-weekday = до { $weekday }, { $time }
due-date = до { $date }, { $time }
due-end-of-today = до конца дня
due-end-of-tomorrow = до конца завтрашнего дня
due-end-of-date = до конца дня { $date }
due-left = осталось { $span }
due-left-under-minute = осталось меньше минуты
due-late = просрочено на { $span }
due-late-under-minute = просрочено меньше чем на минуту
due-paused = приостановлено: { $reason }
due-met = в срок
due-missed = с опозданием на { $span }
span-minutes = { $minutes } мин
span-hours = { $hours } ч
span-hours-minutes = { $hours } ч { $minutes } мин
span-seconds = { $seconds } с
span-days-hours = { $days } { $hours } ч
age-just-now = только что
age-today = сегодня, { $time }
age-yesterday = вчера, { $time }
age-tomorrow = завтра, { $time }
age-minutes-ago = { $count } мин назад
at-date-time = { $date }, { $time }
late-by = с опозданием на { $span }
