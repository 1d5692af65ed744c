# Promises, statutory terms, recounts, warnings, forecast.

promised-answer = answer
promised-solution = solution
promised-call = call
promise-what = What is promised
promise-by = by
promise-time = Time
promise-time-hint = Without a time: until closing on that day
promise-by-voice = Promise by voice
promise-unreadable = Give a date like 2026-05-08 and, if you like, a time
button-release-promise = The client released it
done-promised = The promise is written down
clock-given = The client was told this instant
composer-on-merits = Answers on the merits: the statutory term is fulfilled
field-error-promise-invalid = A promise is about the future, and at most ten years ahead
field-error-promise-not-a-working-day = We do not work on that day: give a time, too

why-answered = answered
why-answered-automatically = automatic answer
why-kept = the promise was kept
why-promise-moved = the promise was moved
why-extended = the term was extended
why-registered = registered

segment-break = Break
segment-beyond-calendar = Outside the calendar
segment-earlier = Earlier: ran { $ran }, paused { $paused }, closed hours { $closed }
segment-whole = In all

extension-days = By how many business days
extension-reason = Reason
extension-hint = The client is told the new term and the reason at once. A term is extended only once
done-registered = Registered
done-extended = The term is extended, the client is told
term-extension-notice = The term for your request has been extended: { $due }. Reason: { $reason }.
event-term-extended = Statutory term extended: { $due }. Reason: { $why }
event-term-extension-written = An extension of the statutory term to { $due } is written; it holds once the letter is dispatched in time. Reason: { $why }
event-term-extension-too-late = The letter about the extension was dispatched too late: the statutory term is as it was. Reason given: { $why }
event-term-not-fulfilled = The answer went by another way than the client asked for: the statutory term goes on
composer-asked-way = The client asked to be answered by: { $way }. An answer by another way does not fulfil the statutory term
composer-agreed-way = The client agrees to another way

deadlines-title = Deadlines and calendars
recounts-title = Recounts of running deadlines
recounts-none = No correction has changed running deadlines yet
recount-proposed = waits for a decision
recount-running = running
recount-done = done
recount-dismissed = dismissed
recount-effect = Deadlines that move: { $moved }. Verdicts that flip: { $flipped }
recount-confirm = Recount
recount-dismiss = Leave as they are
calendars-title = Calendars
deadlines-known-through = Days off official through
calendar-for-ever = without end
deadlines-ends-soon = ends in less than 60 days: update the calendar
event-clock-excused = { $clock }: the miss is excused. { $why }
event-clock-explained = { $clock }: why it was missed. { $why }

# Warnings and notices
event-clock-late = { $clock }: overdue by { $late }, a warning was sent
notices-title = Notices
nav-notices = Notices
notices-none = Nothing to tell. Warnings about deadlines come here
notices-seen = Mark all as read
notices-more = The newest { $count } are shown
notice-coming = { $clock }, { $due }
notice-missed = { $clock }: was due { $due }
notice-person = The client asks for a person
notice-person-due = The client asks for a person, { $due }
notice-lost = The answer was not delivered and no other address is left: find another way to reach the client
notice-urgent = urgent

away = away until { $until }
away-deputy = away until { $until }, { $deputy } is the deputy
nav-absences = Absence
absences-title = Absence
absences-lead = Whoever is responsible stays responsible. Meanwhile the deputy sees requests with a new message of the client's, or due before the return; without a deputy they are in the list “Unassigned”
absences-none = Everybody is there
absences-end = Back already
absences-new = State an absence
absences-who = Who is away
absences-from = From
absences-until = Until the return
absences-deputy = Deputy
absences-no-deputy = Nobody: the team
notice-new = new

# Why it was missed
miss-reason = Why it was missed
miss-excuse = Excused
miss-excused = The miss is excused
miss-save = Save the reason
miss-of = The miss is with { $who }, who held the ticket for { $span }
miss-before = Before: { $who }, { $span }
miss-late = Late by { $span }
miss-late-working = Late by { $working } of working time ({ $elapsed } elapsed)
# Waiting for the client
event-reminder = A reminder was sent to the client
event-resolved-notice = The client was told that the request is resolved
outcome-no-answer = The client did not answer
# What clients were told
told-title = Deadlines told to clients, last 30 days
told-definition = The deadline the client heard: kept, broken, replaced by a new one in time, or called off
told-kept = Kept
told-broken = Broken
told-corrected = Replaced in time
told-cancelled = Called off
# What became of promises and deadlines
ended-title = Promises and deadlines, last 30 days
ended-definition = A promise belongs to the day it was kept, broken or moved; a deadline to the day it was missed or called off
ended-kept = Promises kept
ended-broken = Promises broken
ended-moved = Promises moved, times
ended-not-needed = Answer not needed
ended-without-answer = Closed without an answer
ended-excused = Missed with an excuse
ended-share = In time, share
ended-logged-late = In time by what was logged late
first-contact = Solved at first contact, share
first-contact-definition = Resolved with one answer or within one call, and for seven days the client did not come back with it. Known seven days later
took-title = How long it took, last 30 days
took-definition = Working time is the desk's view: the clock's calendar without pauses. Elapsed time is the client's
took-kind = What
took-count = Times
took-working = Working time
took-elapsed = Elapsed
took-median = median
took-ninety = 90 of 100
took-longest = longest
took-by-programs = { $kind }, automatic

