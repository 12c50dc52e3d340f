"""The store is away, full or only readable: said in words, with what was typed still there, and ready says no."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from familyplan.access import guards
from familyplan.kernel import db as store
from familyplan.kernel.db import Database, open_engine
from familyplan.kernel.errors import NoRoom, NotNow
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def away(*_what: Any) -> Any:
    raise OperationalError("SELECT", None, Exception("nobody answers"))


def test_where_nobody_can_be_looked_up_it_is_not_now_and_nobody_is_sent_to_sign_in(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana = visit("dana")
    token = dana.token
    monkeypatch.setattr(guards, "_look_up", away)
    shown = dana.get("/")
    sent = dana.ask("POST", "/settings", data={"_csrf_token": token, "name": "Cedar House"})

    assert (shown.status_code, sent.status_code) == (503, 503)
    assert "Not just now." in shown.text
    assert "Cedar House" in sent.text
    assert "location" not in shown.headers


def test_a_password_that_was_typed_is_never_given_back(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    dana = visit("dana")
    token = dana.token
    monkeypatch.setattr(guards, "_look_up", away)
    sent = dana.ask("POST", "/confirm", data={"_csrf_token": token, "password": "right words"})

    assert sent.status_code == 503
    assert "right words" not in sent.text


def test_leaving_and_being_asked_for_health_go_on(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    dana = visit("dana")
    monkeypatch.setattr(guards, "_look_up", away)

    assert [dana.get(path).status_code for path in ("/exit", "/healthz")] == [200, 200]


def test_ready_is_true_while_it_writes(visit: Visit) -> None:
    assert visit("").get("/readyz").text == "ready"


@pytest.mark.parametrize(("why", "status"), [(NotNow(), 503), (NoRoom(), 507)])
def test_ready_is_false_while_it_cannot_write(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, why: Exception, status: int
) -> None:
    monkeypatch.setattr(Database, "_written", lambda _self: why)

    assert visit("").get("/readyz").status_code == status


def test_asked_often_the_answer_holds_for_a_second(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(Database, "_written", lambda _self: asked.append(1))
    for _time in range(20):
        database.prove()

    assert len(asked) == 1


def test_a_disk_with_hardly_any_room_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Database(open_engine(f"sqlite:///{tmp_path / 'small.db'}"))
    made.prove()
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1000))  # type: ignore[attr-defined]  # as imported there
    with pytest.raises(NoRoom):
        Database(made.engine).prove()
    made.engine.dispose()


def test_the_databases_own_names_say_what_the_trouble_is(tmp_path: Path) -> None:
    file = tmp_path / "small.db"
    made = open_engine(f"sqlite:///{file}")
    with made.begin() as raw:
        raw.execute(text("CREATE TABLE letter (words TEXT)"))
        raw.execute(text("PRAGMA max_page_count = 3"))
    with pytest.raises(OperationalError) as full, made.begin() as raw:
        raw.execute(text("INSERT INTO letter VALUES (:words)"), {"words": "x" * 100_000})
    made.dispose()
    with (
        sqlite3.connect(f"file:{file}?mode=ro", uri=True) as readable,
        pytest.raises(sqlite3.OperationalError) as read_only,
    ):
        readable.execute("INSERT INTO letter VALUES ('x')")
    readable.close()

    assert store.trouble(full.value) == "full"
    assert store.trouble(read_only.value) == "read_only"
    assert store.trouble(ValueError()) == ""


def test_after_a_fault_of_the_disk_every_connection_is_thrown_away() -> None:
    context: Any = SimpleNamespace(original_exception=sqlite3.OperationalError(), is_disconnect=False)
    context.original_exception.sqlite_errorname = "SQLITE_IOERR_FSYNC"
    store._let_go(context)  # noqa: SLF001  the listener itself: no test can make the disk fail here
    assert context.is_disconnect
    context.original_exception.sqlite_errorname, context.is_disconnect = "SQLITE_CONSTRAINT_UNIQUE", False
    store._let_go(context)  # noqa: SLF001  as above
    assert not context.is_disconnect
