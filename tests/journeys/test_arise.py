"""A family's way in ARISE: the person is asked from the first call, and the first level that works is enough."""

from tests.journeys import doing
from tests.journeys.telling import Story


def the_first_call(story: Story) -> None:
    """Ngozi calls; her brother-in-law is added; both are heard alone; they choose an open way."""
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


def the_sheet_is_filled(story: Story) -> None:
    """Ngozi lists on her phone whom to ask; Dana notes the words; each says that they come."""
    sheet = f"/engagements/{story.id}/invitation-sheet"
    assert "whether or not Chi comes" in story.page("/invitation-sheet", "Ngozi")
    for name, relation, how in (("Emeka", "brother", "He calls back on Sundays."), ("Ada", "friend", "At church.")):
        story.people["Ngozi"].post(f"{sheet}/people", {"name": name, "relation": relation, "how": how})
    assert "He calls back on Sundays." in story.page("/invitation-sheet")
    assert story.people["Emeka"].get(sheet).status_code == 404
    story.dana_does("/invitation-sheet/listing")
    story.dana_does("/invitation-sheet", message="We meet on Sunday, with you or not.", revision="0", step_done="yes")
    for name in ("Ngozi", "Emeka"):
        assert story.people[name].post(f"/engagements/{story.id}/coming", {"said": "yes"}).status_code == 303
    story.dana_does("/invitation-sheet/commitments", step_done="yes")
    for step in ("Who to ask, and how", "The short message of hope", "Each comes whether or not"):
        assert "Take it back" in story.step(step)


def he_is_asked(story: Story, answer: str, words: str) -> None:
    """Emeka carries the invitation, once Dana has decided that it is right to reach out."""
    story.dana_does("/gates", kind="B", decision="go", why="He knows she called; Emeka is not afraid of him.")
    story.dana_does(
        "/reaching-out", carrier=str(story.member("Emeka").id), words="We meet on Sunday. We would love you there.",
        if_asked_alone="I will tell the others you asked.",
    )  # fmt: skip
    story.dana_does("/reaching-out/answer", answer=answer, answer_words=words)


def they_decide(story: Story, topic: str, proposal: str, *names: str, **more: str) -> None:
    agreed = [str(story.member(name).id) for name in names]
    story.dana_does("/decisions", topic=topic, proposal=proposal, agreed=agreed, **more)


def nobody_votes_on(story: Story, topic: str, proposal: str, sentence: str) -> None:
    agreed = [str(story.member(name).id) for name in ("Ngozi", "Emeka")]
    story.dana_is_told("/decisions", sentence, topic=topic, proposal=proposal, agreed=agreed)


def test_he_is_asked_from_the_first_call_and_the_first_level_is_enough(story: Story) -> None:
    the_first_call(story)

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
    the_sheet_is_filled(story)
    he_is_asked(story, "in_between", "I'll see who is there.")
    story.comes_in("Chidi", address="chidi@example.org")

    # His own door: what it is, who is in it, his own words, and no page of anybody else.
    door = story.page("/home", "Chidi")
    assert "working notes" in door
    assert "Ngozi" in door
    assert "Emeka" in door
    assert "I'd like to say something" in door.replace("&#39;", "'")
    assert "I don't want this" in door.replace("&#39;", "'")
    own = story.letter("Chidi", "own_words")
    story.writes("Chidi", "own_words", to_know="I can hear people standing outside doors.")
    assert "outside doors" not in story.dana.get(f"/letters/{own}").text
    story.gives("Chidi", "own_words")
    assert "outside doors" in story.dana.get(f"/letters/{own}").text
    for path in (
        "/safety",
        "/members",
        "/gates",
        "/letters",
        "/milestones",
        "/journal",
        "/invitation-sheet",
        "/coming",
    ):
        assert story.people["Chidi"].get(f"/engagements/{story.id}{path}").status_code in (403, 404)
    assert story.people["Chidi"].get(f"/letters/{story.letter('Ngozi', 'message')}").status_code == 404

    # The short message is written at level one; the family meets; he begins; the later levels are not needed.
    story.writes("Ngozi", "message", bond="I like you.", invite="Come late if you like.")
    story.gives("Ngozi", "message")
    they_decide(story, "meeting", "We meet each Sunday at Emeka's.", "Ngozi", "Emeka", "Chidi")
    assert "each Sunday at Emeka" in story.page("/decided", "Chidi")
    doing.a_meeting_is_held(story, "first", "Ngozi", "Emeka")
    story.happened("day_or_evening", "family", level="1", minutes="90", people="3")
    assert "Help began earlier." in story.step("Formal meeting")
    assert "Help began earlier." in story.step("Next meetings")


