"""
Who may reach what: one line for a route, one letter for each kind of person (COLUMNS, in that order).

    y   may ask about their own: an answer, a way on, or a refusal in words
    o   may ask about any family of the practice
    n   the right kind of person, but not theirs: 404, with the body of an id that does not exist
    k   another kind of person: 403
    s   not signed in: led to the sign-in, or 401 where there is no page to lead from

A route that stands here without existing, or exists without standing here, fails the tests.
"""

COLUMNS = (
    "writer", "member", "loved_one", "lead", "counselor", "unreleased", "supervisor", "owner", "other_staff", "nobody",
)  # fmt: skip
WHO = {
    "writer": "maria", "member": "luis", "loved_one": "sam", "lead": "dana", "counselor": "cole", "unreleased": "cole",
    "supervisor": "sol", "owner": "olga", "other_staff": "priya", "nobody": "",
}  # fmt: skip

E = "/engagements/{engagement_id:uuid}"
M = E + "/members/{member_id:uuid}"
L = "/letters/{letter_id:uuid}"
#              writer member loved lead counselor unreleased supervisor owner other nobody
OVERSEES = "kkk y kk y k n s"
LEADS = "kkk y kk k k n s"
RECORDS_READ = "kkk y yy y k n s"
RECORDS_FORM = "kkk y yy k k n s"
RECORDS_LINE = "kkk y yn k k n s"
FAMILY = "yyy k kk k k k s"
WRITES = "ynn k kk k k k s"
ANYBODY = "yyy y yy y y y y"
SIGNED_IN = "yyy y yy y y y s"

