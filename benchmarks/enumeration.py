"""
How long asking for a link takes, for an address that is known and for one that is not.

    python benchmarks/enumeration.py http://127.0.0.1:8000 known@example.org nobody@example.org

Prints both medians in milliseconds and their ratio. Run it against an installation of your own: it posts mails.
"""

import re
import statistics
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

TIMES = 100


def visitor() -> urllib.request.OpenerDirector:
    """Open a browser that keeps cookies."""
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def asked(browser: urllib.request.OpenerDirector, base: str, token: str, address: str) -> float:
    """Ask once; give the milliseconds."""
    body = urllib.parse.urlencode({"_csrf_token": token, "email": address}).encode()
    began = time.perf_counter()
    browser.open(f"{base}/sign-in/links", body).read()
    return (time.perf_counter() - began) * 1000


def main(base: str, known: str, unknown: str) -> None:
    """Ask in turn, so that whatever else the machine does weighs on both alike."""
    browser = visitor()
    page = browser.open(f"{base}/sign-in").read().decode()
    token = re.findall(r'name="_csrf_token" value="([0-9a-f]+)"', page)[0]
    times: dict[str, list[float]] = {known: [], unknown: []}
    for _time in range(TIMES):
        for address, kept in times.items():
            kept.append(asked(browser, base, token, address))
    medians = {address: statistics.median(kept) for address, kept in times.items()}
    ratio = medians[known] / medians[unknown]
    sys.stdout.write(f"known {medians[known]:.2f} ms, unknown {medians[unknown]:.2f} ms, ratio {ratio:.3f}\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
