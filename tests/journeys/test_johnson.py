"""A family's way in Johnson: closed phases, the surprise as a choice on record, and a dignified no."""

from tests.journeys.telling import Story


def test_a_family_decides_not_to_hold_it_and_that_is_not_an_end(story: Story) -> None:
    story.somebody_calls("Erik", "partner", "Karin", happened="She fell in the garden.")
    story.the_caller_is_told_everything()
    story.somebody_is_added("Astrid", "adult_child", "astrid@example.org")
    story.dana_does(f"/members/{story.member('Erik').id}", name="Erik", relation="partner", address="erik@example.org")
    story.dana_does("/loved-one", name="Karin", address="karin@example.org")
    story.is_heard_alone("Erik", "Astrid")
    story.safety_is_asked(guns="dont_know")
    story.the_way_is_chosen("johnson")

    # In this plan Karin hears on the day: her address is caught, in any spelling, until it is told beforehand.
    way_in = f"/members/{story.member('Astrid').id}/invitation"
    caught = {
        "decision": "go",
        "why": "Heard alone.",
        "way": "mail",
        "word": "mitten",
        "address": "KARIN+x@example.org",
    }
    story.dana_is_told(way_in, "This looks like Karin", **caught)
    story.comes_in("Erik", calls="Karin")
    story.comes_in("Astrid", calls="Mamma")

    # A later phase is closed, not hidden; Dana may open it early, with a reason.
    assert "A place is held" in story.page("/milestones")
    story.dana_is_told("/stages/rehearsal/opening", "why", why="")
    story.dana_does("/stages/rehearsal/opening", why="The bed had to be asked for today.")

    for name in ("Erik", "Astrid"):
        story.writes(name, care="I love you.", ask="Will you take help today?")
        story.gives(name)
        story.both_agree(name)
    assert "done" in story.step("Letters ready to read").lower()

    # The family decides not to hold it. That is an answer: the offer is looked at again, nothing is overdue.
    story.safety_is_asked()
    story.dana_does("/gates", kind="C", decision="no", why="All of them would rather ask her at her own doctor's.")
    story.happened("not_held", "family")
    page = story.page("/outcomes")
    assert "14" in page
    assert "late" not in story.step("The meeting").lower()
    assert "Dana" in story.page("/home", "Erik")

    # And when everything must stop, everything stops.
    story.dana_does("/pause", why="family_asked", sentence="We are quiet for a while.")
    assert "We are quiet for a while." in story.page("/home", "Erik")
    story.dana_is_told(way_in, "Everything is paused", way="mail", word="mitten")
