"""The lessons: short version first, one small thing at the end, sources named, nothing loaded from elsewhere."""

from __future__ import annotations

import re

import pytest

from familyplan.guidance.lessons import Lesson
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths
from familyplan.kernel.markdown import render

SHELF = open_shelf(paths.models()[:1], paths.content()[:1])
every_lesson = pytest.mark.parametrize("lesson", SHELF.lessons.values(), ids=SHELF.lessons.keys())


def test_there_are_at_least_ten() -> None:
    assert len(SHELF.lessons) >= 10


@every_lesson
def test_its_short_version_is_short_and_its_long_one_not_too_long(lesson: Lesson) -> None:
    assert 90 <= len(lesson.short.split()) <= 140
    assert 500 <= len(lesson.body.split()) <= 900


@every_lesson
def test_it_ends_in_one_small_thing_and_names_its_sources(lesson: Lesson) -> None:
    assert lesson.about.one_small_thing
    assert lesson.about.sources


@every_lesson
def test_it_shows_no_raw_tags_and_links_to_no_other_host(lesson: Lesson) -> None:
    html = render(lesson.short) + render(lesson.body)

    assert "&lt;" not in html
    assert not re.search(r'(href|src)="(?!/)', html)


@pytest.mark.parametrize("key", SHELF.models)
def test_every_model_has_a_lesson_of_its_own(key: str) -> None:
    assert [slug for slug, lesson in SHELF.lessons.items() if lesson.about.models == (key,)]


def test_every_lesson_is_assigned_by_some_model() -> None:
    assigned = {
        slug
        for model in SHELF.models.values()
        for slugs in (
            model.lessons.first_caller,
            model.lessons.member,
            model.lessons.loved_one,
            model.lessons.once_help_began,
        )
        for slug in slugs
    }

    assert set(SHELF.lessons) - assigned == set()
