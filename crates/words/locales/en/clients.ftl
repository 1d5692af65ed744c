# The client's room: card, addresses, merging of records, the whole history over all channels.

client-room = Client's card
client-open = Card and whole history
client-since = A client since { $at }
client-is-part = This record is merged with another one.
client-is-part-open = Open the common card
client-addresses = Addresses
client-verified-received = wrote or called from here
client-verified-proved = proved
client-verified-stated = says so, not checked
client-verified-addressed = stood in copy
client-card = What we know
client-field-name = Name
client-field-company = Company
client-field-zone = Time zone
client-field-lang = Language
client-field-calls = Calls
client-field-no-calls = Do not call
client-field-call-hours = When to call
client-field-call-hours-hint = As 10:00-19:00, in the client's time
client-field-wish = How to answer
client-field-wish-any = As they wrote last
client-field-wish-topic = On “{ $topic }”
client-call-hours = Call between { $from } and { $to }
client-wish-by = Answer by: { $door }
client-wish-by-topic = On “{ $topic }”: { $door }
client-crm = Open in CRM
client-alike = This may be the same person
client-alike-hint = You decide: records are never merged by themselves.
client-alike-score = { $score } of 100
client-evidence-named = named an address of the other record as their own: { $value }
client-evidence-named-verified = named a verified address of the other record as their own: { $value }
client-evidence-both-named = both named the same address: { $value }
client-evidence-same-name = the same name
client-evidence-same-company = the same company: { $company }
client-merge-here = Merge with this card
client-told-apart = Different people
client-merged-here = Merged with this card
client-merged-at = { $at }, { $by }
client-undo-merge = Undo the merge
client-merge-other = Merge with another card
client-merge-other-hint = The cli_… from that card's address
client-own-tickets = Tickets
client-timeline = The whole history
client-timeline-empty = Whatever is said by any channel will appear here
client-timeline-more = Show earlier
client-line-us = We
client-line-note = Note
done-client-saved = Card saved
done-clients-merged = Records merged: one client, one history
done-clients-unmerged = Merge undone: two cards again
done-clients-apart = Noted: these are different people
error-client-merged-title = This card is part of another one
error-client-merged-advice = Open the common card, or undo the merge
error-client-not-merged-title = This card is not merged
error-client-not-merged-advice = Reload and see how it stands
error-tickets-merged-title = Tickets of the two clients are merged with one another
error-tickets-merged-advice = Undo the merges of these tickets first, then the clients'

# Side tasks
side-tasks = Side tasks
side-task-ask = Ask a department…
side-task-to = Whom to ask
side-task-address = Their mail address, if a letter is to go
side-task-question = What to ask
side-task-hours = Working hours to answer in
side-task-hint = They need no account: they answer by a private link. The client never sees this, and the client's deadline runs on.
side-task-due = answer { $due }
side-task-state-answered = answered
side-task-state-withdrawn = withdrawn
side-task-by-link = No letter went: hand the link over yourself
side-task-letter-queued = The letter to { $to } is queued
side-task-letter-sent = The letter went to { $to }
side-task-letter-failed = The letter to { $to } did not go: hand the link over yourself
side-task-copy-link = Copy the link to answer by
side-task-answered-otherwise = Answered another way? Note it
side-task-withdraw = Withdraw the question
button-ask-party = Ask
done-side-task-asked = Asked; the time to answer runs
event-side-task-withdrawn = Question withdrawn: { $party }
side-task-note-asked = Asked: { $party }
side-task-note-answered = Answered: { $party }
side-task-letter-subject = A question about request { $number }
side-task-letter =
    { $brand } asks for your answer about request { $number }.

    { $question }

    Please answer { $due }. Reply to this letter, or open this link, you need no account:
    { $link }

    Your answer goes to whoever works on the request. Do not pass the letter on: anybody who has it can answer.
side-task-page-title = A question about request { $number }
side-task-page-due = Please answer { $due }
side-task-page-answered = Answered, thank you
side-task-page-withdrawn = The question was withdrawn, no answer is needed
side-task-page-thanks = Thank you, your answer was passed on
side-task-page-answer = Your answer
side-task-page-hint = It goes to whoever works on the request, not to the client
error-side-task-withdrawn-title = The question was withdrawn
error-side-task-withdrawn-advice = No answer is needed

# Words for a person
handoffs-title = Asked for a person within 30 days
handoffs-definition = Messages in which the client asked for a person by a word of the list (“agent”, “human”)
client-field-wish-topics = How to answer about single topics
company-all-tickets = All requests of the company
