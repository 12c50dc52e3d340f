"""What staff show besides a password: a code from their telephone, a passkey, or a code kept on paper."""
