"""Roles that a family agrees on together, such as who leads the meeting and who keeps track."""
