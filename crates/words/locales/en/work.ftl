# What is in the middle of being done on a ticket: drafts, undoing, merging, people.

button-keep-draft = Save draft
button-remove-file = Remove file
page-draft-not-kept = Not saved yet: no connection. The text stays here
done-draft = Draft saved
keys-undo = Undo the answer just sent
error-too-late-to-undo-title = The answer has already left
error-too-late-to-undo-advice = Write another one to correct it
