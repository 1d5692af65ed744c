# Clocks: names, verdicts, pauses, cancellations, time in words.

clock = Clock
clock-first-response = First response
clock-next-response = Next response
clock-periodic-update = Periodic update
clock-resolution = Resolution
clock-handoff = Handoff
clock-callback = Callback
clock-side-task = Side task
clock-promise = Promise
clock-statutory = Statutory term
clock-registration = Letter registration
clock-told = Told to the client

verdict-running = Running
verdict-paused = Paused
verdict-met = Met
verdict-missed = Missed
verdict-overdue = Overdue
verdict-cancelled = Cancelled
verdict-moved = Moved
verdict-kept = Kept
verdict-broken = Broken

clock-running = running
clock-paused = paused: { $reason }
clock-preliminary = preliminary
clock-preliminary-hint = The days off of that year are not official yet; the due time will be recomputed when they are published
clock-none = No clock
clock-started-at = Started { $at }
clock-stopped-at = Stopped { $at }
clock-due-at = Due { $at }
clock-breached-at = Overdue since { $at }
clock-target = Target: { $target }
clock-target-first-response = First response target: { $target }
clock-target-resolution = Resolution target: { $target }
clock-calendar = Calendar: { $calendar }
clock-leading = Nearest due time

# Why a clock was paused, resumed or cancelled
why-waiting-client = waiting for client
why-no-assignee = Nobody has taken it
why-waiting-others = waiting for others
why-delivery = the answer did not reach the client
why-resolved = the ticket was resolved
why-client-answered = the client answered
why-reopened = reopened
why-state-changed = the state was changed
why-policy = the SLA policy changed
why-calendar = the calendar changed
why-hours = the client's hours for calls changed
why-merged = merged
why-not-needed = answer not needed
why-closed-without-answer = closed without an answer
why-not-a-request = not a request
why-rule-gone = the rule no longer applies
why-withdrawn = withdrawn by the client

segment-running = Running
segment-paused = Paused
segment-closed-hours = Closed hours
segment-day-off = Day off

promise-made = Promised an answer { $due }
promise-kept = Promise kept
promise-broken = Promise broken
promise-moved = Promise moved

# Time in words, glossary §4. Times and dates come ready-made.
due-today = by { $time }
due-tomorrow = tomorrow { $time }
due-weekday = by { $weekday } { $time }
due-date = by { $date }, { $time }
due-end-of-today = by the end of today
due-end-of-tomorrow = by the end of tomorrow
due-end-of-date = by the end of { $date }
due-left = { $span } left
due-left-under-minute = less than a minute left
due-late = { $span } late
due-late-under-minute = less than a minute late
due-paused = paused: { $reason }
due-met = met
due-missed = missed by { $span }
span-minutes = { $minutes } min
span-hours = { $hours } h
span-hours-minutes = { $hours } h { $minutes } min
span-seconds = { $seconds } s
span-days-hours = { $days } { $hours } h
age-just-now = just now
age-today = today, { $time }
age-yesterday = yesterday, { $time }
age-tomorrow = tomorrow, { $time }
age-minutes-ago = { $count } min ago
at-date-time = { $date }, { $time }
late-by = { $span } late
