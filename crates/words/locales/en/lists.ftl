# Lists: decisions about the quarantine, filters, saved views, changes of many, fields of one's own.

# Quarantine
quarantine-state-waiting = Waiting
quarantine-state-accepted = Accepted
quarantine-state-rejected = Rejected
quarantine-none-decided = Nothing was decided so yet
quarantine-no-sender = Sender unknown
quarantine-accept-hint = It becomes a ticket as of the time it arrived: the client has been waiting since
quarantine-by-hand = It could not be read. State whom to answer and what it is about: the original stays as a file
quarantine-sender = The client's e-mail or telephone
quarantine-name = The client's name
quarantine-title = Subject
quarantine-says = What it says
quarantine-files = Files
quarantine-raw-text = As it came, the beginning
quarantine-usual-spam = spam
quarantine-usual-robot = automatic reply
quarantine-usual-attack = looks like an attack
quarantine-usual-other = none of our business
quarantine-some-decided = { $done } of { $count } decided. The rest waits, with reasons below
done-accepted = Accepted as a ticket
done-rejected = Noted: not a request
error-already-decided-title = It has been decided already
error-already-decided-advice = See who decided what

# Changes of many
bulk-tick = Select
bulk-ticked = Selected:

# Fields of one's own
error-field-required-title = A required field is empty
error-field-required-advice = Fill it in, then resolve the ticket
