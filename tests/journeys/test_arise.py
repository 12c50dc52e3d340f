"""A family's way in ARISE: the person is asked from the first call, and the first level that works is enough."""

from tests.journeys.telling import Story


def test_he_is_asked_from_the_first_call_and_the_first_level_is_enough(story: Story) -> None:
    story.somebody_calls("Ngozi", "partner", "Chidi", happened="On the bathroom floor in his tie.")
    story.the_caller_is_told_everything()
    story.somebody_is_added("Emeka", "brother", "emeka@example.org")
    story.dana_does(
        "/members/" + str(story.member("Ngozi").id), name="Ngozi", relation="partner", address="ngozi@example.org"
    )
    story.is_heard_alone("Ngozi", "Emeka")
    story.safety_is_asked()
    story.the_way_is_chosen("arise")
    story.comes_in("Ngozi", calls="Chi")
    story.comes_in("Emeka", calls="Nwannem")

    # No invitation to him without gate B.
    chidi = f"/members/{story.member('Chidi').id}/invitation"
    story.dana_is_told(
        chidi,
        "reach out",
        decision="go",
        why="All want it.",
        way="mail",
        word="lighthouse",
        address="chidi@example.org",
    )
    story.dana_does("/gates", kind="B", decision="go", why="He knows she called; Emeka is not afraid of him.")
    story.dana_does(
        "/reaching-out", carrier=str(story.member("Emeka").id), words="We meet on Sunday. We would love you there.",
        if_asked_alone="I will tell the others you asked.",
    )  # fmt: skip
    story.dana_does("/reaching-out/answer", answer="in_between", answer_words="I'll see who is there.")
    story.comes_in("Chidi", address="chidi@example.org")

    # His own door: what it is, his own words, and no page of anybody else.
    door = story.page("/home", "Chidi")
    assert "working notes" in door
    own = story.letter("Chidi", "own_words")
    story.writes("Chidi", "own_words", to_know="I can hear people standing outside doors.")
    assert "outside doors" not in story.dana.get(f"/letters/{own}").text
    story.gives("Chidi", "own_words")
    assert "outside doors" in story.dana.get(f"/letters/{own}").text
    for path in ("/safety", "/members", "/gates", "/letters", "/milestones", "/journal"):
        assert story.people["Chidi"].get(f"/engagements/{story.id}{path}").status_code in (403, 404)
    assert story.people["Chidi"].get(f"/letters/{story.letter('Ngozi', 'message')}").status_code == 404

    # The short message is written at level one; the family meets; he begins; the later levels are not needed.
    story.writes("Ngozi", "message", bond="I like you.", invite="Come late if you like.")
    story.gives("Ngozi", "message")
    story.by_hand("first_meeting", "He came for the last twenty minutes.")
    story.happened("day_or_evening", "family", level="1", minutes="90", people="3")
    assert "Help began earlier." in story.step("Formal meeting")
    assert "Help began earlier." in story.step("Next meetings")
