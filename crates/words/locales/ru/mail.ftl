# Письма: готовые предложения для шаблонов и названия писем в настройках.

mail-how-this-address = Ответ придёт письмом на этот адрес.
mail-how-email = Ответ придёт письмом на адрес { $address }.
mail-how-phone = Ответим по телефону { $phone }.
mail-how-sms = Ответ придёт в СМС на номер { $phone }.
mail-how-chat = Ответ придёт в чат.
mail-how-account = Ответ появится в личном кабинете.
mail-how-app = Ответ придёт в приложение.
mail-how-letter = Ответ придёт бумажным письмом.
mail-how-messenger = Ответ придёт в { $name }.
mail-who-team-default = служба поддержки
mail-how-same-place = Ответ придёт туда же, откуда вы написали.

mail-footer = Обращение { $number }
mail-footer-link = Обращение { $number }: { $link }

mail-promise-answer = Ответим { $due }
mail-promise-solution = Решим вопрос { $due }
mail-promise-call = Перезвоним { $due }
mail-new-due = Новый срок: { $due }.
mail-waiting = Ждём вашего ответа: пока его нет, срок по обращению приостановлен.

mail-fact-registered = Ваше обращение { $number } зарегистрировано { $registered }.
mail-fact-answer = Ответим { $due }.
mail-fact-call = Перезвоним { $due }.
mail-fact-closed = Сейчас мы не работаем и снова будем на связи { $opens }.
mail-fact-who = Обращением занимается { $who }. { $how }
mail-fact-link = Посмотреть, дополнить или отозвать обращение: { $link }

mail-name-acknowledgement = Подтверждение
mail-name-operator-reply = Ответ клиенту
mail-name-due-correction = Новый срок
mail-name-closed = Мы не работаем
mail-name-person-expected = Когда ответит специалист
mail-name-resolved = Обращение решено
mail-name-reminder = Напоминание клиенту
mail-name-password-reset = Новый пароль
mail-name-invitation = Приглашение оператора
mail-name-link-renewal = Новая ссылка на обращение
mail-name-deadlines = Сроки обращений сотруднику
