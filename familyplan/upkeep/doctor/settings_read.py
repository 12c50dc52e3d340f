"""What stands in the environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from familyplan.guidance import shelf
from familyplan.guidance.telling import telling_address, telling_words
from familyplan.settings import Settings

HERE = ("localhost", "127.0.0.1", "::1")
PLACEHOLDERS = ("example", "example.com", "example.org", "example.net", "localhost", "local", "invalid", "test")
DEBUGGING = ("LITESTAR_DEBUG", "PYTHONDEVMODE", "PYTHONASYNCIODEBUG", "PYTHONINSPECT", "SQLALCHEMY_WARN_20")
NAMES = (  # what `settings.from_environment` reads
    "DATABASE_URL", "BASE_URL", "NAME", "SMTP_URL", "MAIL_FROM", "ZONE", "EXIT_TO", "DATA", "KEYS", "MODELS",
    "CONTENT", "PROXY",
)  # fmt: skip
OFF = ("", "0", "false", "no")


def address(settings: Settings) -> Iterator[str]:
    """Say what is wrong with the address that everybody opens."""
    at = urlsplit(settings.base_url)
    if at.scheme != "https":
        yield f"FAMILYPLAN_BASE_URL is {settings.base_url}: without https everybody on the way can read along."
    if (at.hostname or "localhost") in HERE:
        yield "FAMILYPLAN_BASE_URL is this machine itself: links in mails lead nowhere. Name the public address."
    if found := telling_address(at.hostname or ""):
        yield f"The address says “{found[0]}”: it stands in every browser's history. Choose a neutral one."


def mail_server(settings: Settings) -> Iterator[str]:
    """Say what is wrong with how mails leave."""
    at = urlsplit(settings.smtp_url)
    if not settings.smtp_url:
        yield "FAMILYPLAN_SMTP_URL is not set: no mail leaves, so nobody in a family gets in."
    elif at.scheme not in ("smtp", "smtps") or not at.hostname:
        yield "FAMILYPLAN_SMTP_URL is no mail server with TLS. Write smtp://user:password@host:587 or smtps://…:465."
    elif at.hostname not in HERE and not at.username:
        yield "FAMILYPLAN_SMTP_URL has no user: a server elsewhere that takes mail from anybody is not to be trusted."


def sender(settings: Settings) -> Iterator[str]:
    """Say what is wrong with the address that mails come from."""
    name, at, domain = settings.mail_from.rpartition("@")
    if not at or domain.rpartition(".")[2] in PLACEHOLDERS or domain in PLACEHOLDERS:
        yield "FAMILYPLAN_MAIL_FROM is not set, or is no real address: mails will be taken for junk."
    if found := telling_address(settings.mail_from):
        yield f"FAMILYPLAN_MAIL_FROM says “{found[0]}”: it stands on every lock screen. Choose a neutral one."
    if found := telling_words(settings.name):
        yield f"FAMILYPLAN_NAME says “{found[0]}”: everybody who looks over a shoulder reads it. Choose a neutral one."
    if at and not name:
        yield "FAMILYPLAN_MAIL_FROM has no name before the @."


def way_out(settings: Settings) -> Iterator[str]:
    """Say what is wrong with where the quick exit leads."""
    if urlsplit(settings.exit_to).scheme != "https":
        yield f"FAMILYPLAN_EXIT_TO is {settings.exit_to}: it must be an https address of an everyday site."
    if found := telling_address(settings.exit_to):
        yield f"FAMILYPLAN_EXIT_TO says “{found[0]}”. Choose an everyday site: the weather, the news."


def proxy(settings: Settings) -> Iterator[str]:
    """Say what is wrong with whose word is taken for where somebody comes from."""
    if settings.https and not settings.proxies:
        yield (
            "FAMILYPLAN_PROXY is not set: behind the server that does https everybody seems to come from one place, "
            "and limits by address count all of them as one. Name that server's address."
        )
    for one in settings.proxies:
        try:
            anybody = ip_address(one).is_unspecified
        except ValueError:
            anybody = True
        if anybody:
            yield f"FAMILYPLAN_PROXY names {one}: it must be the address of one server, whose word is believed."


def database_line(settings: Settings) -> Iterator[str]:
    """Say when rows go over a network unencrypted."""
    at = urlsplit(settings.database_url)
    elsewhere = at.hostname and at.hostname not in HERE
    if elsewhere and not any(f"sslmode={one}" in at.query for one in ("require", "verify-ca", "verify-full")):
        yield "FAMILYPLAN_DATABASE_URL names another machine without sslmode=verify-full."


def surroundings(environment: Mapping[str, str]) -> Iterator[str]:
    """Name switches for debugging that are on, and names of ours that mean nothing, since they are mistyped."""
    for name in DEBUGGING:
        if environment.get(name, "").lower() not in OFF:
            yield f"{name} is set. It is for looking for faults, not for serving."
    for name in sorted(environment):
        if name.startswith("FAMILYPLAN_") and name.removeprefix("FAMILYPLAN_") not in NAMES:
            yield f"{name} means nothing to familyplan. Is it mistyped?"


def to_know() -> Iterator[str]:
    """Say what was not looked at, and what only people can do."""
    unread = [one.slug for one in shelf.current().lessons.values() if one.about.reviewed is None]
    if unread:
        yield f"{len(unread)} lessons have no reviewer's name and date yet. Let somebody of your practice read them."
    yield "Known weaknesses of the packages in use were not looked up here: do that where the internet is at hand."
