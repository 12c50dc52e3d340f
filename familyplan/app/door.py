"""
Where connections come in: who sends a request drop by drop, or never takes its answer, holds no place for long.

uvicorn has no limit for a head that never ends, and answers what it cannot read without our headers; this adds both.
How long a body may take is the intake's to say.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
import uvicorn
from litestar.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from familyplan.kernel import headers

HEAD_SECONDS = 10.0  # for all of a request's head, and for what still comes of one that was answered already
TAKE_SECONDS = 60.0  # for taking an answer out of the way
MOST_CONNECTIONS = 500
LARGEST_HEAD = 16_384  # bytes
UNREADABLE, BUSY = b"That could not be read.\n", b"Very many are here just now. Please try again in a minute.\n"


class Door(H11Protocol):
    """One connection with its deadlines. `door` makes the class that a server is given."""

    https = False
    _late: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin to wait for a head; one connection too many gets its answer and goes."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self.app = self._busy
        self._late = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        """Read on; the deadline falls away with a whole head and comes back with the first sign after its answer."""
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.response_complete:
            _cancel(self._late)
            self._late = None
        elif self._late is None and not self.transport.is_closing():
            self._late = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the deadlines go with the connection."""
        _cancel(self._late)
        _cancel(self._stuck)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for an answer to be taken."""
        super().pause_writing()
        self._stuck = self.loop.call_later(TAKE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The answer was taken."""
        _cancel(self._stuck)
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, with our headers and no word of the library's."""
        told = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        answer = h11.Response(status_code=400, headers=headers.dressed(told, https=self.https), reason=b"Bad Request")
        try:
            for event in (answer, h11.Data(data=UNREADABLE), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:
            pass  # its answer is on the way already; nothing can be added to it
        self.transport.close()

    async def _busy(self, _scope: Any, _receive: Any, send: Any) -> None:
        told = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(BUSY)).encode()),
            (b"retry-after", b"60"),
            (b"connection", b"close"),
        ]
        head = headers.dressed(told, https=self.https)
        await send({"type": "http.response.start", "status": 503, "headers": head})
        await send({"type": "http.response.body", "body": BUSY, "more_body": False})


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def door(*, https: bool) -> type[Door]:
    """Make the protocol of a server whose own address is https, or is not."""
    return type("Door", (Door,), {"https": https})


def config(app: ASGIApp, *, https: bool) -> uvicorn.Config:
    """Set a server up: our door, no word of its own in any answer, nothing believed that a proxy's header says."""
    return uvicorn.Config(
        app,
        http=door(https=https),
        ws="none",
        access_log=False,
        server_header=False,
        log_config=None,
        proxy_headers=False,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_graceful_shutdown=10,
    )
