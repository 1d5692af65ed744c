# Pages: titles, hints, empty states.

page-skip = Skip to content
page-rail = Views and rooms
page-search = Find a ticket
page-first = To the beginning
page-next = More
page-choose = Choose a ticket in the list: its timeline opens here.
page-show = Show
page-offline = Offline. This is the last we know; connecting again
page-grip-list = Width of the list
page-grip-client = Width of the client panel

# Rooms
page-supervisor = Deadlines
page-ledger = Intake ledger
page-quarantine = Quarantine
page-admin = Settings
page-demo-mail = Sent mail
page-api = API
page-log-out = Log out

# Log-in
page-log-in-title = Log in
page-log-in = Log in
page-email = E-mail
page-password = Password
page-demo-logins = Demo: log in as…

# Ticket
page-tag = tag
page-clocks = Clocks
page-client = Client
page-client-sees = What the client will see
page-draft-kept = Draft kept
page-original = Original letter
page-first-page = First page of the letter
page-verified = Verified address
page-answers-go-here = answers go here
page-other-tickets = Other tickets
page-no-other-tickets = No other tickets

# Keys
page-keys = Keyboard
page-keys-layout = They work in any keyboard layout
page-key-move = move in the list
page-key-open = open
page-key-reply = answer the client
page-key-note = write a note
page-key-take = take it
page-key-resolve = resolve
page-key-fold = unfold and fold everything
page-key-clocks = how the deadline was counted
page-key-search = find
page-key-leave = leave the field, back to the list
page-key-send = send the answer
page-key-inbox = to “Mine”
page-key-overdue = to what is overdue
page-key-supervisor = to deadlines

# Deadlines: the supervisor's page
page-late-now = Overdue now
page-due-next = Due next
page-late-none = Nothing is overdue.
page-due-none = Nothing is due: deadlines appear here as soon as a ticket comes in.
page-by-whom = By whom
page-who = Assignee
page-load-open = Open
page-load-soon = Due soon
page-load-late = Overdue

# Intake ledger
page-ledger-lead = Everything seen at any door gets a number and a fate. Seen always equals the sum of fates.
page-ledger-advice = Compare the channel with the server's log: every accepted message is there under its number.
page-seen = Seen
page-by-door = By channel
page-verdict = Verdict

# Quarantine
page-quarantine-lead = What could not be understood, or was held back by the rules, waits here for a decision. Once accepted it becomes a ticket with the time it arrived, not the time it was looked at.
page-quarantine-none = The quarantine is empty. Nothing is lost: what cannot be understood will appear here with its reason.
page-read = Read
page-raw = Download as it came

# Sent mail
page-demo-mail-lead = The demo sends no mail to anybody: letters to clients stay on this page.
page-demo-mail-none = Empty so far. Answer a client, and the letter appears here.
page-mail-to = To
page-mail-from = From
page-mail-at = When
page-headers = Headers
page-answer-as-client = Answer as the client

# Settings
page-channels = Channels
page-channels-none = No channels yet. Describe them in desk.toml and run “okno apply desk.toml”.
page-installation = Installation
page-admin-as-code = Channels, calendars, SLA policies and people are described in desk.toml and applied with “okno apply”.

# Error
page-trace = number in the log

# API
page-api-parameter = Parameter
page-api-where = Where
page-api-meaning = Meaning
page-api-status = Answer
page-api-body = Request body

# The client's page
page-public-who = Who is on it
page-public-how = How the answer comes
page-public-add = Add to the request or answer
