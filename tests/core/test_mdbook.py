"""What mdBook adds to Markdown: files of the publication are included, and no others are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressrun.errors import Complaints
from pressrun.manuscript import gather
from pressrun.model import Dropped
from pressrun.readers import read

CODE = "use a;\n// ANCHOR: sea\nfn sea() {\n}\n// ANCHOR_END: sea\nfn land() {}\n"
HINT = "write “\\{{#…}}” for the words themselves, or build with --incomplete"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Make an mdBook whose code lies beside its text."""
    (tmp_path / "book" / "src").mkdir(parents=True)
    (tmp_path / "book" / "book.toml").write_text("[book]\n")
    (tmp_path / "book" / "tide.rs").write_text(CODE)
    (tmp_path / "secret.txt").write_text("Secret")
    return tmp_path / "book" / "src"


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        ("", "use a;\nfn sea() {\n}\nfn land() {}"), (":sea", "fn sea() {\n}"), (":1", "use a;"),
        (":3:4", "fn sea() {\n}"), (":6:", "fn land() {}"), ("::1", "use a;"),
    ],
)  # fmt: skip
def test_a_part_of_a_file_is_included_without_the_marks_in_it(
    book: Path, part: str, lines: str
) -> None:
    body = body_of(book, f"```text\n{{{{#include ../tide.rs{part}}}}}\n```")
    assert f">{lines}\n</code>" in body


def test_what_follows_keeps_its_line_of_the_manuscript(book: Path) -> None:
    body = body_of(book, "{{#include part.md}}\n\nLast.", part="One.\n\n*Two*.\n")
    assert '<p data-line="3">One.</p>\n<p data-line="3"><em>Two</em>.</p>' in body
    assert '<p data-line="5">Last.</p>' in body


def test_an_included_file_may_include_others_and_keeps_what_it_is_indented_by(book: Path) -> None:
    text = "- a\n\n  ```text\n  {{#include part.md}}\n  ```"
    body = body_of(book, text, part="1\n{{#include ../tide.rs:sea}}\n2")
    assert ">1\nfn sea() {\n}\n2\n</code>" in body


def test_a_directive_behind_a_backslash_is_its_words(book: Path) -> None:
    assert '<p data-line="3">Say {{#include x}}.</p>' in body_of(book, "Say \\{{#include x}}.")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../../secret.txt", "“../../secret.txt” lies outside the publication’s folder"),
        ("link.txt", "“link.txt” lies outside the publication’s folder"),
        ("%2e%2e/%2e%2e/secret.txt", "there is no file “%2e%2e/%2e%2e/secret.txt” to include"),
        ("ebb.rs", "there is no file “ebb.rs” to include"),
    ],
)
def test_no_file_outside_the_publication_is_read(book: Path, name: str, message: str) -> None:
    (book / "link.txt").symlink_to(book.parents[1] / "secret.txt")
    with pytest.raises(Complaints) as caught:
        body_of(book, f"{{{{#include {name}}}}}")
    (error,) = caught.value.errors
    assert (error.path, error.line) == (book / "one.md", 3)
    assert (error.message, error.hint) == (message, HINT)


def test_a_file_that_includes_itself_is_an_error(book: Path) -> None:
    with pytest.raises(Complaints, match="includes too much, or itself"):
        body_of(book, "{{#include part.md}}", part="a {{#include part.md}}")


def test_files_that_include_each_other_are_an_error_that_names_both(book: Path) -> None:
    (book / "one.md").write_text("# One\n\n{{#include two.md}}\n")
    (book / "two.md").write_text("# Two\n\n{{#include one.md}}\n")
    with pytest.raises(Complaints) as raised:
        gather([book])
    assert [(e.path, e.line, e.message) for e in raised.value.errors] == [
        (book / "one.md", 3, "“{{#include two.md}}” includes too much, or itself"),
        (book / "two.md", 3, "“{{#include one.md}}” includes too much, or itself"),
    ]


def test_an_incomplete_book_shows_the_directive_and_tells_of_it(book: Path) -> None:
    (book / "one.md").write_text("# One\n\n{{#include ebb.rs}}\n")
    (manuscript,) = gather([book], incomplete=True).manuscripts
    assert "{{#include ebb.rs}}" in manuscript.body
    why = "there is no file “ebb.rs” to include"
    assert manuscript.dropped == (Dropped(line=3, text="{{#include ebb.rs}}", why=why),)


def test_lines_that_rustdoc_hides_are_hidden_and_told(book: Path) -> None:
    text = "```rust,ignore\n# use b;\n#[derive(A)]\n## c\n#\nlet d;\n```\n\n```text\n# e\n```"
    (book / "one.md").write_text(f"# One\n\n{text}\n")
    manuscript = read(book / "one.md")
    assert '<code data-line="3" class="language-rust,ignore">#[derive(A)]\n# c\nlet d;\n<' in (
        manuscript.body
    )
    assert "># e\n<" in manuscript.body
    why = "lines of code that rustdoc and mdBook hide"
    assert manuscript.dropped == (Dropped(line=3, text="# use b;\n#", why=why),)


def test_a_listing_without_an_end_is_an_error(book: Path) -> None:
    with pytest.raises(Complaints, match="3: the <Listing> has no end"):
        body_of(book, '<Listing number="1">\n\ntext')


@pytest.fixture
def folders(book: Path) -> Path:
    """Make an mdBook each of whose chapters lies in a folder, and is its README or its index."""
    texts = {
        "README.md": "# The Coast\n\nSee [](ch01/README.md) and [](ch02/index.md#lamp).",
        "ch01/README.md": "# Tides\n\nSee [the coast](../README.md), lights: [](../ch02),"
        " [](../ch02/), [](../ch02/index.html), [](../ch02/index.md), [](../ch01/index.html).",
        "ch01/ch01.md": "# Ebb\n\nIt goes.",
        "ch02/index.md": "# Lights\n\n## Lamp {#lamp}\n\nIt burns. See [](../more/ch02/README.md).",
        "more/ch02/README.md": "# More lights\n\nThey burn.",
    }
    for name, text in texts.items():
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(text + "\n")
    (book / "SUMMARY.md").write_text("".join(f"- [x]({name})\n" for name in texts))
    return book


def test_a_chapter_in_a_folder_is_named_after_that_and_the_first_page_after_itself(
    folders: Path,
) -> None:
    articles = gather([folders]).publication.articles
    assert [a.slug for a in articles] == ["readme", "ch01", "ch01-2", "ch02", "ch02-2"]


def test_its_name_is_the_same_however_the_folder_is_spelt(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [a.slug for a in gather([folders]).publication.articles]
    monkeypatch.chdir(folders / "ch01")
    for spelt in ("..", "../../src", "../ch01/.."):
        assert [a.slug for a in gather([Path(spelt)]).publication.articles] == known


def test_links_to_such_chapters_lead_to_them(folders: Path) -> None:
    first, tides, _, lights, _ = gather([folders]).publication.articles
    assert tides.body.html.count('href="#ch02"') == 4  # by its folder, its page and its file
    assert 'href="#ch01"' in first.body.html
    assert 'href="#ch02--lamp"' in first.body.html
    assert 'href="#readme"' in tides.body.html
    assert 'href="#ch01"' in tides.body.html
    assert 'href="#ch02-2"' in lights.body.html


def body_of(book: Path, text: str, part: str = "") -> str:
    """Read a manuscript of that text, beside which lies a `part.md`."""
    (book / "one.md").write_text(f"# One\n\n{text}\n", encoding="utf-8")
    (book / "part.md").write_text(part, encoding="utf-8")
    return read(book / "one.md", book).body
