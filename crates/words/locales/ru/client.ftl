# Страницы клиента: форма, после отправки, слежение за обращением. Слово «вы», полные предложения.

client-form-title = Напишите нам
client-form-due-call = Перезвоним { $due }.
client-form-due = Ответим { $due }.
client-form-name = Как к вам обращаться
client-form-email = Эл. почта для ответа
client-form-phone = Телефон
client-form-topic = Тематика
client-form-kind = О чём вы пишете
client-form-subject = Тема
client-form-text = Ваше сообщение
client-form-files = Приложить файлы
client-form-how = Как вам ответить
client-form-consent = Соглашаюсь на обработку персональных данных
client-form-consent-link = Текст согласия
client-form-send = Отправить
client-form-required = Заполните это поле
client-form-email-wrong = Проверьте адрес: на него придёт ответ

client-sent-title = Обращение зарегистрировано
client-sent-number = Номер вашего обращения: { $number }
client-sent-due = Ответим { $due }.
client-sent-who = Обращением занимается { $who }.
client-sent-link = Сохраните ссылку: по ней можно следить за обращением
client-already-sent = Это обращение мы уже получили

client-page-title = Обращение { $number }
client-page-state-new = Мы получили обращение, оно ждёт специалиста
client-page-state-open = Мы работаем над ответом
client-page-state-waiting-client = Мы ждём вашего ответа
client-page-state-waiting-others = Мы уточняем вопрос у подразделения
client-page-state-resolved = Вопрос решён. Если это не так, напишите нам здесь
client-page-state-withdrawn = Вы отозвали обращение. Если передумаете, напишите нам здесь
client-page-state-closed = Обращение закрыто. Новое сообщение откроет новое обращение
client-page-due = Ответим { $due }.
client-page-due-paused = Срок приостановлен: мы ждём вашего ответа.
client-page-due-late = Мы обещали ответить { $due } и не успели.
client-page-who = Обращением занимается { $who }.
client-page-history = История обращения
client-page-you = Вы
client-page-answer = Дополнить обращение
client-page-answer-placeholder = Напишите сообщение
client-page-send = Отправить
client-page-withdraw = Отозвать обращение
client-page-withdraw-confirm = Отозвать обращение { $number }? Мы прекратим работу над ним
client-page-withdrawn = Обращение отозвано
client-page-solved = Вопрос решён
client-page-solved-thanks = Спасибо, что сказали
client-page-message-sent = Сообщение отправлено
client-link-expired-title = Срок действия ссылки истёк
client-link-expired = Мы пришлём новую на ту почту, которая указана в обращении. Никуда больше она не уйдёт.
client-link-renew = Прислать новую ссылку
client-link-renewed-title = Проверьте почту
client-link-renewed = Если в обращении указана почта, новая ссылка уже в пути. Прежняя больше не открывается.
client-closed-now = Сейчас мы не работаем и снова будем на связи { $opens }.

client-form-optional = (необязательно)
client-form-choose = Выберите один из вариантов
client-form-choose-one = Выберите
client-form-by-email = Письмом
client-form-by-phone = По телефону
client-form-trap = Не заполняйте это поле
client-form-phone-wrong = Проверьте номер: нужны только цифры, пробелы и знаки + ( ) -
client-form-too-long = { $count ->
    [one] Не больше { $count } знака
    [few] Не больше { $count } знаков
   *[many] Не больше { $count } знаков
}
client-form-unfit = Здесь есть знаки, которых в этом поле быть не может: уберите < и > или непечатаемые
client-form-consent-required = Без согласия мы не можем принять обращение
client-form-consent-changed = Текст согласия изменился. Прочитайте новый и отметьте ещё раз
client-form-check = Не всё заполнено верно. Проверьте отмеченные поля: остальное сохранено
client-form-files-limit = Вместе до { $size }, не больше 20 файлов
client-form-files-choose-smaller = Эти файлы слишком большие: выберите меньше или пришлите ссылку на них
client-form-files-too-large = Файлы вместе больше { $size }, поэтому мы их не приняли. Написанное сохранено: приложите файлы меньше или вставьте ссылку на них
client-form-files-too-many = { $count ->
    [one] Можно приложить не больше { $count } файла. Написанное сохранено: приложите файлы заново
    [few] Можно приложить не больше { $count } файлов. Написанное сохранено: приложите файлы заново
   *[many] Можно приложить не больше { $count } файлов. Написанное сохранено: приложите файлы заново
}
client-form-too-often = Слишком много обращений за короткое время. Написанное сохранено: отправьте ещё раз через { $span }
client-form-unavailable = Сейчас не получается принять обращение. Написанное сохранено: отправьте ещё раз через несколько секунд, файлы приложите заново

client-sent-another = Написать ещё одно
client-set-aside-title = Мы получили сообщение
client-set-aside-note = Сначала его прочитает человек: так мы отделяем обращения от рекламы. Если это обращение, мы ответим на адрес, который вы указали.

client-page-earlier = Более ранние сообщения здесь не показаны
client-page-withdraw-note = Ответа на него не будет. Если передумаете, напишите по той же ссылке, и мы продолжим.
client-page-withdraw-no = Не отзывать
client-call-in = Вы звонили нам
client-call-in-lasted = Вы звонили нам: { $length }
client-call-in-missed = Вы звонили нам, но мы не взяли трубку
client-call-out = Мы звонили вам
client-call-out-lasted = Мы звонили вам: { $length }
client-call-out-missed = Мы звонили вам, но не дозвонились
client-page-turned-open = Обращение снова в работе
client-page-turned-resolved = Вопрос решён
client-page-turned-closed = Обращение закрыто
company-clients = Клиенты
company-more = Ещё клиенты
company-tickets = Последние обращения
company-no-tickets = Обращений нет
company-nameless = Без имени
