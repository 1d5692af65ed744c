# Комната клиента: карточка, адреса, объединение записей, вся история по всем каналам.

client-room = Карточка клиента
client-open = Карточка и вся история
client-since = Клиент с { $at }
client-is-part = Эта запись объединена с другой.
client-is-part-open = Открыть общую карточку
client-addresses = Адреса
client-verified-received = писал или звонил отсюда
client-verified-proved = подтверждено
client-verified-stated = назвал сам, не проверено
client-verified-addressed = стоял в копии
client-card = Что мы знаем
client-field-name = Имя
client-field-company = Компания
client-field-zone = Часовой пояс
client-field-lang = Язык
client-field-calls = Звонки
client-field-no-calls = Не звонить
client-field-call-hours = Когда удобно звонить
client-field-call-hours-hint = Например: 10:00-19:00, по времени клиента
client-field-wish = Как отвечать
client-field-wish-any = Как писал в последний раз
client-field-wish-topic = По тематике «{ $topic }»
client-call-hours = Звонить с { $from } до { $to }
client-wish-by = Отвечать: { $door }
client-wish-by-topic = По тематике «{ $topic }»: { $door }
client-crm = Открыть в CRM
client-alike = Возможно, это тот же человек
client-alike-hint = Решаете вы: сами записи не объединяются никогда.
client-alike-score = уверенность { $score } из 100
client-evidence-named = назвал своим адрес другой записи: { $value }
client-evidence-named-verified = назвал своим подтверждённый адрес другой записи: { $value }
client-evidence-both-named = оба назвали один адрес: { $value }
client-evidence-same-name = одно имя
client-evidence-same-company = одна компания: { $company }
client-merge-here = Объединить с этой карточкой
client-told-apart = Это разные люди
client-merged-here = Объединены с этой карточкой
client-merged-at = { $at }, { $by }
client-undo-merge = Отменить объединение
client-merge-other = Объединить с другой карточкой
client-merge-other-hint = Номер карточки вида cli_… из её адреса
client-own-tickets = Обращения
client-timeline = Вся история
client-timeline-empty = Здесь будет всё, что сказано по любому каналу
client-timeline-more = Показать раньше
client-line-us = Мы
client-line-note = Заметка
done-client-saved = Карточка сохранена
done-clients-merged = Записи объединены: один клиент, одна история
done-clients-unmerged = Объединение отменено: снова две карточки
done-clients-apart = Записали: это разные люди
error-client-merged-title = Эта карточка — часть другой
error-client-merged-advice = Откройте общую карточку или отмените объединение
error-client-not-merged-title = Эта карточка ни с чем не объединена
error-client-not-merged-advice = Обновите страницу и посмотрите, как есть
error-tickets-merged-title = Обращения двух клиентов объединены между собой
error-tickets-merged-advice = Сначала отмените объединение этих обращений, затем клиентов

# Задачи подразделениям и запросы партнёрам
side-tasks = Задачи подразделениям
side-task-ask = Запросить подразделение…
side-task-to = Кого спросить
side-task-address = Почта исполнителя, если письмо нужно
side-task-question = Что спросить
side-task-hours = Рабочих часов на ответ
side-task-hint = Исполнителю не нужен вход: он ответит по личной ссылке. Клиент этого не увидит, его срок идёт дальше.
side-task-due = ответ { $due }
side-task-state-answered = ответили
side-task-state-withdrawn = отозвано
side-task-by-link = Письма не было: передайте ссылку сами
side-task-letter-queued = Письмо на { $to } в очереди
side-task-letter-sent = Письмо отправлено на { $to }
side-task-letter-failed = Письмо на { $to } не отправлено: передайте ссылку сами
side-task-copy-link = Скопировать ссылку для ответа
side-task-answered-otherwise = Ответили иначе? Запишите
side-task-withdraw = Отозвать вопрос
button-ask-party = Запросить
done-side-task-asked = Вопрос задан, срок ответа пошёл
event-side-task-withdrawn = Вопрос отозван: { $party }
side-task-note-asked = Вопрос: { $party }
side-task-note-answered = Ответ: { $party }
side-task-letter-subject = Вопрос по обращению { $number }
side-task-letter =
    { $brand } просит вашего ответа по обращению { $number }.

    { $question }

    Ответьте, пожалуйста, { $due }: на это письмо или по ссылке, вход не нужен:
    { $link }

    Ваш ответ увидит сотрудник, который ведёт обращение. Не пересылайте письмо: ответить по нему сможет любой.
side-task-page-title = Вопрос по обращению { $number }
side-task-page-due = Ответьте { $due }
side-task-page-answered = Ответ получен, спасибо
side-task-page-withdrawn = Вопрос отозван, отвечать не нужно
side-task-page-thanks = Спасибо, ответ передан
side-task-page-answer = Ваш ответ
side-task-page-hint = Его увидит сотрудник, который ведёт обращение, а не клиент
error-side-task-withdrawn-title = Вопрос отозван
error-side-task-withdrawn-advice = Отвечать не нужно

# Просьбы о человеке
handoffs-title = Просили позвать человека за 30 дней
handoffs-definition = Сообщения, в которых клиент словом из списка («оператор», «сотрудник») попросил ответа человека
client-field-wish-topics = Как отвечать по отдельным тематикам
company-all-tickets = Все обращения компании
