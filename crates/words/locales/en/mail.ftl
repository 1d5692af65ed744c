# Letters: ready sentences for templates and the names of letters in settings.

mail-how-this-address = The answer will come by e-mail to this address.
mail-how-email = The answer will come by e-mail to { $address }.
mail-how-phone = We will answer by phone at { $phone }.
mail-how-sms = The answer will come by SMS to { $phone }.
mail-how-chat = The answer will come in the chat.
mail-how-account = The answer will appear in your account.
mail-how-app = The answer will come in the app.
mail-how-letter = The answer will come by post.
mail-how-messenger = The answer will come in { $name }.
mail-who-team-default = our support team
mail-how-same-place = The answer will come where you wrote from.

mail-footer = Request { $number }
mail-footer-link = Request { $number }: { $link }

mail-promise-answer = We will reply { $due }
mail-promise-solution = We will solve it { $due }
mail-promise-call = We will call you { $due }
mail-new-due = The new deadline: { $due }.
mail-waiting = We are waiting for your answer: until it comes, the deadline is suspended.

mail-fact-registered = Your request { $number } was registered { $registered }.
mail-fact-answer = We will reply { $due }.
mail-fact-call = We will call you back { $due }.
mail-fact-closed = We are closed now and will be back { $opens }.
mail-fact-who = Your request is with { $who }. { $how }
mail-fact-link = View, add to or withdraw your request: { $link }

mail-name-acknowledgement = Acknowledgement
mail-name-operator-reply = Answer to the client
mail-name-due-correction = New deadline
mail-name-closed = We are closed
mail-name-person-expected = When a person will answer
mail-name-resolved = Request resolved
mail-name-reminder = Reminder to the client
mail-name-password-reset = New password
mail-name-link-renewal = New link to a request
mail-name-deadlines = Deadlines for an operator
mail-name-invitation = Invitation of an operator
