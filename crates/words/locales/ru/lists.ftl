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

# Отбор
filter-any = все
filter-me = Я
filter-apply = Показать
filter-without = Убрать из отбора
filter-nothing = Под этот отбор ничего не подходит
filter-fault = Так отобрать нельзя:
filter-brand = Бренд
filter-due-overdue = просрочено
filter-due-1h = в ближайший час
filter-due-4h = в ближайшие 4 часа
filter-due-1d = в ближайшие сутки
filter-due-3d = в ближайшие 3 суток
filter-order-any = как в списке
filter-order-due = по сроку
filter-order-updated = сначала изменённые
filter-order-created = сначала новые
filter-order-oldest = сначала старые
filter-created-from = Поступило с
filter-created-to = Поступило по
filter-updated-from = Изменено с
filter-updated-to = Изменено по

# Сохранённые списки
view-save = Сохранить список
view-name = Название списка
view-place = Место в перечне, 0–1000
view-shared = Виден всем
view-change = Изменить список
view-delete = Удалить список
view-broken = В отборе этого списка есть то, чего больше нет. Ничего не потеряно: список можно починить
view-mended = Показать без этого
view-mend = Починить список
done-view = Список сохранён
done-view-deleted = Список удалён

# Итог действия над многими
bulk-all = все по отбору, до 1000
bulk-apply = Применить
bulk-none = Снять выбор
bulk-add-tag = добавить метку
bulk-as-it-is = без изменений
bulk-result = Что изменилось
bulk-lead = { $count ->
    [one] Изменено { $count } обращение
    [few] Изменено { $count } обращения
    [many] Изменено { $count } обращений
   *[other] Изменено { $count } обращения
}
bulk-skipped = Осталось как было
bulk-skipped-unchanged = уже так и есть
bulk-skipped-stale-version = его успел изменить кто-то ещё
bulk-skipped-ticket-closed = обращение закрыто
bulk-skipped-ticket-merged = объединено с другим
bulk-skipped-field-required = не заполнено обязательное поле
bulk-skipped-outcome-required = нужно указать исход
bulk-skipped-not-found = такого обращения нет
bulk-more = Под отбор подходит больше тысячи. Повторите для остальных
bulk-back = К списку
done-bulk = Изменения внесены
page-key-tick = Выбрать; с Shift — подряд

field-yes = да
field-no = нет
field-empty = не указано
field-deleted = поле удалено, значение сохранено
field-required = обязательно, чтобы решить
event-field-changed = { $field }: { $to }
event-field-changed-none = { $field }: значение убрано