ROUTES = {
    "GET /": ANYBODY,
    "POST /calls": FAMILY,
    "GET /engagements": "kkk y yy y y y s",
    "GET /engagements/new": "kkk y kk k k y s",
    "POST /engagements/new": "kkk y kk k k y s",
    "POST /engagements/new/keeping": "kkk y kk k k y s",
    f"GET {E}": OVERSEES,
    f"GET {E}/calls": FAMILY,
    f"POST {E}/calls/{{call_id:uuid}}/reading": LEADS,
    f"POST {E}/completions/{{completion_id:uuid}}/withdrawal": LEADS,
    f"GET {E}/consents": OVERSEES,
    f"POST {E}/consents": LEADS,
    f"POST {E}/consents/{{release_id:uuid}}/revoking": LEADS,
    f"POST {E}/day-date": LEADS,
    f"GET {E}/evening": FAMILY,
    f"POST {E}/evening": FAMILY,
    f"GET {E}/first-call": OVERSEES,
    f"POST {E}/first-call": LEADS,
    f"GET {E}/follow-ups/{{follow_up_id:uuid}}": RECORDS_LINE,
    f"POST {E}/follow-ups/{{follow_up_id:uuid}}": RECORDS_LINE,
    f"POST {E}/follow-ups/{{follow_up_id:uuid}}/day": RECORDS_LINE,
    f"GET {E}/gates": OVERSEES,
    f"POST {E}/gates": OVERSEES,
    f"GET {E}/grants": LEADS,
    f"POST {E}/grants": LEADS,
    f"POST {E}/grants/{{grant_id:uuid}}/ending": LEADS,
    f"GET {E}/home": FAMILY,
    f"GET {E}/journal": "kkk y nn y o n s",
    f"GET {E}/leaving": "yyn k kk k k k s",
    f"POST {E}/leaving": "yyn k kk k k k s",
    f"GET {E}/lessons": OVERSEES,
    f"POST {E}/lessons": LEADS,
    f"GET {E}/letters": OVERSEES,
    f"GET {E}/loved-one": OVERSEES,
    f"POST {E}/loved-one": LEADS,
    f"GET {E}/members": OVERSEES,
    f"POST {E}/members": LEADS,
    f"GET {M}": OVERSEES,
    f"POST {M}": LEADS,
    f"POST {M}/hearings": LEADS,
    f"GET {M}/invitation": OVERSEES,
    f"POST {M}/invitation": LEADS,
    f"POST {M}/invitation/taking-back": LEADS,
    f"POST {M}/leaving": LEADS,
    f"POST {M}/nudges": LEADS,
    f"POST {M}/other-page": LEADS,
    f"POST {M}/roles": LEADS,
    f"GET {E}/milestones": OVERSEES,
    f"POST {E}/milestones/{{milestone_id:uuid}}/completions": LEADS,
    f"GET {E}/not-wanted": "nny k kk k k k s",
    f"POST {E}/not-wanted": "nny k kk k k k s",
    f"GET {E}/outcomes": RECORDS_READ,
    f"POST {E}/outcomes": RECORDS_FORM,
    f"POST {E}/outcomes/draft": RECORDS_FORM,
    f"GET {E}/outcomes/new": RECORDS_FORM,
    f"GET {E}/outcomes/{{outcome_id:uuid}}/correction": RECORDS_LINE,
    f"POST {E}/outcomes/{{outcome_id:uuid}}/correction": RECORDS_LINE,
    f"POST {E}/outcomes/{{outcome_id:uuid}}/seen": LEADS,
    f"POST {E}/outcomes/{{outcome_id:uuid}}/withdrawal": RECORDS_LINE,
    f"GET {E}/pause": LEADS,
    f"POST {E}/pause": LEADS,
    f"POST {E}/pause/ending": LEADS,
    f"GET {E}/pledge": FAMILY,
    f"POST {E}/pledge": FAMILY,
    f"POST {E}/pledge/declining": FAMILY,
    f"GET {E}/reaching-out": OVERSEES,
    f"POST {E}/reaching-out": LEADS,
    f"POST {E}/reaching-out/answer": LEADS,
    f"GET {E}/right-now": OVERSEES,
    f"POST {E}/right-now": LEADS,
    f"GET {E}/safety": OVERSEES,
    f"POST {E}/safety": LEADS,
    f"GET {E}/safety/asking": LEADS,
    f"GET {E}/safety/reporting": OVERSEES,
    f"POST {E}/safety/reporting": LEADS,
    f"POST {E}/safety/rows/{{row:str}}/consultations": LEADS,
    f"POST {E}/stages/{{stage:str}}/opening": LEADS,
    f"GET {E}/told": OVERSEES,
    f"POST {E}/told": LEADS,
    f"GET {E}/way": OVERSEES,
    f"POST {E}/way": LEADS,
    "GET /exit": ANYBODY,
    "POST /exit": ANYBODY,
    "GET /healthz": ANYBODY,
    "POST /invitations/codes": ANYBODY,
    "GET /invitations/{token:str}": ANYBODY,
    "POST /invitations/{token:str}": ANYBODY,
    "POST /invitations/{token:str}/renewal": ANYBODY,
    "GET /lessons": SIGNED_IN,
    "GET /lessons/{slug:str}": "yyn y yy y y y s",
    "POST /lessons/{slug:str}/reading": "yyn k kk k k k s",
    f"GET {L}": "ynn y kk k k n s",
    f"POST {L}/comments": LEADS,
    f"POST {L}/comments/{{comment_id:uuid}}/answer": WRITES,
    f"GET {L}/copy": WRITES,
    f"POST {L}/hand-in": WRITES,
    f"POST {L}/hand-in/withdrawal": WRITES,
    f"POST {L}/helper": WRITES,
    f"GET {L}/other-page": "ynn y kk k k n s",
    f"POST {L}/other-page/danger": WRITES,
    f"POST {L}/other-page/none": WRITES,
    f"POST {L}/other-page/none/withdrawal": WRITES,
    f"POST {L}/other-page/sealing": "ynn y kk k k n s",
    f"POST {L}/other-page/showing": WRITES,
    f"POST {L}/other-page/showing/withdrawal": WRITES,
    f"POST {L}/readiness": "ynn y kk k k n s",
    f"POST {L}/readiness/withdrawal": "ynn y kk k k n s",
    f"GET {L}/revisions": WRITES,
    f"POST {L}/revisions/{{revision_id:uuid}}/return": WRITES,
    f"POST {L}/sections/{{key:str}}": WRITES,
    f"PUT {L}/sections/{{key:str}}": WRITES,
    f"POST {L}/sections/{{key:str}}/choice": WRITES,
    "GET /pauses": "kkk y kk k k y s",
    "POST /pauses": "kkk y kk k k y s",
    "GET /phone": FAMILY,
    "POST /phone": FAMILY,
    "GET /phone/leaving": FAMILY,
    "GET /readyz": ANYBODY,
    "GET /sessions": SIGNED_IN,
    "POST /sessions/{session_id:uuid}/ending": "nnn n nn n n n s",
    "GET /settings": "kkk k kk k y k s",
    "POST /settings": "kkk k kk k y k s",
    "POST /settings/people": "kkk k kk k y k s",
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "POST /sign-in/codes": ANYBODY,
    "POST /sign-in/links": ANYBODY,
    "GET /sign-in/{token:str}": ANYBODY,
    "POST /sign-in/{token:str}": ANYBODY,
    "POST /sign-out": SIGNED_IN,
    "GET /static/{mark:str}/{name:str}": ANYBODY,
}

