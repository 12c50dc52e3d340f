"""What a member finds on their page once it is over: the next call, their words, and how it is for them."""
