"""What a letter said before: comparing, bringing back, forgetting; and what changed since the professional read it."""
