"""doctor: every setting made bad is named, and a good installation is told so."""

import shutil
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text

from familyplan.access import service as access
from familyplan.access.factors.records import Totp
from familyplan.access.records import Practice, StaffRole
from familyplan.app import schema
from familyplan.demo.cast import Cast, found_practice, reyes_family
from familyplan.guidance.telling import telling_address, telling_words
from familyplan.journal.heads import service as heads
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database, open_engine
from familyplan.kernel.vault import KeyRing
from familyplan.mail.service import post
from familyplan.settings import Settings, from_environment
from familyplan.upkeep import keys
from familyplan.upkeep.backup.service import back_up
from familyplan.upkeep.doctor import places, settings_read
from familyplan.upkeep.doctor.service import look_over


@dataclass
class Installation:
    """An installation as it should be, for a test to spoil."""

    settings: Settings
    database: Database
    cast: Cast
    environment: dict[str, str]

    def unsafe(self) -> list[str]:
        return look_over(self.settings, self.database, self.environment, deployed=True).unsafe

    def has(self, **changed: Any) -> None:
        self.settings = replace(self.settings, **changed)


@pytest.fixture(scope="module")
def model_house(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Path, Cast]]:
    """A practice with everything in order, in SQLite, made once; what is looked at is alike for both databases."""
    assert settings.data.exists()
    folder, before = tmp_path_factory.mktemp("house"), vault.current()
    ring = KeyRing.make(folder / "keys")
    vault.install(vault.Vault(ring))
    (folder / "data").mkdir(mode=0o700)
    engine = open_engine(f"sqlite:///{folder / 'data' / 'familyplan.db'}")
    schema.migrate(engine)
    database = Database(engine)
    with database.writing() as db:
        staff = found_practice(db)
        cast = reyes_family(db, staff)
        db.add(StaffRole(person_id=cast.sol.id, role="owner", since_at=clock.now()))
        db.add_all(Totp(person_id=one.id, made_at=clock.now(), proven_at=clock.now()) for one in staff.values())
    back_up(database, folder / "backup", version=schema.newest(), data=folder / "data", keys=ring.folder)
    heads.keep(database, ring.folder)
    engine.dispose()
    for file in (folder / "data").iterdir():
        file.chmod(0o600)
    yield folder, cast
    vault.install(before)


@pytest.fixture
def good(model_house: tuple[Path, Cast], tmp_path: Path) -> Generator[Installation]:
    """A copy of it, for a test to spoil."""
    made, cast = model_house
    for name in ("data", "keys"):
        shutil.copytree(made / name, tmp_path / name)
    settings = Settings(
        data=tmp_path / "data", keys=tmp_path / "keys", base_url="https://office.linden-house.net",
        smtp_url="smtp://office:word@mail.linden-house.net:587", mail_from="office@linden-house.net",
        proxies=("127.0.0.1",),
    )  # fmt: skip
    before = vault.current()
    vault.install(vault.Vault(KeyRing(settings.keys)))
    engine = open_engine(settings.database)
    yield Installation(settings, Database(engine), cast, {"PATH": "/usr/bin"})
    engine.dispose()
    clock.stand_at(None)
    vault.install(before)


def test_where_all_is_in_order_nothing_is_named(good: Installation) -> None:
    assert good.unsafe() == []


def key_in_data(one: Installation) -> None:
    one.has(keys=one.settings.data / "keys")
    one.settings.keys.mkdir(mode=0o700)


def open_key(one: Installation) -> None:
    (one.settings.keys / "installation.key").chmod(0o640)


def open_keys_folder(one: Installation) -> None:
    one.settings.keys.chmod(0o755)


def open_database(one: Installation) -> None:
    (one.settings.data / "familyplan.db").chmod(0o644)


def demo_links(one: Installation) -> None:
    with one.database.writing() as db:
        access.make_link(db, one.cast.dana, "demo", lasts=timedelta(days=1))


def lost_key(one: Installation) -> None:
    (one.settings.keys / "engagements" / f"{one.cast.reyes.id}.key").unlink()


def wrong_key(one: Installation) -> None:
    file = one.settings.keys / "installation.key"
    file.unlink()
    KeyRing.make(one.settings.keys)


def half_rotated(one: Installation) -> None:
    keys.begin(KeyRing(one.settings.keys))


def cut_journal(one: Installation) -> None:
    with one.database.engine.begin() as raw:
        for trigger in raw.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            raw.execute(text(f"DROP TRIGGER {trigger}"))
        raw.execute(text("DELETE FROM journal_entry"))


def late_mail(one: Installation) -> None:
    with one.database.writing() as db:
        post(db, "sign_in", to="ana@example.org", says={})
    clock.stand_at(clock.now() + timedelta(hours=2))


def old_backup(_one: Installation) -> None:
    clock.stand_at(clock.now() + timedelta(days=2))


def no_backup(one: Installation) -> None:
    (one.settings.data / "last-backup.json").unlink()


def clock_back(_one: Installation) -> None:
    clock.stand_at(clock.now() - timedelta(days=2))


def clock_lost(_one: Installation) -> None:
    clock.stand_at(datetime(1970, 1, 1, tzinfo=UTC))


def without_factor(one: Installation) -> None:
    with one.database.writing() as db:
        db.execute(delete(Totp).where(Totp.person_id == one.cast.priya.id))


def one_owner(one: Installation) -> None:
    with one.database.writing() as db:
        db.execute(delete(StaffRole).where(StaffRole.person_id == one.cast.sol.id, StaffRole.role == "owner"))


