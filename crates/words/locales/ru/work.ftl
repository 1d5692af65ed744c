# Что в работе: черновики, отмена отправленного, объединение, люди.

button-keep-draft = Сохранить черновик
button-remove-file = Убрать файл
page-draft-not-kept = Пока не сохранено: нет связи. Текст остаётся здесь
done-draft = Черновик сохранён
keys-undo = Отменить отправленный ответ
error-too-late-to-undo-title = Ответ уже ушёл
error-too-late-to-undo-advice = Напишите ещё один, чтобы исправить

# Объединение
merge-menu = Объединить…
merge-alike = Похоже, это то же обращение:
merge-here = Присоединить сюда
merge-into = Присоединить это обращение к №
merge-absorbed = Присоединены сюда
message-of-ticket = из { $number }
done-merged = Объединено: одно обращение, одна история
done-unmerged = Объединение отменено
keys-merge = Объединить
error-not-merged-title = Это обращение ни с чем не объединено
error-not-merged-advice = Обновите страницу и посмотрите, как дела

# Пишем первыми
conversation-new = Написать клиенту
conversation-lead = Разговор начинаем мы. Ответ клиента придёт в это же обращение
conversation-to-hint = Адрес эл. почты или имя, чтобы найти клиента
conversation-name = Имя
conversation-any-channel = Любым подходящим
conversation-text = Сообщение
conversation-send-open = Отправить и оставить в работе
conversation-choose = Это не адрес. Вот кто нашёлся: выберите клиента или укажите адрес
conversation-nobody = Это не адрес, и никого не нашлось. Укажите адрес эл. почты
conversation-address = Укажите адрес эл. почты или телефон с кодом страны
conversation-other-address = Другой адрес, если нужно
event-went-on = Не прочитано в чате, ушло на { $address }
event-passed-on = Не доставлено, ушло на { $address }
event-sent-again = Отправлено ещё раз: { $address }
keys-write = Написать клиенту

# Люди
person-invite-title = Пригласить коллегу
person-invite-lead = Уйдёт письмо со ссылкой на 7 дней: по ней человек сам задаст пароль
person-invite-again = Отправить приглашение ещё раз
person-withdraw = Отозвать приглашение
person-invitation-waits = Приглашение отправлено, ссылка действует { $until }
person-invitation-expired = Приглашение просрочено. Отправьте его ещё раз
person-invitation-failed = Приглашение не отправлено: { $reason }
person-no-password = Пароль ещё не задан
person-open-tickets = Открытые обращения
person-no-tickets = Открытых обращений нет
person-more-tickets = Это не все: остальные во входящих
person-access = Доступ
person-deactivate = Отключить
person-activate = Включить снова
person-deactivate-lead = Все сеансы закончатся сразу. Обращения останутся за человеком, пока их не передадут
done-invited = Приглашение отправляется
done-withdrawn = Приглашение отозвано
error-already-joined-title = Этот человек уже входит сам
error-already-joined-advice = Новый пароль можно запросить на странице входа

# Пароли
password-forgotten = Забыли пароль
password-forgotten-lead = Пришлём письмо со ссылкой, по которой можно задать новый
password-send-link = Прислать ссылку
password-letter-sent = Если под этим адресом кто-то работает, письмо уже в пути. Ссылка в нём действует час
password-back = Вернуться ко входу
password-welcome = Добро пожаловать! Задайте пароль
password-choose = Задайте новый пароль
password-rule = Не меньше 10 знаков.
password-link-valid = Ссылка действует { $until }.
password-set = Задать пароль
password-unfit = Такой пароль не подойдёт: нужно не меньше 10 знаков, и не адрес почты
