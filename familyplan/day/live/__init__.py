"""
What happens on the day, noted by six large taps, each with its own time.

Which six, and why no others (practice 1.11, 2.4, 6.5). A log that a hand fills while somebody cries can hold what
begins and ends the hour, and what the plan has a card for: *we have begun* and *we have ended* (the evening's calls
hang from the end), *everyone has read* (from there on it is about the answer), *left the room* (the way out is free; a
card says what then), *said yes* and *said not today* (each leads to the page of outcomes, and records nothing there by
itself). What is said in between is not written down: nobody should look at a phone while a son speaks.

"We called 911" stands apart from the six. It is a note of a call that was made, never a way to call: the phone link
does that, and comes first on the page.
"""
