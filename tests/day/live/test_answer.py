"""the answer on the day: a tap leads to where it is recorded, with its day and time, and records nothing itself."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.engagements.records import Engagement
from familyplan.outcomes.records import Outcome
from tests.day.live.conftest import NOON
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.mark.parametrize("kind", ["said_yes", "not_today"])
def test_it_leads_there_with_its_day_and_time(visit: Visit, db: Session, the_day: Engagement, kind: str) -> None:
    log = visit("dana").post(f"/engagements/{the_day.id}/day/live", {"kind": kind, "when": "11:50"}, follow=True).text
    address = re.search(r'href="([^"]+/outcomes/new\?[^"]+)"', log)[1]  # type: ignore[index]  # None fails here
    page = visit("dana").get(address).text

    assert f'name="happened_on" value="{NOON.date()}"' in page
    assert 'value="At 11:50."' in page
    assert 'name="source" value="professional" checked' in page
    assert not re.search(r'name="kind" value="\w+" checked', page)
    assert db.scalars(select(Outcome)).all() == []


@pytest.mark.parametrize("at", ["", "soon", "2026-13-45 99:00", '2026-05-12 10:00"><script>', "2026-05-12"])
def test_anything_else_in_its_place_fills_in_nothing(visit: Visit, the_day: Engagement, at: str) -> None:
    page = visit("dana").get(f"/engagements/{the_day.id}/outcomes/new?at={at}")

    assert page.status_code == 200
    assert 'name="happened_on" value=""' in page.text
    assert "<script>" not in page.text
