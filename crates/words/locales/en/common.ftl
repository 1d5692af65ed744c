# Words that every page needs: roles, languages, general buttons, counted nouns.

product-name = Okno
product-tagline = One window for every request

yes = Yes
no = No
none = None
unknown = Unknown
all = All
and-more = and { $count } more
optional = optional

role-operator = Operator
role-supervisor = Supervisor
role-administrator = Administrator
role-client = Client
role-integration = Integration
role-robot = Robot
role-system = Okno

language = Language
language-ru = Русский
language-en = English
language-switch = Change language
theme = Appearance
theme-system = Same as system
theme-light = Light
theme-dark = Dark
time-zone = Time zone

# General buttons and words
button-save = Save
button-cancel = Cancel
button-undo = Undo
button-delete = Delete
button-edit = Edit
button-add = Add
button-back = Back
button-close-window = Close window
button-copy = Copy
button-copied = Copied
button-retry = Try again
button-refresh = Refresh
button-show-more = Show more
button-search = Search
button-apply = Apply
button-reset = Reset
button-download = Download
button-open = Open
button-continue = Continue
button-help = Help

# Dates and times standing alone
today = today
yesterday = yesterday
tomorrow = tomorrow
now = now

# Counted nouns
count-tickets = { $count ->
    [one] { $count } ticket
   *[other] { $count } tickets
}
count-overdue-tickets = { $count ->
    [one] { $count } ticket overdue
   *[other] { $count } tickets overdue
}
count-business-days = { $count ->
    [one] { $count } business day
   *[other] { $count } business days
}
# After "within", "up to", "no more than"
count-business-days-within = { $count ->
    [one] { $count } business day
   *[other] { $count } business days
}
count-business-hours = { $count ->
    [one] { $count } business hour
   *[other] { $count } business hours
}
count-business-hours-within = { $count ->
    [one] { $count } business hour
   *[other] { $count } business hours
}
count-business-minutes = { $count ->
    [one] { $count } business minute
   *[other] { $count } business minutes
}
count-business-minutes-within = { $count ->
    [one] { $count } business minute
   *[other] { $count } business minutes
}
count-calendar-days = { $count ->
    [one] { $count } calendar day
   *[other] { $count } calendar days
}
count-calendar-days-within = { $count ->
    [one] { $count } calendar day
   *[other] { $count } calendar days
}
count-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
count-days-within = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
count-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
count-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
# After "in"
count-minutes-in = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
count-minutes-within = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
count-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
count-calls = { $count ->
    [one] { $count } call
   *[other] { $count } calls
}
count-missed-calls = { $count ->
    [one] { $count } missed call
   *[other] { $count } missed calls
}
count-call-attempts = { $count ->
    [one] { $count } call attempt
   *[other] { $count } call attempts
}
count-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
count-new-messages = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
count-emails = { $count ->
    [one] { $count } e-mail
   *[other] { $count } e-mails
}
count-notes = { $count ->
    [one] { $count } note
   *[other] { $count } notes
}
count-events = { $count ->
    [one] { $count } event
   *[other] { $count } events
}
count-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
count-operators = { $count ->
    [one] { $count } operator
   *[other] { $count } operators
}
count-clients = { $count ->
    [one] { $count } client
   *[other] { $count } clients
}
count-promises = { $count ->
    [one] { $count } promise
   *[other] { $count } promises
}
count-selected = { $count ->
    [one] { $count } ticket selected
   *[other] { $count } tickets selected
}
count-found = { $count ->
    [one] { $count } ticket found
   *[other] { $count } tickets found
}
size-bytes = { $size } B
size-kilobytes = { $size } KB
size-megabytes = { $size } MB
size-gigabytes = { $size } GB