def test_he_does_not_come_and_the_network_goes_on_to_a_formal_meeting(story: Story) -> None:
    the_first_call(story)
    the_sheet_is_filled(story)
    he_is_asked(story, "does_not_come", "Leave me out of it.")
    assert "Leave me out of it." in story.page("/reaching-out")

    # They meet without him, and decide what is theirs to decide; what is somebody's own is nobody's vote.
    doing.a_meeting_is_held(story, "first", "Ngozi", "Emeka")
    they_decide(story, "next_level", "We go on meeting, with him or without.", "Ngozi", "Emeka")
    assert story.engagement().level == 2
    nobody_votes_on(story, "home_or_money", "Ngozi gives up the flat.", "own home or money")
    nobody_votes_on(story, "treatment", "He goes to the clinic in June.", "choice of the person who takes it")
    nobody_votes_on(story, "limit", "Ngozi sleeps elsewhere when he drinks.", "belongs to the one who sets it")
    nobody_votes_on(story, "safety", "The knives go to Emeka.", "talk with that person alone")
    nobody_votes_on(story, "plan", "He must go to rehab.", "Nobody votes on that.")
    assert story.page("/decided", "Emeka").count("Agreed:") == 1

    # Two more meetings, each with one moment that touched somebody.
    story.writes("Emeka", "story", story="You taught me to swim in the brown river.")
    story.gives("Emeka", "story")
    doing.a_meeting_is_held(story, "network", "Ngozi", "Emeka")
    story.by_hand("stories")

    # A formal meeting only by a decision of them all, and with Dana's own at gate C; then letters, limits apart.
    nobody_votes_on(story, "next_level", "We hold a formal meeting.", "own decision at gate C")
    assert story.engagement().level == 2
    story.dana_does("/gates", kind="C", decision="go", why="All want it, he will be told beforehand.")
    they_decide(story, "next_level", "We hold a formal meeting, and tell him so.", "Ngozi", "Emeka")
    assert story.engagement().level == 3
    story.writes("Ngozi", bond="I like you.", story="In March you slept in the car.", invite="Will you take help?")
    story.gives("Ngozi")
    assert "Read it" in story.page("") or "given" in story.page("/letters")

    # He says not today; the offer stays, and Dana calls again.
    story.happened("not_today", "professional")
    assert "two weeks" in story.page("/milestones")


def test_he_comes_late_and_the_second_level_is_enough(story: Story) -> None:
    the_first_call(story)
    he_is_asked(story, "not_reached", "")
    doing.a_meeting_is_held(story, "first", "Ngozi", "Emeka")
    they_decide(story, "next_level", "We go on meeting.", "Ngozi", "Emeka")
    story.dana_does("/reaching-out/answer", answer="comes", answer_words="All right. Sunday.")
    story.comes_in("Chidi", address="chidi@example.org")
    assert "We go on meeting." in story.page("/decided", "Chidi")
    doing.a_meeting_is_held(story, "network", "Ngozi", "Emeka")
    story.happened("self_help", "family", level="2", minutes="240", people="4")

    assert "Help began earlier." in story.step("Formal meeting")
    assert "Help began earlier." in story.step("Letters ready to read")
    assert "Help began earlier." not in story.step("Next meetings")
