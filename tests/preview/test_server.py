"""The server answers this machine's own browser alone, says one line, and ends when it is told."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from pressrun.preview.server import open_port
from tests.editions.commands import press
from tests.preview.served import Served, write_issue

if TYPE_CHECKING:
    from pathlib import Path


def status(url: str, **headers: str) -> int:
    """Return how a request is answered."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=named)) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_it_says_its_address_and_ends_in_peace(tmp_path: Path) -> None:
    with Served(write_issue(tmp_path / "issue")) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert status(server.url) == 200
        with urllib.request.urlopen(server.url + "events") as events:  # noqa: S310 - our own
            assert b'"state": "working"' in events.readline()
            assert server.stop() == ("", "")
    assert server.code == 0


def test_it_is_there_for_this_machine_alone() -> None:
    with open_port(0) as port:
        assert port.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("path", ["", "events", "places/tide", "book/tide.xhtml"])
def test_another_hosts_name_is_refused(served: Served, path: str) -> None:
    assert status(served.url + path, Host="news.example") == 400


def test_another_sites_page_gets_nothing(served: Served) -> None:
    assert status(served.url + "book/tide.xhtml", Sec_Fetch_Site="cross-site") == 403
    assert status(served.url, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate") == 200


@pytest.mark.parametrize("path", ["", "events", "places/tide", "book/tide.xhtml"])
def test_who_does_not_know_the_address_gets_nothing(served: Served, path: str) -> None:
    root, secret = served.url.rstrip("/").rsplit("/", 1)
    assert len(secret) == 22
    assert status(f"{root}/{path}") == 404
    assert status(f"{root}/{secret[::-1]}/{path}") == 404


@pytest.mark.parametrize("path", ["desk/server.py", "desk/..%2Fserver.py", "book/..%2Fdesk.html"])
def test_no_other_file_is_given_out(served: Served, path: str) -> None:
    assert status(served.url + path) == 404


def test_what_a_book_brings_may_do_nothing(served: Served) -> None:
    served.wait()
    with urllib.request.urlopen(served.url + "book/styles.css") as answer:  # noqa: S310 - ours
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.endswith("sandbox allow-same-origin")


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with open_port(0) as port:
        number = port.getsockname()[1]
        ran = press("preview", write_issue(tmp_path / "issue"), "--port", number)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"port {number} cannot be had: address already in use\nhint: ")


def test_a_source_that_is_not_there_is_told_before_anything_is_served() -> None:
    ran = press("preview", "nowhere")
    assert (ran.code, ran.out, ran.err) == (2, "", "there is no “nowhere”\n")
