"""Registering a passkey, and taking what it signed: for this address, this browser, and once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn.helpers import (
    options_to_json,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers import structs as told
from webauthn.helpers.exceptions import WebAuthnException

from familyplan.access.factors.records import Passkey
from familyplan.access.records import Person
from familyplan.access.throttle.records import Tries
from familyplan.kernel import clock, vault
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.kernel.vault import fingerprint

LASTS = timedelta(minutes=10)  # from the page's being shown to the key's answer
MOST = 20
NONCE_BYTES, TIME_BYTES = 16, 8
WAITS = told.UserVerificationRequirement
ODD = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError)  # what odd JSON comes to
NOT_TAKEN = _("That did not work. Please try once more, or use another way.")


@dataclass(frozen=True)
class Place:
    """Where a passkey belongs, by the address that people type; a browser gives one to no other."""

    host: str
    origin: str

    @property
    def has_passkeys(self) -> bool:
        """Whether a browser knows passkeys here: under a name, with https, or on one's own machine."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.host == "localhost" or self.origin.startswith("https:")
        return False


@dataclass(frozen=True)
class Asked:
    """Where a passkey is asked for, what the practice is called there, and the browser that its answer is bound to."""

    where: Place
    practice: str
    bearer: str


def place(base_url: str) -> Place:
    """Read where the program is from its base address."""
    parts = urlsplit(base_url)
    return Place(parts.hostname or "", f"{parts.scheme}://{parts.netloc}".lower())


def challenge(purpose: str, bearer: str) -> bytes:
    """Make what a key is to sign: known again by its seal, for one *purpose* and browser; nothing is stored."""
    head = int(clock.now().timestamp()).to_bytes(TIME_BYTES) + secrets.token_bytes(NONCE_BYTES)
    return head + _seal(head, purpose, bearer)


def _seal(head: bytes, purpose: str, bearer: str) -> bytes:
    key = vault.current().ring.derive("passkey-challenge")
    return hmac.digest(key, head + f"|{purpose}|{bearer}".encode(), "sha256")


def spend(db: Session, sent: bytes, purpose: str, bearer: str) -> None:
    """Take a challenge once; refuses another browser's, one for something else, an old one, and one used before."""
    head, sealed = sent[: TIME_BYTES + NONCE_BYTES], sent[TIME_BYTES + NONCE_BYTES :]
    age = clock.now().timestamp() - int.from_bytes(head[:TIME_BYTES])
    if not hmac.compare_digest(sealed, _seal(head, purpose, bearer)) or not -1 <= age <= LASTS.total_seconds():
        raise Refusal(NOT_TAKEN)
    try:
        with db.begin_nested():
            db.add(Tries(what="passkey", about=fingerprint(sent.hex()), began_at=clock.now(), count=1))
    except IntegrityError:
        raise Refusal(NOT_TAKEN) from None


def to_register(asked: Asked, person: Person, known: Sequence[Passkey] = ()) -> str:
    """Say, in JSON for the browser, which key it is to make; "" where browsers know none."""
    if not asked.where.has_passkeys:
        return ""
    chosen = told.AuthenticatorSelectionCriteria(
        resident_key=told.ResidentKeyRequirement.PREFERRED, user_verification=WAITS.PREFERRED
    )
    asks = webauthn.generate_registration_options(
        rp_id=asked.where.host, rp_name=asked.practice, user_id=person.id.bytes, user_name=person.address,
        user_display_name=person.name, challenge=challenge("register", asked.bearer), authenticator_selection=chosen,
        exclude_credentials=[told.PublicKeyCredentialDescriptor(one.credential_id) for one in known],
    )  # fmt: skip
    return options_to_json(asks)


def to_sign(where: Place, purpose: str, bearer: str, known: list[Passkey] | None = None) -> str:
    """
    Say, in JSON for the browser, what one of its keys is to sign; "" where there is none to ask for.

    Without *known* any key that belongs here may answer, and must itself know who holds it.
    """
    if not where.has_passkeys or known == []:
        return ""
    asks = webauthn.generate_authentication_options(
        rp_id=where.host, challenge=challenge(purpose, bearer),
        allow_credentials=[told.PublicKeyCredentialDescriptor(one.credential_id) for one in known or []],
        user_verification=WAITS.PREFERRED if purpose == "factor" else WAITS.REQUIRED,
    )  # fmt: skip
    return options_to_json(asks)


def register(db: Session, person: Person, where: Place, answer: str, bearer: str, name: str) -> Passkey:
    """Keep a new passkey's public half; refuses what is not signed for this page, and a key that is known already."""
    try:
        credential = parse_registration_credential_json(answer)
        sent = parse_client_data_json(credential.response.client_data_json).challenge
        made = webauthn.verify_registration_response(
            credential=credential, expected_challenge=sent, expected_rp_id=where.host, expected_origin=where.origin
        )
    except ODD:
        raise Refusal(NOT_TAKEN) from None
    spend(db, sent, "register", bearer)
    mine = list(db.scalars(select(Passkey.credential_id).where(Passkey.person_id == person.id)))
    if made.credential_id in mine or len(mine) >= MOST:
        raise Refusal(NOT_TAKEN)
    kept = Passkey(
        person_id=person.id, credential_id=made.credential_id, public_key=made.credential_public_key,
        sign_count=made.sign_count, made_at=clock.now(),
    )  # fmt: skip
    kept.name = name
    try:
        with db.begin_nested():
            db.add(kept)
    except IntegrityError:
        raise Refusal(NOT_TAKEN) from None
    return kept


def take(db: Session, where: Place, answer: str, purpose: str, bearer: str) -> Person:
    """
    Give whose passkey signed; the same words for an unknown key, a wrong signature and an old page.

    Unless it is a second factor after a password (`factor`), the key must itself have asked who holds it.
    """
    try:
        credential = parse_authentication_credential_json(answer)
        sent = parse_client_data_json(credential.response.client_data_json).challenge
        kept, person = _owner(db, credential.raw_id)
        signed = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=sent, expected_rp_id=where.host, expected_origin=where.origin,
            credential_public_key=kept.public_key, credential_current_sign_count=kept.sign_count,
            require_user_verification=purpose != "factor",
        )  # fmt: skip
    except ODD:
        raise Refusal(NOT_TAKEN) from None
    spend(db, sent, purpose, bearer)
    newer = or_(Passkey.sign_count < signed.new_sign_count, literal(signed.new_sign_count) == 0)
    used = update(Passkey).where(Passkey.id == kept.id, newer)
    noted = db.execute(used.values(sign_count=signed.new_sign_count, used_at=clock.now()))
    if noted.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        raise Refusal(NOT_TAKEN)
    return person


def take_own(db: Session, person: Person, where: Place, answer: str, purpose: str, bearer: str) -> None:
    """Take what a passkey of *person* signed; anybody else's is refused in the same words."""
    if take(db, where, answer, purpose, bearer).id != person.id:
        raise Refusal(NOT_TAKEN)


def _owner(db: Session, credential_id: bytes) -> tuple[Passkey, Person]:
    here = select(Passkey, Person).join(Person, Person.id == Passkey.person_id)
    here = here.where(Passkey.credential_id == credential_id, Person.kind == "staff", Person.disabled_at.is_(None))
    row = db.execute(here).one_or_none()
    if row is None:
        raise KeyError
    return row[0], row[1]
