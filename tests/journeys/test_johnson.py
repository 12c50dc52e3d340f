"""A family's way in Johnson: closed phases, moments gathered before a word is written, and a dignified no."""

from familyplan.guidance import shelf
from tests.journeys import doing
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


def test_a_family_gathers_what_each_saw_and_holds_the_meeting_and_she_goes(story: Story) -> None:
    story.somebody_calls("Erik", "partner", "Karin", happened="She fell in the garden.")
    story.the_caller_is_told_everything()
    story.somebody_is_added("Astrid", "adult_child", "astrid@example.org")
    story.dana_does(f"/members/{story.member('Erik').id}", name="Erik", relation="partner", address="erik@example.org")
    story.is_heard_alone("Erik", "Astrid")
    story.safety_is_asked()
    story.the_way_is_chosen("johnson")
    story.comes_in("Erik", calls="Karin")
    story.comes_in("Astrid", calls="Mamma")
    assert story.is_done("Everyone has read and agreed")

    # What each of us saw is closed until the first family meeting, and shown all the same.
    assert "Opens after: First family meeting" in story.page("/milestones")
    assert "Two or three first-hand moments each" in story.page("/milestones")
    doing.a_meeting_is_held(story, "learning", "Erik", "Astrid")
    assert "Opens after: First family meeting" not in story.page("/milestones")

    # First the moments, each for themselves; the page says so before the letter.
    assert "before your letter" in story.page("/home", "Astrid")
    story.writes("Erik", "recollections", first="14 February: the kettle had boiled dry.")
    story.writes("Astrid", "recollections", first="June, the rug.", second="What Per told me.", third="My wedding.")
    moments = story.letter("Astrid", "recollections")
    assert "My wedding" not in story.dana.get(f"/letters/{moments}").text
    story.gives("Erik", "recollections")
    story.gives("Astrid", "recollections")
    assert "My wedding" in story.dana.get(f"/letters/{moments}/moments").text
    assert not story.is_done("Two or three first-hand moments each")

    # They pick together: what she saw herself; hearsay and the old quarrel rest, and stay hers, word for word.
    story.goes_through_the_moments("Erik", first="picked")
    story.goes_through_the_moments("Astrid", first="picked", second="rests", third="rests")
    assert story.is_done("Two or three first-hand moments each")
    beside = story.page(f"!/letters/{story.letter('Astrid')}?part=saw", "Astrid")
    assert "June, the rug." in beside
    assert "My wedding." not in beside
    assert "My wedding." in story.page(f"!/letters/{moments}?read=1", "Astrid")
    assert "kettle" not in beside

    # Then the letters. Practice and plan open with them.
    assert "Opens after: Letters handed in" in story.page("/milestones")
    for name in ("Erik", "Astrid"):
        story.writes(name, care="I love you.", saw="The kettle was red.", ask="Will you take help today?")
        story.gives(name)
        story.both_agree(name)
        story.has_no_bottom_line(name)
        story.reads(name, *shelf.current().models["johnson"].lessons.member)
    assert "Opens after: Letters handed in" not in story.page("/milestones")
    for label in ("Letters handed in", "Letters ready to read", "Own bottom lines settled, or none"):
        assert story.is_done(label)
    assert "June, the rug." not in story.page("/binder")

    # Everything around it, then the decision: they hold it.
    doing.the_day_is_today(story, "Our kitchen")
    doing.ways_of_getting_help_are_looked_at(story, "Erik", "Astrid")
    doing.a_place_is_held(story)
    doing.travel_is_settled(story, driver="Erik")
    doing.a_meeting_is_held(story, "rehearsal", "Erik", "Astrid")
    doing.it_is_rehearsed(story, "Erik", "Astrid")
    for label in ("Two or three programs looked at", "A place is held", "Who drives", "Second family meeting"):
        assert story.is_done(label)
    story.safety_is_asked()
    story.dana_does("/gates", kind="C", decision="go", why="All of them can do this on Monday.")
    assert story.is_done("We hold the meeting / we choose not to")
    assert "Our kitchen" in story.page("/home", "Erik")

    # She says yes, and goes. Dana calls that evening and the next day; then it is looked back on.
    doing.is_tapped(story, "began", "all_read", "said_yes", "ended")
    assert story.is_done("The meeting")
    story.happened("yes_today", "family")
    doing.dana_calls_that_evening_and_the_next_day(story)
    story.happened("residential", "family", family_told="yes")
    for label in ("What he or she said", "Treatment or self-help began"):
        assert story.is_done(label)
    assert "How it is going" in story.page("/milestones")
    assert "Dana" in story.page("/home", "Erik")
