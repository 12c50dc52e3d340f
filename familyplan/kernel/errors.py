"""What can go wrong in words that the person who caused it may read."""

from __future__ import annotations

import math
from datetime import timedelta


class Refusal(Exception):  # noqa: N818  the field's word: an act that may not be done, not a fault
    """
    An act was not done, and *sentence* says why, to the person who tried.

    Nothing is stored when it is raised. The page comes back with status 422 (or *status*), the words typed still in
    it, and the sentence beside *field*, or on top when there is no field.
    """

    def __init__(self, sentence: str, /, *, field: str = "", status: int = 422, **values: object) -> None:
        """Take a sentence marked for translation and its values apart, so that it can still be translated."""
        super().__init__(sentence)
        self.template = sentence
        self.values = values
        self.field = field
        self.status = status
        self.headers: dict[str, str] = {}

    @property
    def sentence(self) -> str:
        """The sentence with its values, in English; `kernel.language.said` translates."""
        return self.template % self.values if self.values else self.template


class Wait(Refusal):
    """Something was tried too often just now: not done, not checked, and to be tried again after *wait*. Status 429."""

    def __init__(self, sentence: str, /, *, wait: timedelta, field: str = "", **values: object) -> None:
        """Take the sentence and for how long."""
        super().__init__(sentence, field=field, status=429, **values)
        self.headers = {"retry-after": str(math.ceil(wait.total_seconds()))}


class NotYours(Exception):  # noqa: N818  not there and not yours are the same answer: 404
    """What was asked for does not exist for this person; whether it exists at all is never said."""


class NotNow(Exception):  # noqa: N818  a state of the machine, not of the person
    """The store cannot take the words just now (lock, full disk); the page keeps them. Status 503."""


class NoRoom(NotNow):
    """There is hardly any room left where things are kept. Status 507."""
