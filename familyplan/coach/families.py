"""What a rule file says: families of patterns, each with its reason and with what could be said for it."""

from __future__ import annotations

import msgspec


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wordings that do the same thing to the one who hears them."""

    key: str
    kinds: tuple[str, ...]
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Patterns that switch it off where they stand at it or up to six words before it."""
    never_with: tuple[str, ...] = ()
    """Patterns that switch it off anywhere in the sentence."""
    certain: bool = False
    """Decides alone. What is not certain is only a hint for the model, and gives the words when the model agrees."""
    quoted: bool = False
    """Holds within quotation marks too."""
    why: str = ""
    """One plain sentence for the writer; never the name of a kind."""
    think: str = ""
    """A question to think about, shown where no rewording reads well."""
    instead: tuple[str, ...] = ()
    """Ways to put it anew: a name of :data:`familyplan.coach.reword.WAYS`, or words with ``{tail}`` and so on."""
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


class Families(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of families."""

    families: tuple[Family, ...]


class Except(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wordings under which kinds are no longer meant: negated blame, somebody else's words, the writer's own fault."""

    key: str
    kinds: tuple[str, ...]
    patterns: tuple[str, ...]
    anywhere: bool = False
    """Switches off in the whole sentence, not only at it or behind it."""
    examples: tuple[str, ...] = ()


class Exceptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``exceptions.toml``, and why each kind is looked at where no family says it better."""

    exceptions: tuple[Except, ...]
    whys: dict[str, tuple[str, ...]]
    """By kind: the reason, then a question to think about."""
    ways: dict[str, tuple[str, ...]] = {}
    """By kind: ways to put the sentence anew."""
