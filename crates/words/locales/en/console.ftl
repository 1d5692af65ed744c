# The console: log-in, views, list rows, supervisor, ledger, quarantine, empty states.

# Log-in
log-in = Log in
log-in-button = Log in
log-in-lead = Log in to work on tickets
log-in-email = E-mail
log-in-password = Password
log-in-show-password = Show password
log-in-hide-password = Hide password
log-in-forgot = Forgot your password?
log-in-failed = E-mail and password do not match. Check the keyboard layout and try again
log-in-throttled = Too many attempts. Try again in { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
log-in-expired = Your session has ended. Log in again: your drafts are kept
log-in-disabled = This account is disabled. Ask an administrator
log-out = Log out
logged-out = You have logged out
password-new = New password
password-repeat = New password again
password-too-short = The password is too short: it needs at least { $count ->
    [one] { $count } character
   *[other] { $count } characters
}
password-mismatch = The passwords differ
password-changed = Password changed. Log in with the new one
link-expired = This link no longer works. Ask for a new one

# Rooms
nav-inbox = Inbox
nav-tickets = Tickets
nav-supervisor = Deadlines
nav-clients = Clients
nav-reports = Reports
nav-ledger = Intake ledger
nav-quarantine = Quarantine
nav-settings = Settings
nav-demo-mail = Sent mail
nav-account = My account
nav-skip = Skip to content

# Views
views = Views
view-mine = Mine
view-team = My team’s
view-unassigned = Unassigned
view-due-soon = Due soon
view-overdue = Overdue
view-waiting-client = Waiting for client
view-mentioned = Mentioning me
view-all = All
view-sort = Order
view-sort-due = By due time
view-sort-new = Newest first
view-sort-old = Oldest first

# List row
row-last-client = Client
row-last-us = Us
row-last-robot = Robot
row-unread = Unread
row-no-words = No text
row-not-told = The client has not been told a deadline
row-delivery-failed = The answer did not reach the client

# Search and filters
search = Search
search-placeholder = Number, word, name or address
search-nothing = Nothing found. Try another word or a part of it
search-in-all = Search all tickets
filter = Filter
filter-channel = Channel
filter-state = State
filter-team = Team
filter-assignee = Assignee
filter-priority = Priority
filter-kind = Kind
filter-tag = Tag
filter-period = Period
filter-clear = Clear filter

# Live page
live-connected = This page updates itself
live-lost = Connection lost. Showing the last known state; reconnecting
live-restored = Connection restored
live-changed-by = { $who } has changed this ticket. The new version is shown
live-new-tickets = { $count ->
    [one] Show { $count } new ticket
   *[other] Show { $count } new tickets
}
live-viewing = { $who } is viewing too
live-writing = { $count ->
    [one] { $who } is writing an answer
   *[other] { $who } are writing an answer
}

# Empty states
empty-mine = You have no open tickets. Take the first one from “Unassigned”
empty-team = Your team has no open tickets
empty-unassigned = Every ticket has an assignee
empty-due-soon = Nothing is due soon
empty-overdue = Nothing is overdue
empty-waiting-client = We are waiting for nobody
empty-mentioned = Nobody has mentioned you yet. Mentions in notes will appear here
empty-all = No tickets yet. The first one will appear as soon as a client writes
empty-ticket = Choose a ticket from the list
empty-timeline = The timeline will appear here
empty-attachments = No attachments
empty-client-tickets = The client has no other tickets
empty-demo-mail = No mail yet. Answer a ticket and the e-mail to the client will appear here
empty-quarantine = The quarantine is empty. What is unreadable or suspicious will wait here for a decision
empty-ledger = Nothing has come in yet
empty-channels = No channels yet. Add e-mail to start receiving requests

# Supervisor
supervisor = Deadlines
supervisor-breached = Overdue
supervisor-next = Due within 24 hours
supervisor-next-column = In 24 h
supervisor-left = { $span } of working time
supervisor-lead = What is overdue and what will be overdue next
supervisor-breached-none = Nothing is overdue
supervisor-more = The first { $shown } are shown; there are more
supervisor-next-none = Nothing is due within 24 hours
supervisor-by-team = By team
supervisor-by-operator = By operator
supervisor-share-in-time = Share in time
supervisor-today = Today
supervisor-open = Open
supervisor-waiting = Waiting for client
supervisor-unassigned = Unassigned
supervisor-met-today = Met
supervisor-missed-today = Missed
supervisor-oldest = Waiting longest
supervisor-late-median = Median lateness
supervisor-late-max = Longest lateness
supervisor-wallboard = Wallboard

# Intake ledger
ledger = Intake ledger
ledger-lead = Everything that came to any door has a number and a fate
ledger-seen = Seen
ledger-fate-opened = Opened a ticket
ledger-fate-appended = Appended to a ticket
ledger-fate-duplicate = Duplicate
ledger-fate-quarantined = Quarantined
ledger-fate-rejected = Rejected
ledger-sum = Sum of fates
ledger-adds-up = It adds up: everything seen is accounted for
ledger-differs = It does not add up: { $seen } seen, { $fates } accounted for. Compare the channel with the server log
ledger-number = Entry number
ledger-when = When
ledger-door = Channel
ledger-fate = Fate
ledger-reason = Reason

# Quarantine
quarantine = Quarantine
quarantine-lead = Nothing is lost: decide whether this is a request
quarantine-arrived = Received { $at }
quarantine-reason = Reason: { $reason }
quarantine-accepted = Accepted as { $number }
quarantine-rejected = Marked as not a request
quarantine-reason-unreadable = the e-mail could not be read
quarantine-reason-no-sender = the sender is unknown
quarantine-reason-too-deep = too many nested parts
quarantine-reason-too-many-parts = too many parts
quarantine-reason-header-too-long = the header of the e-mail is too long
quarantine-reason-too-large = the e-mail is too large
quarantine-reason-malware = an attachment is dangerous
quarantine-reason-spam = it looks like spam
quarantine-reason-honeypot = a program seems to have filled the form
quarantine-reason-loop = the e-mail goes round in a loop
quarantine-reason-blocked-sender = the sender is blocked
quarantine-reason-forged = the sender pretends to be somebody else
quarantine-reason-unknown-channel = the channel is not set up
quarantine-reason-automatic-reply = an automatic reply that belongs to no ticket
quarantine-reason-report-about-unknown-message = a delivery report about a message we did not send
quarantine-reason-could-not-be-stored = the message could not be stored as a ticket
quarantine-reason-policy = an intake rule decided so

# Demo mail
demo-mail = Sent mail
demo-mail-lead = In the demo no mail leaves the house: it lies here
demo-mail-to = To: { $to }
demo-mail-from = From: { $from }
demo-mail-sent = Sent { $at }
demo-log-in-as = Log in as { $who }
demo-banner = Demo: the data are made up, no mail leaves the house

# Client
client-panel = Client
client-channels = Ways to reach the client
client-verified = verified
wish-phone = Asks to be called: { $phone }
wish-email = Asks for an answer by mail
wish-email-with-phone = Asks for an answer by mail; phone: { $phone }
client-consent-given = Agreed to data processing, version { $version }, { $at }
client-not-verified = not verified
client-local-time = The client’s time is { $time }
client-tickets = The client’s tickets
client-prefers = Prefers answers by { $channel }
client-no-calls = Does not want calls

# Keyboard
keys = Keys
keys-next = Next ticket
keys-previous = Previous ticket
keys-open = Open
keys-reply = Answer
keys-note = Write a note
keys-take = Take
keys-assign = Assign
keys-resolve = Resolve
keys-search = Search
keys-send = Send the answer, save the note
keys-events = Show or hide events
keys-help = This help

# What has been done
done-saved = Saved
done-assigned = Assignee: { $who }
done-taken = The ticket is yours
done-state = State: { $state }
done-sent = The answer is queued
done-client-answered = The client has answered: the letter is on the ticket
done-note = The note is saved
done-undone = Undone
done-copied = Copied
