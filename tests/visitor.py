"""A browser for tests: its own cookies, the token that its pages would carry, with or without htmx."""

import re
from typing import Any

from litestar.testing import TestClient

from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.kernel.db import Database


class Visitor:
    """Somebody in front of the program. Signed in by a session row, as a sign-in would have made it."""

    def __init__(self, client: TestClient[Any], database: Database, person: Person | None = None) -> None:
        self.client, self.database = client, database
        self.cookies: dict[str, str] = {}
        if person is not None:
            with database.writing() as db:
                _session, token = sessions.start(db, person, confirmed=True)
            self.cookies["session"] = token

    @property
    def token(self) -> str:
        """The form token that a page shown now holds."""
        return re.search(r'name="_csrf_token" value="([0-9a-f]+)"', self.get("/exit").text)[1]  # type: ignore[index]  # None fails here

    def ask(self, method: str, path: str, *, htmx: str = "", headers: dict[str, str] | None = None, **more: Any) -> Any:
        sent = {"cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()), **(headers or {})}
        if htmx:
            sent |= {"hx-request": "true", "hx-target": htmx}
        answer = self.client.request(method, path, headers=sent, follow_redirects=False, **more)
        for line in answer.headers.get_list("set-cookie"):
            name, value = re.match(r"([^=]+)=([^;]*)", line).groups()  # type: ignore[union-attr]  # None fails here
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer

    def get(self, path: str, *, htmx: str = "") -> Any:
        return self.ask("GET", path, htmx=htmx)

    def post(self, path: str, form: dict[str, Any] | None = None, *, htmx: str = "", follow: bool = False) -> Any:
        """Press a form's button. With `follow` the page that a 303 leads to is read too, as a browser would."""
        answer = self.ask("POST", path, htmx=htmx, data={"_csrf_token": self.token, **(form or {})})
        return self.get(answer.headers["location"]) if follow and answer.status_code == 303 else answer

    def put(self, path: str, form: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        sent = {"x-csrftoken": self.token, "accept": "application/json", **(headers or {})}
        return self.ask("PUT", path, data=form, headers=sent)