# Official updates of calendars
updates-title = Updates of calendars
updates-lead = The official calendar of a new year comes as an iCalendar file (.ics). Okno compares it with yours and shows what would change. Nothing changes unless you confirm it
updates-none = There were no updates yet. Upload a file, and what it changes will stand here
updates-upload = Upload a file
updates-file = iCalendar file (.ics)
updates-known-through = Official through (if the file does not say)
updates-compare = Compare with the calendar
updates-nothing-new = The file says nothing new: the calendar is like that already
updates-refused = The file was refused, the calendar is unchanged
updates-decided = Decided
updates-waiting = Waits for a decision
updates-only-admin = An administrator may confirm or reject it
updates-confirm = Confirm and recount deadlines
updates-reject = Reject
updates-why = Grounds, such as the number of the decree
updates-known-moves = Last day with official days off: { $before } → { $after }
updates-known-same = Last day with official days off: { $before }, as before
updates-for-ever = without end
update-proposed = waits for a decision
update-confirmed = confirmed
update-rejected = rejected
update-superseded = a newer file came
updates-summary = { $added ->
    [one] { $added } day added
   *[other] { $added } days added
  }, { $removed } removed, { $changed } changed
day-added = added
day-removed = removed
day-changed = changed
day-usual = as usual
day-off = Day off
day-off-named = Day off: { $name }
day-moved = Day off, moved
day-moved-named = Day off, moved: { $name }
day-own-named = Own day off: { $name }
day-own = Own day off
day-working = Working day
day-shortened = Shorter by { $minutes } min
updates-date = Date
updates-before = Now
updates-after = Then
updates-line = Line { $line }
update-fault-too-long = Too long: is it a calendar of days off?
update-fault-encoding = The file is not UTF-8. Save it as UTF-8
update-fault-syntax = This is not iCalendar: “NAME:value” is expected, between BEGIN and END
update-fault-cut-off = The file is cut off in the middle
update-fault-version = VERSION:2.0 is needed
update-fault-no-days = The file has no all-day event
update-fault-has-time = A day off has a time here, and should be a date only. This looks like a calendar of appointments
update-fault-no-date = This is no date: write it as 20270101
update-fault-rule = This repetition is not understood. “Every year” is; write other days one by one
update-fault-required = The event has no beginning
update-fault-out-of-range = The event ends before it begins, or lasts longer than 60 days
update-fault-twice = The same day is both worked and off. Keep one of them
update-fault-calendar = With these days the calendar cannot be used
update-fault-unknown = There is no such calendar
update-fault-invalid = The value is not understood
feeds-title = Fetched by itself from
feed-not-tried = not tried yet
feed-tried = tried { $at }
feed-problem = It went wrong, and is tried again tomorrow:

callback-missed-call = missed call
callback-asked = the client asked for it
callback-low-score = a low score
callback-policy = the policy promises it
why-inconvenient = inconvenient for the client

# Hours of a calendar
hours-title = Hours
hours-of = Hours of calendars:
hours-lead = Deadlines run by these hours. Holidays by law come from the official calendar and are not changed here.
hours-zone = Time zone:
hours-week = Week
hours-hint = For example 09:00-18:00, or 09:00-13:00, 14:00-18:00. Empty means closed. 24:00 is the end of the day
hours-closed = closed
hours-dates = Special days
hours-dates-hint = A date on which you work otherwise than week and holidays say. Without hours it is a day off
hours-of-date = Hours
hours-off = day off
hours-name = Name of the day off
hours-why = Why it changes
hours-try = Show what would change
hours-change = Change, and recount deadlines
hours-only-admin = Hours are changed by an administrator
hours-unreadable = “{ $text }” is not understood. Write 09:00-18:00, or 09:00-13:00, 14:00-18:00
hours-unusable = The calendar cannot be used with these hours: see that there is working time, that no hours overlap, and that each date is there once
weekday-mon = Monday
weekday-tue = Tuesday
weekday-wed = Wednesday
weekday-thu = Thursday
weekday-fri = Friday
weekday-sat = Saturday
weekday-sun = Sunday
