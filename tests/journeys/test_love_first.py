"""A family's way in Love First, from the first call to the follow-up."""

from familyplan.demo.cast import Cast
from tests.journeys.telling import Story


def test_letters_carry_a_family_from_the_first_call_to_the_follow_up(story: Story, cast: Cast) -> None:
    story.somebody_calls("Luis", "brother", "Sam", happened="Asleep in the car again.", step="Call Maria")
    story.the_caller_is_told_everything()
    story.somebody_is_added("Maria", "mother", "maria@example.org")
    story.is_heard_alone("Luis", "Maria")
    story.safety_is_asked(opioids="dont_know")
    story.the_way_is_chosen("love_first")

    # Nobody comes in before Dana says why; then Maria does, by the one button in her mail.
    way_in = f"/members/{story.member('Maria').id}/invitation"
    story.dana_is_told(way_in, "First say why Maria can come in.", way="mail", word="bluebird")
    story.comes_in("Maria", calls="Sammy")
    assert "Our word is bluebird." in story.mails_to(story.member("Maria").person)[0]

    # She writes; what she writes is hers until she gives it.
    story.writes("Maria", love_and_memory="You carried me over the ice.", will_you="Will you come with me today?")
    letter = story.letter("Maria")
    assert "over the ice" in story.page(f"!/letters/{letter}?all=1", "Maria")
    assert "over the ice" not in story.dana.get(f"/letters/{letter}").text
    story.gives("Maria")
    assert "over the ice" in story.dana.get(f"/letters/{letter}").text

    # Dana proposes other words for a phrase, Maria takes them, both agree; an edit takes it back.
    story.dana_has_a_thought("Maria", "will_you", "today", "Name the hour.", "this morning")
    story.answers_the_thought("Maria", "taken")
    assert "Will you come with me this morning?" in story.page(f"!/letters/{letter}?all=1", "Maria")
    story.both_agree("Maria")
    assert "Letters ready to read" in story.step("Letters ready to read")

    # The other page: opened for her, gone through together, sealed from everybody.
    story.dana_does(f"/members/{story.member('Maria').id}/other-page")
    page = story.letter("Maria", "other_page")
    story.writes("Maria", "other_page", line="I will not drive him to the store.")
    maria = story.people["Maria"]
    assert "to the store" not in story.dana.get(f"/letters/{page}/other-page").text
    assert maria.post(f"/letters/{page}/other-page/showing").status_code == 303
    assert "to the store" in story.dana.get(f"/letters/{page}/other-page").text
    assert story.dana.post(f"/letters/{page}/other-page/sealing").status_code == 303
    assert "to the store" not in story.dana.get(f"/letters/{page}/other-page").text

    # The day is nobody's to see before gate C.
    story.dana_does("/day-date", day="2099-05-12", time="10:00", place="Maria's front room")
    assert "front room" not in story.page("/home", "Maria")
    story.safety_is_asked()
    story.dana_does("/gates", kind="C", decision="go", why="Asked again tonight; all of them want it.")
    assert "front room" in story.page("/home", "Maria")

    # Sam says yes. Cole may say what he knows only under a release, and Maria hears of it only if it names her.
    story.happened("yes_today")
    cole = story.visit("cole")
    assert cole.get(f"/engagements/{story.id}/outcomes").status_code == 404
    story.dana_does(
        "/consents", discloser="Harbor House", recipient="Dana", information="Whether he came.", purpose="Help",
        signed_on=str(story.engagement().started_on), until_on="2099-01-01", counselor=str(cast.cole.id),
    )  # fmt: skip
    said = {
        "kind": "residential",
        "source": "record",
        "when": "today",
        "words": "MARKER-OF-COLE",
    }
    assert cole.post(f"/engagements/{story.id}/outcomes", said).status_code == 303
    assert "MARKER-OF-COLE" in story.page("/outcomes")
    assert "MARKER-OF-COLE" not in story.page("/home", "Maria")
    assert "MARKER-OF-COLE" not in story.page("!/", "Maria")
    assert "30 days" in story.page("/outcomes") or "day 30" in story.page("/outcomes").lower()
