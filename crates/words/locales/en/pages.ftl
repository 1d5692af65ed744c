# Words of pages that no other room has: labels, hints, keys.

page-rail = Views and rooms
page-first = To the beginning
page-next = More
page-show = Show
page-grip-list = Width of the list
page-grip-client = Width of the client panel

# Rooms
page-api = API

# Log-in
page-demo-logins = Demo: log in as…
page-tour = The first five minutes
tour-answer = Log in as Anna. The list is in order of deadlines: open the first ticket and answer it.
tour-client = Open “{ nav-demo-mail }”: the answer lies there. Reply to it as the client, and the reply appears on the same ticket by itself.
tour-request = Send a request of your own by mail, to the port shown in the terminal: its number and deadline come back.
tour-late = Log in as Galina, a supervisor: what is late, what will be late next, and whose it is.
tour-ledger = Open “{ nav-ledger }”: everything that came has a number and a fate, and the sum is right.

# Ticket
page-ticket = Ticket
page-tag = tag
page-clocks = Clocks
page-client-sees = What the client will see
page-draft-kept = Draft kept
page-original = Original letter
page-first-page = First page of the letter
page-answers-go-here = answers go here
page-other-tickets = Other tickets

# Keys
page-keys-layout = They work in any keyboard layout
page-key-move = Move in the list
page-key-clocks = How the deadline was counted
page-key-leave = Leave the field, back to the list
page-key-inbox = To “Mine”
page-key-overdue = To what is overdue
page-key-supervisor = To deadlines

# Intake ledger
page-ledger-advice = Compare the channel with the server's log: every accepted message is there under its number.
page-by-door = By channel
page-verdict = Verdict

# Quarantine
page-read = Read
page-raw = Download as it came

# Sent mail
page-mail-to = To
page-mail-from = From
page-mail-at = When
page-headers = Headers
page-answer-as-client = Answer as the client

# Settings
page-channels = Channels
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
