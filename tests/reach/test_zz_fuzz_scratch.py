"""Fuzz within pytest: put as tests outside the tree."""

import re, sys
import pytest
from tests.reach.asking import *
from tests.reach.table import *
from tests.reach.world import *
from tests.reach.conftest import *

NASTY = [
    "\0",
    "a\0b",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "9" * 30,
    "-1",
    "1e9",
    "9" * 5000,
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59",
    "9223372036854775808",
    "²",
    "٣",
    "'\"; DROP TABLE x",
    "\u202e\u2028",
    "x" * 20001,
    "[]",
    "00000000-0000-0000-0000-000000000000",
    "24:00",
    "<script>alert(1)</script>",
]


def names(html):
    return set(re.findall(r'name="([^"_][^"]*)"', html))


def form_of(html, action):
    return names(html)


@pytest.mark.parametrize("column", ["writer", "lead", "counselor", "owner", "loved_one", "nobody", "supervisor"])
def test_fuzz(stand, world, column):
    v = stand(column)
    pages = {}
    fields = set()
    bad = []
    from tests.reach.test_reach import whole_pages

    for a in whole_pages(world) + ["/sign-in"]:
        t = v.get(a)
        fields |= names(t.text)
        for q in ["?page=", "?part=", "?version=", "?next=", "?all=", "?read="]:
            for n in NASTY[:14]:
                from urllib.parse import quote

                if "?" in a:
                    continue
                r = v.get(a + q + quote(n[:3000]))
                if r.status_code >= 500:
                    bad.append((a, q, n[:20], r.status_code))
    fields |= {
        "body",
        "revision",
        "writing",
        "choice",
        "conflict",
        "kind",
        "member_id",
        "decision",
        "why",
        "about",
        "code",
        "email",
        "password",
        "address",
        "next",
        "back",
        "engagement_id",
        "section",
        "phrase",
        "note",
        "proposal",
        "starts",
        "answer",
        "danger",
        "helper",
        "own_words",
        "happened_on",
        "due_on",
        "until_on",
        "from_on",
        "day",
        "day_on",
        "day_at",
        "at",
        "hour",
        "time",
    }
    fields -= {"_csrf_token"}
    tok = v.token
    routes_ = [
        r
        for r in ROUTES
        if not r.startswith("GET") and expected(r, column) in "y" and "sign-out" not in r and "/exit" not in r
    ]
    for r in routes_:
        m, p = r.split(" ")
        path = at(p, ids_of(world.reyes, p))
        for n in NASTY:
            form = {f: n for f in fields}
            form["_csrf_token"] = tok
            a = v.ask(m, path, data=form)
            if a.status_code >= 500:
                bad.append((r, "*", n[:20], a.status_code))
        # one field nasty at a time w/ plausible others
    print(column, len(fields), sorted(fields))
    for b in bad:
        print("BAD", b)
