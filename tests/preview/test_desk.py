"""The desk follows every save, and its panes one another; it is used without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.preview.browser import Browser
    from tests.preview.served import Served

BOOK = "document.querySelector('#book').contentDocument"
TEXT = f"{BOOK}.querySelector('article')?.textContent"
MARKED = f"{BOOK}.querySelector('[data-desk-current]')?.textContent"
FIRST = "document.querySelector('#pages figure:has(.mark.current) figcaption')?.textContent"
READY = "document.querySelector('#status').dataset.state === 'ready'"
PAGES = "[...document.querySelectorAll('#pages figure')].map((f) => f.dataset.key)"
DRAWN = (
    "[...document.querySelectorAll('#pages img')].slice(0, 4)"
    ".every((image) => image.complete && image.naturalWidth)"
)


def test_the_outline_has_every_article_and_crosshead_with_its_page(desk: Browser) -> None:
    lines = desk.evaluate("[...document.querySelectorAll('#outline a')].map((a) => a.textContent)")
    assert lines == [
        "Coveri", "Title pagei", "Contentsii", "The tide1", "What it left1", "The gale5", "A roof5",
        "Colophon5",
    ]  # fmt: skip


def test_the_epub_shows_where_printed_pages_begin(desk: Browser) -> None:
    shown = desk.evaluate(
        f"[...{BOOK}.querySelectorAll('[role=doc-pagebreak]')].map((mark) => [mark.ariaLabel,"
        " getComputedStyle(mark, '::after').content, getComputedStyle(mark, '::after').position])"
    )
    assert [label for label, _, _ in shown] == ["1", "2", "3", "4"]
    assert all(content == f'"{label}"' for label, content, _ in shown)
    assert {position for _, _, position in shown} == {"absolute"}


def test_a_saved_word_is_seen_in_both_panes_and_nothing_else_moves(
    desk: Browser, served: Served
) -> None:
    desk.wait(DRAWN)
    desk.click("article p:nth-of-type(6)", frame=True)
    before = desk.evaluate(f"[{BOOK}.scrollingElement.scrollTop, {PAGES}]")
    desk.evaluate(f"{BOOK}.querySelector('h1').dataset.deskKept = 'it is the same element'")
    desk.requests()
    served.change("tide.md", "on day 9, and wrote", "on day 9, and ciphered")
    desk.wait(f"{TEXT}.includes('ciphered')")
    desk.wait(f"JSON.stringify({PAGES}) !== '{desk_json(before[1])}'")
    after = desk.evaluate(f"[{BOOK}.scrollingElement.scrollTop, {PAGES}]")
    changed = [
        n for n, (old, new) in enumerate(zip(before[1], after[1], strict=True)) if old != new
    ]
    assert len(changed) in {1, 2}
    assert before[0] == after[0] > 0
    assert desk.evaluate(f"{BOOK}.querySelector('h1').dataset.deskKept") == "it is the same element"
    asked = {path for path in desk.requests() if path.startswith("/page/")}
    assert asked <= {f"/page/{after[1][n]}.png" for n in changed}
    assert desk.complaints() == []


def desk_json(keys: list[str]) -> str:
    return "[" + ",".join(f'"{key}"' for key in keys) + "]"


def test_a_faulty_file_is_told_with_its_line_and_the_last_good_pages_stay(
    desk: Browser, served: Served
) -> None:
    before = desk.evaluate(PAGES)
    served.change("gale.md", "(tide.md)", "(tied.md)")
    desk.wait("document.querySelector('#alert').textContent.includes('articles/gale.md:12: ')")
    assert "tied.md" in desk.evaluate("document.querySelector('#remarks .error').textContent")
    assert desk.evaluate("document.querySelector('#remarks .error mark').textContent") == "tied.md"
    assert desk.evaluate("document.querySelector('#status').textContent").startswith("Not rebuilt")
    assert desk.evaluate("document.querySelector('#outline .badge.error').ariaLabel") == "1 to mend"
    assert desk.evaluate(PAGES) == before
    assert "The tide" in desk.evaluate(TEXT)
    desk.click("#remarks .error button")
    desk.wait(
        f"{BOOK}.querySelector('[data-desk-remark=error]')?.textContent.startsWith('It flew')"
    )
    assert desk.judge() == []
    served.change("gale.md", "(tied.md)", "(tide.md)")
    desk.wait(f"{READY} && document.querySelector('#alert').textContent === ''")
    assert desk.evaluate("document.querySelector('#remarks .error')") is None


def test_a_finding_stands_beside_its_paragraph(desk: Browser, served: Served) -> None:
    served.change("tide.md", "The last word", "The last last word")
    desk.wait(f"{BOOK}.querySelector('[data-desk-remark=warning]')")
    said = desk.evaluate(f"{BOOK}.querySelector('[data-desk-remark=warning]').dataset.deskSays")
    assert said == "38: “last” stands twice"
    desk.wait("document.querySelector('#pages .mark.warning')")
    served.change("tide.md", "The last last word", "The last word")
    desk.wait(f"!{BOOK}.querySelector('[data-desk-remark=warning]')")


def test_print_follows_a_paragraph_that_is_clicked_in_the_epub(desk: Browser) -> None:
    desk.click("article p:has-text('on day 9')", frame=True)
    desk.wait(f"{MARKED}?.includes('on day 9')")
    desk.wait(f"{FIRST} === '6'")
    assert (
        desk.evaluate("document.querySelector('#place').textContent")
        == "articles/tide.md:30 · page 4"
    )
    box = desk.evaluate(
        "document.querySelector('#pages .mark.current').getBoundingClientRect().toJSON()"
    )
    assert 0 < box["top"] < box["bottom"] < 800


def test_the_epub_follows_a_line_that_is_clicked_in_print(desk: Browser) -> None:
    desk.click("#pages figure:nth-child(7) .paper", at={"x": 120, "y": 150})
    desk.wait(f"{BOOK}?.querySelector('[data-desk-current]') && {TEXT}.includes('The gale')")
    assert (
        desk.evaluate("document.querySelector('#outline [aria-current]').textContent")
        == "The gale5"
    )


def test_the_desk_is_used_without_a_mouse(desk: Browser) -> None:
    desk.press("Alt+ArrowDown")
    desk.wait(f"{MARKED}?.startsWith('By Ada Tidewell')")
    desk.press("Alt+ArrowDown", "Alt+ArrowDown")
    desk.wait(f"{MARKED}?.startsWith('The harbourmaster')")
    desk.evaluate("document.querySelector('#outline a').focus()")
    desk.press("Tab", "Tab", "Tab", "Tab", "Tab", "Enter")
    desk.wait(f"{TEXT}.includes('The gale')")
    desk.evaluate("document.querySelector('input[name=light]').focus()")
    desk.press("ArrowRight", "ArrowRight")
    ground = f"getComputedStyle({BOOK}.documentElement).backgroundColor"
    assert desk.evaluate(ground) == "rgb(18, 19, 20)"
    desk.press("Tab", "Tab", "Enter")
    assert desk.evaluate(f"getComputedStyle({BOOK}.documentElement).fontSize") == "18.4px"
    reached = desk.evaluate(
        "[...document.querySelectorAll('button, a, input, iframe, [tabindex]')]"
        ".filter((e) => e.checkVisibility() && e.tabIndex < 0).length"
    )
    assert reached == 0
    desk.evaluate("localStorage.clear()")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "dark")])
def test_axe_finds_nothing(served: Served, chromium: Browser, width: int, scheme: str) -> None:
    chromium.open(f"{served.url}#tide", width=width, scheme=scheme)
    chromium.wait("document.querySelectorAll('#pages figure').length > 4")
    assert chromium.judge() == []


def test_nothing_is_cut_off_on_a_telephone(served: Served, chromium: Browser) -> None:
    chromium.open(f"{served.url}#tide", width=320, height=640)
    for view in ("outline", "screen", "print"):
        chromium.click(f".switch [data-view={view}]")
        assert chromium.evaluate("document.documentElement.scrollWidth") == 320
        assert chromium.evaluate(f"document.querySelector('.{view}').checkVisibility()")


def test_no_script_runs_in_a_books_frame(desk: Browser) -> None:
    desk.evaluate(
        f"(() => {{ const html = 'http://www.w3.org/1999/xhtml';"
        f" const script = {BOOK}.createElementNS(html, 'script');"
        f" script.textContent = 'parent.broken = true'; {BOOK}.body.append(script);"
        f" {BOOK}.body.setAttribute('onclick', 'parent.broken = true'); {BOOK}.body.click(); }})()"
    )
    assert desk.evaluate("window.broken") is None
