"""What a family can decide together, and what nobody votes on: read from ``content/decisions/topics.toml``."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from familyplan.guidance.reading import files, known, unique
from familyplan.guidance.vocabulary import Strict
from familyplan.kernel.files import Broken, label, toml


class Topic(Strict, frozen=True, kw_only=True):
    """One answer to "what is it about?"."""

    key: str
    label: str
    nobody_votes: str = ""
    """Why nobody votes on this; empty where it can be decided together."""
    words: tuple[str, ...] = ()
    """Beginnings of words that make the page ask whether it is about this. They suspect and never refuse."""
    may_name: tuple[str, ...] = ()
    """Refused topics whose words are at home here, so that nothing is asked."""
    is_a_level: bool = False
    """Going on to the model's next level."""


class Topics(Strict, frozen=True, kw_only=True):
    """All of them, in the order in which they are offered."""

    topics: tuple[Topic, ...]

    def __getitem__(self, key: str) -> Topic:
        """The topic of that key; a KeyError where there is none."""
        return {topic.key: topic for topic in self.topics}[key]

    def __contains__(self, key: str) -> bool:
        """Say whether there is a topic of that key."""
        return any(topic.key == key for topic in self.topics)

    def suspected(self, key: str, texts: Iterable[str]) -> Topic | None:
        """
        Give the refused topic that the words of *texts* may be about, or None; the first that is found.

        It looks for beginnings of words and knows nothing of what is meant: whoever writes says what it is about.
        """
        text = " ".join(texts).casefold()
        for topic in self.topics:
            if topic.nobody_votes and topic.key not in self[key].may_name and _names(topic, text):
                return topic
        return None


def _names(topic: Topic, text: str) -> bool:
    return any(re.search(rf"\b{re.escape(word.casefold())}", text) for word in topic.words)


def read_topics(folders: Sequence[Path]) -> Topics:
    """Read the topics; :class:`Broken` where the file is missing or a topic contradicts itself."""
    path = files(folders, "decisions", ".toml").get("topics")
    if path is None:
        raise Broken("decisions/topics.toml", "", "is missing")
    found = toml(path, Topics)
    unique(label(path), "topics", [topic.key for topic in found.topics])
    refused = [topic.key for topic in found.topics if topic.nobody_votes]
    for number, topic in enumerate(found.topics):
        where = f"topics[{number}] (`{topic.key}`)"
        for other in topic.may_name:
            known(label(path), f"{where}.may_name", other, refused, "topic that nobody votes on")
        if topic.words and not topic.nobody_votes:
            raise Broken(label(path), f"{where}.words", "are looked for only where nobody votes on the topic")
    if not refused or len(refused) == len(found.topics):
        raise Broken(label(path), "topics", "some can be decided together, and on some nobody votes")
    return found