def telling_name(one: Installation) -> None:
    with one.database.writing() as db:
        db.query(Practice).update({"name": "Linden Intervention Services"})


def not_durable(one: Installation) -> None:
    one.database = Database(open_engine(one.settings.database, synchronous="NORMAL"))


def with_settings(**changed: Any) -> Callable[[Installation], None]:
    return lambda one: one.has(**changed)


def with_environment(name: str, value: str) -> Callable[[Installation], None]:
    return lambda one: one.environment.update({name: value})


BAD: dict[str, tuple[Callable[[Installation], None], str]] = {
    "the keys lie in the data folder": (key_in_data, "lie in each other"),
    "others may read the key": (open_key, "installation.key may be opened by others (mode 0640)"),
    "others may look into the keys": (open_keys_folder, "mode 0755"),
    "others may read the database": (open_database, "familyplan.db may be opened by others"),
    "the database was a demo": (demo_links, "has been a demo"),
    "a family's key is gone": (lost_key, "1 families have no key"),
    "the key is another's": (wrong_key, "not the one of this database"),
    "a rotation was cut short": (half_rotated, "cut short"),
    "the journal was cut": (cut_journal, "journal does not hold"),
    "a mail waits for hours": (late_mail, "1 mails have waited"),
    "the last backup is old": (old_backup, "The last backup is from"),
    "there is no backup": (no_backup, "There is no backup"),
    "the clock went back": (clock_back, "later than now"),
    "the clock was lost": (clock_lost, "The clock says 1970"),
    "somebody has no second factor": (without_factor, "Without a second factor"),
    "there is one owner": (one_owner, "only one owner"),
    "the practice's name tells": (telling_name, "“Intervention”"),
    "the disk is not waited for": (not_durable, "does not wait for the disk"),
    "no https": (with_settings(base_url="http://office.linden-house.net"), "without https"),
    "an address that leads nowhere": (with_settings(base_url="https://localhost"), "this machine itself"),
    "a telling address": (with_settings(base_url="https://lindenrehab.net"), "“rehab"),
    "no mail server": (with_settings(smtp_url=""), "no mail leaves"),
    "a mail server without TLS": (with_settings(smtp_url="plain://mail.linden-house.net"), "no mail server with TLS"),
    "a mail server without a user": (with_settings(smtp_url="smtp://mail.linden-house.net"), "has no user"),
    "no sender": (with_settings(mail_from=""), "no real address"),
    "a made-up sender": (with_settings(mail_from="office@linden.example"), "no real address"),
    "a telling sender": (with_settings(mail_from="recovery@linden-house.net"), "“recovery”"),
    "a telling name": (with_settings(name="Sober House"), "FAMILYPLAN_NAME"),
    "a way out without https": (with_settings(exit_to="http://www.weather.gov"), "FAMILYPLAN_EXIT_TO is"),
    "a way out that tells": (with_settings(exit_to="https://overdose.org"), "FAMILYPLAN_EXIT_TO says"),
    "rows over the network": (with_settings(database_url="postgresql+psycopg://u@db.linden-house.net/x"), "sslmode"),
    "no proxy": (with_settings(proxies=()), "FAMILYPLAN_PROXY is not set"),
    "every proxy": (with_settings(proxies=("0.0.0.0",)), "FAMILYPLAN_PROXY names 0.0.0.0"),  # noqa: S104  a bad one
    "a range of proxies": (with_settings(proxies=("10.0.0.0/8",)), "FAMILYPLAN_PROXY names 10.0.0.0/8"),
    "debugging": (with_environment("PYTHONDEVMODE", "1"), "PYTHONDEVMODE is set"),
    "a mistyped name": (with_environment("FAMILYPLAN_SMTP", "x"), "FAMILYPLAN_SMTP means nothing"),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_bad_is_named(good: Installation, bad: str) -> None:
    spoil, said = BAD[bad]
    spoil(good)

    assert said in "\n".join(good.unsafe())


def test_a_full_disk_is_named(good: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "LEAST_ROOM", 1 << 60)

    assert "are free for" in "\n".join(good.unsafe())


def test_files_of_another_user_are_named(good: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 4242)

    assert "belongs to another user" in "\n".join(good.unsafe())


def test_what_was_not_looked_at_is_said_and_not_counted(good: Installation) -> None:
    told = look_over(good.settings, good.database, good.environment, deployed=True)

    assert any("not looked up" in said for said in told.to_know)
    assert told.unsafe == []


def test_on_postgresql_or_sqlite_the_disk_is_looked_at(database: Database, settings: Settings, ring: KeyRing) -> None:
    told = look_over(replace(settings, keys=ring.folder), database, {}, deployed=False)

    assert "does not wait for the disk" in "\n".join(told.unsafe)  # the tests' databases do not


@pytest.mark.parametrize("harmless", ["Linden Office", "linden-house.net", "Arisen Oaks", "Letterkenny"])
def test_a_harmless_name_is_not_named(harmless: str) -> None:
    assert telling_words(harmless) == telling_address(harmless) == []


@pytest.mark.parametrize("word", ["Linden Rehab", "lindenrehab.net", "ARISE Family Office", "DRUG-free", "alcoholics"])
def test_a_telling_address_is_named(word: str) -> None:
    assert telling_address(word)


def test_every_name_that_is_read_is_known() -> None:
    read: list[str] = []

    class Watched(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            read.append(name)
            return default

    from_environment(Watched())

    assert set(read) == {f"FAMILYPLAN_{name}" for name in settings_read.NAMES}
