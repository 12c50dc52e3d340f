"""What the program writes down about itself: never a name, an address, a path with a token, or a word typed."""

from __future__ import annotations

import logging
import traceback

logger = logging.getLogger("familyplan")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def answered(route: str, method: str, status: int, milliseconds: float, request_id: str, person: object) -> None:
    """Note one answer: the route's pattern, never the path; no word of whoever asked, their method's neither."""
    known = method if method in METHODS else "OTHER"
    logger.info("%s %s %s %.0fms %s %s", known, route, status, milliseconds, request_id, person)


def broke(request_id: str, what: BaseException) -> None:
    """Note a fault: where it happened, without values, since a value may be what a person typed."""
    frames = traceback.extract_tb(what.__traceback__)
    places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-8:]))
    logger.error("fault %s %s at %s", request_id, type(what).__name__, places)
