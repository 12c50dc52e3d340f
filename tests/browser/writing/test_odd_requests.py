"""A real server behind a bare socket: lengths that lie, bodies that stop; the words that stood stay as they were."""

import socket
from collections.abc import Callable

import pytest

from tests.browser.writing.phone import Phone


@pytest.fixture
def say(maria: Phone, base: str) -> Callable[..., bytes]:
    """Say bytes to the server as Maria's browser, perhaps hang up one's own side, and hear all of the answer."""
    maria.types("It was Easter.")
    maria.comes_to("saved")
    host, port = base.removeprefix("http://").split(":")
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in maria.page.context.cookies())
    token = maria.page.locator("form [name=_csrf_token]").first.input_value()
    path = maria.address.removeprefix(base) + "/sections/moments"

    def send(headers: str, body: bytes, *, hangs_up: bool = False) -> bytes:
        head = (
            f"PUT {path} HTTP/1.1\r\nhost: {host}:{port}\r\ncookie: {cookie}\r\nx-csrftoken: {token}\r\n"
            f"content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n{headers}\r\n\r\n"
        )
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(head.encode("latin-1") + body)
            if hangs_up:
                line.shutdown(socket.SHUT_WR)
            heard = b""
            while piece := line.recv(65536):
                heard += piece
        return heard

    return send


BODY = b"revision=1&writing=w&body=Planted+or+not."


def test_the_control_the_same_request_with_its_true_length_is_kept(maria: Phone, say: Callable[..., bytes]) -> None:
    assert say(f"content-length: {len(BODY)}", BODY).startswith(b"HTTP/1.1 200")
    assert maria.kept() == "Planted or not."


@pytest.mark.parametrize(
    "headers",
    [
        "content-length: 4000",
        "content-length: -1",
        "content-length: \u00b2",
        "content-length: 1e3",
        "content-length: 99999999999999999999",
        f"content-length: {len(BODY)}\r\ncontent-length: 5",
        "transfer-encoding: chunked",
    ],
)
def test_a_length_that_lies_never_stores_half_a_text(maria: Phone, say: Callable[..., bytes], headers: str) -> None:
    heard = say(headers, BODY, hangs_up=True)

    assert not heard.startswith((b"HTTP/1.1 200", b"HTTP/1.1 5"))
    assert maria.kept() == "It was Easter."
    assert maria.opens().words() == "It was Easter."


def test_what_follows_a_length_that_is_too_short_is_no_part_of_the_words(
    maria: Phone, say: Callable[..., bytes]
) -> None:
    short = len(b"revision=1&writing=w&body=Planted")
    heard = say(f"content-length: {short}", BODY)

    assert heard.startswith(b"HTTP/1.1 200")
    assert maria.kept() == "Planted"
    assert maria.opens().words() == "Planted"
