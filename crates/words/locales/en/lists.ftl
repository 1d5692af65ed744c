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

# Filters
filter-any = any
filter-me = Me
filter-apply = Show
filter-without = Leave this out
filter-nothing = Nothing fits this filter
filter-fault = This cannot be asked:
filter-brand = Brand
filter-due-overdue = overdue
filter-due-1h = within an hour
filter-due-4h = within 4 hours
filter-due-1d = within a day
filter-due-3d = within 3 days
filter-order-any = as the list has it
filter-order-due = by deadline
filter-order-updated = last changed first
filter-order-created = newest first
filter-order-oldest = oldest first
filter-created-from = Came from
filter-created-to = Came until
filter-updated-from = Changed from
filter-updated-to = Changed until

# Saved views
view-save = Save this view
view-name = Name of the view
view-place = Place among the views, 0–1000
view-shared = Everybody sees it
view-change = Change this view
view-delete = Delete the view
view-broken = This view asks for something that is gone. Nothing is lost: it can be mended
view-mended = Show without it
view-mend = Mend the view
done-view = View saved
done-view-deleted = View deleted

# The result of a change of many
bulk-all = all that match, up to 1,000
bulk-apply = Apply
bulk-none = Clear selection
bulk-add-tag = add a tag
bulk-as-it-is = as it is
bulk-result = What changed
bulk-lead = { $count ->
    [one] { $count } ticket changed
   *[other] { $count } tickets changed
}
bulk-skipped = Left as they were
bulk-skipped-unchanged = it is so already
bulk-skipped-stale-version = somebody else changed it meanwhile
bulk-skipped-ticket-closed = the ticket is closed
bulk-skipped-ticket-merged = merged into another one
bulk-skipped-field-required = a required field is empty
bulk-skipped-outcome-required = an outcome has to be stated
bulk-skipped-not-found = there is no such ticket
bulk-more = More than a thousand match. Repeat it for the rest
bulk-back = Back to the list
done-bulk = Changed
page-key-tick = Select; a range with Shift

field-yes = yes
field-no = no
field-empty = not stated
field-deleted = the field was deleted, its value is kept
field-required = required to resolve
event-field-changed = { $field }: { $to }
event-field-changed-none = { $field }: emptied
