# The client's pages: form, after sending, follow-up. Full sentences, no jargon.

client-form-title = Write to us
client-form-due-call = We will call you back { $due }.
client-form-due = We will reply { $due }.
client-form-name = Your name
client-form-email = E-mail for the answer
client-form-phone = Phone
client-form-topic = Topic
client-form-kind = What is it about
client-form-subject = Subject
client-form-text = Your message
client-form-files = Attach files
client-form-how = How shall we answer
client-form-consent = I agree to the processing of my personal data
client-form-consent-link = Text of the consent
client-form-send = Send
client-form-required = Please fill in this field
client-form-email-wrong = Please check the address: the answer will go there

client-sent-title = Your request is registered
client-sent-number = The number of your request: { $number }
client-sent-due = We will reply { $due }.
client-sent-who = Your request is with { $who }.
client-sent-link = Keep this link: it lets you follow your request
client-already-sent = We have already received this request

client-page-title = Request { $number }
client-page-state-new = We have your request; it is waiting for a specialist
client-page-state-open = We are working on the answer
client-page-state-waiting-client = We are waiting for your answer
client-page-state-waiting-others = We are asking another department
client-page-state-resolved = The matter is solved. If it is not, write to us here
client-page-state-withdrawn = You have withdrawn the request. If you change your mind, write to us here
client-page-state-closed = This request is closed. A new message will open a new one
client-page-due = We will reply { $due }.
client-page-due-paused = The deadline is suspended: we are waiting for your answer.
client-page-due-late = We promised to reply { $due } and did not.
client-page-who = Your request is with { $who }.
client-page-history = History
client-page-you = You
client-page-answer = Add to your request
client-page-answer-placeholder = Write a message
client-page-send = Send
client-page-withdraw = Withdraw the request
client-page-withdraw-confirm = Withdraw request { $number }? We will stop working on it
client-page-withdrawn = The request is withdrawn
client-page-solved = This solved it
client-page-solved-thanks = Thank you for telling us
client-page-message-sent = Your message is sent
client-link-expired-title = This link has expired
client-link-expired = We can send a new one to the e-mail address in the request, and nowhere else.
client-link-renew = Send a new link
client-link-renewed-title = Check your mail
client-link-renewed = If there is an e-mail address in the request, a new link is on its way there. The old one no longer opens anything.
client-closed-now = We are closed now and will be back { $opens }.

client-form-optional = (optional)
client-form-choose = Please choose one
client-form-choose-one = Choose one
client-form-by-email = By e-mail
client-form-by-phone = By phone
client-form-trap = Leave this field empty
client-form-phone-wrong = Please check the number: only digits, spaces and + ( ) - are expected
client-form-too-long = { $count ->
    [one] At most { $count } character
   *[other] At most { $count } characters
}
client-form-unfit = There are characters here that this field cannot hold: remove < and >, or what cannot be printed
client-form-consent-required = Without your consent we cannot take the request
client-form-consent-changed = The text of the consent has changed. Please read the new one and tick it again
client-form-check = Something is not right yet. Please check the marked fields: the rest is kept
client-form-files-limit = Up to { $size } together, at most 20 files
client-form-files-choose-smaller = These files are too large: choose smaller ones or send a link to them
client-form-files-too-large = The files are larger than { $size } together, so we did not take them. What you wrote is kept: attach smaller files or paste a link to them
client-form-files-too-many = { $count ->
    [one] At most { $count } file can be attached. What you wrote is kept: attach the files again
   *[other] At most { $count } files can be attached. What you wrote is kept: attach the files again
}
client-form-too-often = Too many requests in a short time. What you wrote is kept: send it again in { $span }
client-form-unavailable = We cannot take the request just now. What you wrote is kept: send it again in a few seconds, and attach the files again

client-sent-another = Write another one
client-set-aside-title = We have your message
client-set-aside-note = A person will read it first: that is how we tell requests from advertising. If it is a request, we will answer to the address you gave.

client-page-earlier = Earlier messages are not shown here
client-page-withdraw-note = It will not be answered. If you change your mind, write by the same link and we will go on.
client-page-withdraw-no = Keep it
client-call-in = You called us
client-call-in-lasted = You called us: { $length }
client-call-in-missed = You called us, and we did not pick up
client-call-out = We called you
client-call-out-lasted = We called you: { $length }
client-call-out-missed = We called you and did not get through
client-page-turned-open = The request is being worked on again
client-page-turned-resolved = The matter is solved
client-page-turned-closed = The request is closed
company-clients = Clients
company-more = More clients
company-tickets = Latest requests
company-no-tickets = No requests
company-nameless = No name
