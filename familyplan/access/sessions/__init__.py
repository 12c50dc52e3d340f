"""Being signed in: a random token in a cookie, its hash in the store, and an end."""
