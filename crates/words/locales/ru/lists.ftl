# Списки: решения о карантине, отбор, сохранённые списки, действия над многими, свои поля.

# Карантин
quarantine-state-waiting = Ждёт решения
quarantine-state-accepted = Принято
quarantine-state-rejected = Отклонено
quarantine-none-decided = Таких решений пока не было
quarantine-no-sender = Отправитель неизвестен
quarantine-accept-hint = Станет обращением с временем поступления: клиент ждёт с той минуты
quarantine-by-hand = Прочитать не удалось. Укажите, кому отвечать и о чём обращение: исходник останется вложением
quarantine-sender = Почта или телефон клиента
quarantine-name = Имя клиента
quarantine-title = Тема
quarantine-says = Что написано
quarantine-files = Вложения
quarantine-raw-text = Как пришло, начало
quarantine-usual-spam = спам
quarantine-usual-robot = ответ робота
quarantine-usual-attack = похоже на атаку
quarantine-usual-other = не наш вопрос
quarantine-some-decided = Решено { $done } из { $count }. Остальное ждёт, причины ниже
done-accepted = Принято как обращение
done-rejected = Отмечено: это не обращение
error-already-decided-title = Решение уже принято
error-already-decided-advice = Посмотрите, кто и что решил

# Действия над многими
bulk-tick = Выбрать
bulk-ticked = Выбранное:

# Свои поля
error-field-required-title = Не заполнено обязательное поле
error-field-required-advice = Заполните его и отметьте обращение решённым
