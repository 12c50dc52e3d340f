"""The outbox: a mail is a row, written in the same transaction as the act that it tells of."""