FORMS = {
    f"POST {E}/gates": {"kind": "B", "decision": "wait", "why": "Not yet."},
    f"POST {L}/comments": {"section": "moments", "phrase": "x"},
    "POST /calls": {"engagement_id": "{engagement_id}"},
}
"""What is sent where a route tells nothing by an empty form."""

STAFF, LEAD, OVERSEE = {"lead", "supervisor", "owner"}, {"lead"}, {"lead", "supervisor"}
MARKS = {
    "family_name": STAFF,
    "loved_name": OVERSEE | {"writer", "member", "loved_one"},
    "name_maria": OVERSEE | {"writer"},
    "name_luis": OVERSEE | {"member"},
    "name_ana": OVERSEE,
    "name_theo": OVERSEE,
    "name_sam": OVERSEE | {"loved_one"},
    "phone_maria": OVERSEE | {"writer"},
    "phone_luis": OVERSEE | {"member"},
    "phone_ana": OVERSEE,
    "phone_theo": OVERSEE,
    "phone_sam": OVERSEE | {"loved_one"},
    "calls_maria": OVERSEE | {"writer"},
    "calls_luis": OVERSEE | {"member"},
    "calls_ana": OVERSEE,
    "calls_theo": OVERSEE,
    "calls_sam": OVERSEE | {"loved_one"},
    "evening_maria": LEAD | {"writer"},
    "hearing_maria": OVERSEE,
    "hearing_luis": OVERSEE,
    "hearing_ana": OVERSEE,
    "best_time": OVERSEE,
    "happened": OVERSEE,
    "would_help": OVERSEE,
    "culture": OVERSEE,
    "next_step": OVERSEE,
    "happening": OVERSEE,
    "who_calls": OVERSEE,
    "ending": OVERSEE,
    "day_place": OVERSEE | {"writer", "member"},  # once gate C is at go; whom the day is for does not learn of it
    "safety_violence": OVERSEE,
    "safety_guns": OVERSEE,
    "safety_psychosis": OVERSEE,
    "safety_else": OVERSEE,
    "clinician": OVERSEE,
    "advised": OVERSEE,
    "learned": OVERSEE,
    "from_whom": OVERSEE,
    "reporting_consulted": OVERSEE,
    "to_whom": OVERSEE,
    "reference": OVERSEE,
    "gate_why": OVERSEE,
    "gate_consulted": OVERSEE,
    "invitation_word": OVERSEE,
    "reaching_out": OVERSEE,
    "asked_alone": OVERSEE,
    "helper_maria": LEAD | {"writer"},
    "helper_luis": {"member"},
    "history": {"writer", "member"},
    "letter_maria": LEAD | {"writer"},
    "letter_luis": {"member"},
    "conflict_maria": {"writer"},
    "conflict_luis": {"member"},
    "comment": LEAD | {"writer"},
    "proposal": LEAD | {"writer"},
    "other_page_stays": {"writer"},
    "other_page_line": {"writer"},
    "other_page_from": {"writer"},
    "other_page_keep": {"writer"},
    "other_page_door": {"writer"},
    "discloser": OVERSEE | {"counselor"},
    "recipient": OVERSEE | {"counselor"},
    "information": OVERSEE | {"counselor"},
    "purpose": OVERSEE | {"counselor"},
    "outcome_lead": OVERSEE,
    "care_lead": OVERSEE,
    "follow_up": OVERSEE,
    "outcome_counselor": OVERSEE | {"counselor"},
    "care_counselor": OVERSEE | {"counselor"},
    "milestone": OVERSEE,
    "stage_opening": OVERSEE,
    "pause": OVERSEE,
}
"""Who of the Reyes family's people may ever read a word, by the field that it was typed into."""


THEIRS = {"GET /invitations/{token:str}": {"name_theo"}}
"""What whoever holds a link is shown, since it was sent to them."""


def expected(route: str, column: str) -> str:
    """The table's letter for one kind of person at one route."""
    return ROUTES[route].replace(" ", "")[COLUMNS.index(column)]
