# Что в работе: черновики, отмена отправленного, объединение, люди.

button-keep-draft = Сохранить черновик
button-remove-file = Убрать файл
page-draft-not-kept = Пока не сохранено: нет связи. Текст остаётся здесь
done-draft = Черновик сохранён
keys-undo = Отменить отправленный ответ
error-too-late-to-undo-title = Ответ уже ушёл
error-too-late-to-undo-advice = Напишите ещё один, чтобы исправить
