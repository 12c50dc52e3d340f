"""Everything that is read from the environment, in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Settings:
    """How one installation is set up; see docs/install.md for each name."""

    data: Path = Path("familyplan-data")
    keys: Path = Path("familyplan-keys")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    name: str = "Linden Office"  # the neutral name that everybody sees
    smtp_url: str = ""
    mail_from: str = ""
    models: Path | None = None
    content: Path | None = None
    zone: str = "America/New_York"
    exit_to: str = "https://www.weather.gov"
    proxies: tuple[str, ...] = ()  # addresses of the reverse proxy whose X-Forwarded-For is believed; else nobody's
    demo: bool = False
    synchronous: str = "FULL"
    argon2: dict[str, int] = field(default_factory=dict)

    @property
    def https(self) -> bool:
        """Whether cookies are secure and HSTS is sent: exactly when the base address is https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def database(self) -> str:
        """The database's address: the one named, else a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'familyplan.db'}"

    @property
    def sender(self) -> str:
        """The address that mails come from."""
        return self.mail_from or f"office@{urlsplit(self.base_url).hostname or 'localhost'}"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read `FAMILYPLAN_*`; what is not named keeps its default."""
    texts = ("DATABASE_URL", "BASE_URL", "NAME", "SMTP_URL", "MAIL_FROM", "ZONE", "EXIT_TO")
    folders = ("DATA", "KEYS", "MODELS", "CONTENT")
    given: dict[str, str | Path] = {}
    for name in texts:
        if value := environment.get(f"FAMILYPLAN_{name}"):
            given[name.lower()] = value.rstrip("/") if name == "BASE_URL" else value
    for name in folders:
        if value := environment.get(f"FAMILYPLAN_{name}"):
            given[name.lower()] = Path(value)
    if "data" in given and "keys" not in given:
        given["keys"] = Path(str(given["data"]) + "-keys")
    if named := environment.get("FAMILYPLAN_PROXY"):
        proxies = tuple(each.strip() for each in named.split(",") if each.strip())
        return Settings(proxies=proxies, **given)  # type: ignore[arg-type]  # as below
    return Settings(**given)  # type: ignore[arg-type]  # names and kinds are the two lists above
