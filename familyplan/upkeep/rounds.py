"""Beside the pages: mails every second, the journal's head every minute, and what time makes due every five."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from familyplan.kernel import log
from familyplan.kernel.db import Database
from familyplan.mail.service import Postman, deliver

MAILS_EVERY_SECONDS = 1.0
TICK_EVERY_SECONDS = 300.0
HEAD_EVERY_SECONDS = 60.0


class Rounds(threading.Thread):
    """One thread: brings mails and lets time pass. A fault in one round is noted, and the next round comes."""

    def __init__(
        self, database: Database, postman: Postman, *, base_url: str, sender: str, sender_name: Callable[[], str],
        tick: Callable[[Database], None], keep_head: Callable[[Database], None],
    ) -> None:  # fmt: skip
        """Get ready; `start()` begins."""
        super().__init__(name="rounds", daemon=True)
        self.database, self.postman = database, postman
        self.tick, self.keep_head = tick, keep_head
        self.base_url, self.sender, self.sender_name = base_url, sender, sender_name
        self.ended = threading.Event()

    def run(self) -> None:
        """Go round until `end`; the last thing is to keep the journal's head."""
        last_tick, last_head = -TICK_EVERY_SECONDS, -HEAD_EVERY_SECONDS
        while not self.ended.is_set():
            if monotonic() - last_tick >= TICK_EVERY_SECONDS:
                last_tick = monotonic()
                self._try(lambda: self.tick(self.database))
            if monotonic() - last_head >= HEAD_EVERY_SECONDS:
                last_head = monotonic()
                self._try(lambda: self.keep_head(self.database))
            self._try(self.once)
            self.ended.wait(MAILS_EVERY_SECONDS)
        self._try(lambda: self.keep_head(self.database))

    def _try(self, what: Callable[[], object]) -> None:
        try:
            what()
        except Exception as why:  # noqa: BLE001  the next mail must go out whatever became of this one
            log.broke("rounds", why)

    def once(self) -> int:
        """Bring what is due now; returns how many mails were handed over."""
        name = self.sender_name()
        return deliver(self.database, self.postman, base_url=self.base_url, sender=self.sender, sender_name=name)

    def end(self) -> None:
        """Stop after the round that is going on."""
        self.ended.set()
        if self.is_alive():
            self.join(timeout=30)
