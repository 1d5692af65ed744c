# What is in the middle of being done on a ticket: drafts, undoing, merging, people.

button-keep-draft = Save draft
button-remove-file = Remove file
page-draft-not-kept = Not saved yet: no connection. The text stays here
done-draft = Draft saved
keys-undo = Undo the answer just sent
error-too-late-to-undo-title = The answer has already left
error-too-late-to-undo-advice = Write another one to correct it

# Merging
merge-menu = Merge…
merge-alike = This looks like the same request:
merge-here = Merge into this ticket
merge-into = Merge this ticket into No.
merge-absorbed = Merged into this ticket
message-of-ticket = from { $number }
done-merged = Merged: one ticket, one timeline
done-unmerged = The merge is undone
keys-merge = Merge
error-not-merged-title = This ticket is not merged
error-not-merged-advice = Reload and see how it stands

# Writing first
conversation-new = Write to a client
conversation-lead = A conversation that we begin. The client’s reply comes back to the same ticket
conversation-to-hint = A mail address, or a name to look for
conversation-name = Name
conversation-any-channel = Any that leads there
conversation-text = Message
conversation-send-open = Send and keep open
conversation-choose = That is not an address. These clients were found: choose one, or write an address
conversation-nobody = That is not an address, and nobody was found. Write a mail address
conversation-address = Write a mail address, or a telephone number with its country code
conversation-other-address = Another address, if need be
event-went-on = Not read in the chat, sent on to { $address }
event-passed-on = Not delivered, sent on to { $address }
event-sent-again = Sent again to { $address }
keys-write = Write to a client

# People
person-invite-title = Invite a colleague
person-invite-lead = A letter goes out with a link, good for 7 days, by which they set a password of their own
person-invite-again = Send the invitation again
person-withdraw = Withdraw the invitation
person-invitation-waits = Invited: the link is good { $until }
person-invitation-expired = The invitation has expired. Send it again
person-invitation-failed = The invitation could not be sent: { $reason }
person-no-password = Has no password yet
person-open-tickets = Open tickets
person-no-tickets = Nothing is open with this person
person-more-tickets = And more: see the inbox
person-access = Access
person-deactivate = Deactivate
person-activate = Activate again
person-deactivate-lead = Logged out everywhere at once. Tickets stay with this person until somebody hands them over
done-invited = The invitation is on its way
done-withdrawn = The invitation is withdrawn
error-already-joined-title = This person has joined already
error-already-joined-advice = They can ask for a new password on the log-in page

# Passwords
password-forgotten = Forgotten password
password-forgotten-lead = We send you a letter with a link to set a new one
password-send-link = Send the link
password-letter-sent = If somebody works here under this address, a letter is on its way. The link in it is good for an hour
password-back = Back to the log-in
password-welcome = Welcome! Choose a password
password-choose = Choose a new password
password-rule = At least 10 characters.
password-link-valid = The link is good { $until }.
password-set = Set the password
password-unfit = This password will not do: at least 10 characters, and not the login
