"""What is imported is the same book as what it came from, and nothing is overwritten unasked."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun import markup, readers
from pressrun.errors import Complaints, MachineError, ManuscriptError
from pressrun.importing import PASTE, Imported, import_manuscripts
from pressrun.manuscript import gather
from pressrun.progress import silence
from tests.core.picture_files import raster, svg
from tests.readers.word_specimens import blank, saved

if TYPE_CHECKING:
    from pressrun.model import Article

MARKDOWN = """\
---
kicker: Essay
title: What the *tide* left
standfirst: [A walk `after` the gale., A second line.]
byline: [Ada Tidewell, Mary Shoreham]
dateline: Whitby
date: 2026-04-30
updated: 2026-05-02
source: The Harbour Review
lang: en-GB
dir: ltr
---

The sea keeps "its own" accounts.[^1] It is $E=mc^2$ that counts, or `a | b`.

![A beach seen from *above*.](figures/beach.png "The *beach* in April"){credit="Photograph: M. S."}

## At the quay {#quay}

::: pull-quote
"Nobody reads them aloud."

-- The harbourmaster
:::

| Boat | Crates |
|:-----|-------:|
| Ada  | 12     |

```python
def tide():

    return "high"  # a
```

$$
x = \\frac{1}{2}
$$

1. One
2. Two, see [the quay](#quay)

Term
: What it is

> Quoted.

[^1]: They are kept in *sand*.
"""
PAGE = """\
<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>المد والجزر</title>
<meta name="author" content="ليلى حداد">
<meta property="article:published_time" content="2026-04-30T10:00:00Z"></head>
<body><article><h1>المد والجزر</h1>
<p>{text}</p><figure><img src="page_files/beach.png" alt="شاطئ"><figcaption>الشاطئ في أبريل
</figcaption></figure><h2>عند الرصيف</h2><p>{text}</p><blockquote><p>{text}</p></blockquote>
<table><tr><th>أ</th><th>ب</th></tr><tr><td>١</td><td>٢</td></tr></table></article></body></html>
"""
TEXT = "البحر يحفظ حساباته، والمد يعود كل يوم إلى الميناء القديم حيث ينتظر الصيادون قواربهم. " * 4
PASTE_TEXT = """\
THE TIDE TURNS

A walk after the gale

By Ada Fenwick and Mary Shoreham

WHITBY, 30 April 2026 (Reuters) - Boats came in at dusk, and the harbourmaster waved at all.

At the quay

Nobody's cousin counted the crates, and the pilot's wife counted them again -- twice.

- One crate of figs
- Two crates of salt

"It is the sea," he said * and_left [soon].
"""


def markdown(folder: Path) -> Path:
    (folder / "figures").mkdir()
    (folder / "figures" / "beach.png").write_bytes(raster())
    return write(folder, "what-tide.md", MARKDOWN)


def paste(folder: Path) -> Path:
    return write(folder, "tide.txt", PASTE_TEXT)


def page(folder: Path) -> Path:
    (folder / "page_files").mkdir()
    (folder / "page_files" / "beach.png").write_bytes(raster(size=(40, 40)))
    return write(folder, "page.html", PAGE.format(text=TEXT))


def word(folder: Path) -> Path:
    document = blank()
    document.add_paragraph("What the tide left", style="Title")
    document.add_paragraph("By Ada Tidewell")
    document.add_paragraph("The sea keeps its own accounts.").add_run(" All of them.").bold = True
    document.add_heading("At the quay", level=1)
    document.add_picture(BytesIO(raster(size=(40, 40))))
    document.add_paragraph("The beach in April", style="Caption")
    document.add_paragraph("One", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Boat", "12"
    document.add_paragraph("The last word.")
    path = folder / "Report of May.docx"
    path.write_bytes(saved(document))
    return path


KINDS = {"Markdown": markdown, "pasted text": paste, "a saved page": page, "Word": word}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_imported_makes_the_same_book(tmp_path: Path, kind: str) -> None:
    source = KINDS[kind](tmp_path)
    taken = bring(source, tmp_path / "new" / "articles")
    before, after = gather([source]).publication, gather([tmp_path / "new"]).publication
    assert taken.paths[0].name == f"{markup.slug_of(source.stem)}.md"
    assert book(after.articles[0]) == book(before.articles[0])
    assert [p.data for p in after.pictures] == [p.data for p in before.pictures]
    assert (after.title, after.language, after.identifier, after.contributors) == (
        before.title, before.language, before.identifier, before.contributors,
    )  # fmt: skip
    again = readers.read(taken.paths[0])
    assert again.direction == readers.read(source).direction


def book(article: Article) -> object:
    """Return all that an edition holds of an article, but for the names of files and lines."""
    figures = [replace(figure, image="", line=None) for figure in article.body.figures]
    html = re.sub(r'src="[^"]*"|(?<=>)\s+(?=<)', "", article.body.html)
    body = replace(article.body, html=markup.set_line("", "en"), figures=(), lines=(), blocks=())
    return replace(article, path=Path(), body=body), " ".join(html.split()), figures


def test_an_import_can_be_imported_again_and_stays_the_same(tmp_path: Path) -> None:
    first = bring(markdown(tmp_path), tmp_path / "a")
    second = bring(first.paths[0], tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert [path.name for path in second.paths] == ["what-tide.md", "beach.png"]


def test_links_between_manuscripts_that_come_together_lead_to_the_new_files(
    tmp_path: Path,
) -> None:
    write(tmp_path, "Ebb Tide.txt", "Ebb\n\nThe tide went out, and no boat came in again.\n")
    write(tmp_path, "flow.md", "# Flow\n\nSee [ebb](<Ebb Tide.txt>) and [it](flow.md#flow).\n")
    bring(tmp_path / "Ebb Tide.txt", tmp_path / "flow.md", tmp_path / "new")
    text = (tmp_path / "new" / "flow.md").read_text("utf-8")
    assert "[ebb](ebb-tide.md) and [it](flow.md#flow)" in text
    gather([tmp_path / "new"])


def test_a_folder_stands_for_the_manuscripts_in_it(tmp_path: Path) -> None:
    for name in ("flow.md", "ebb.txt", "README.md"):
        write(tmp_path, name, "# Tide\n\nThe tide turned at noon.\n")
    taken = bring(tmp_path, tmp_path / "new")
    assert [path.name for path in taken.paths] == ["ebb.md", "flow.md"]


def test_a_paste_is_named_after_its_headline(tmp_path: Path) -> None:
    taken = import_manuscripts([PASTE], tmp_path, tell=silence, pasted=PASTE_TEXT.encode())
    assert [path.name for path in taken.paths] == ["the-tide-turns.md"]


def test_a_paste_without_a_headline_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(ManuscriptError, match="no headline to be named by"):
        import_manuscripts([PASTE], tmp_path, tell=silence, pasted=b"")


def test_pictures_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder, size in (("a", 3), ("b", 4), ("c", 3)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tide map.png").write_bytes(raster(size=(size, size)))
    write(tmp_path, "t.md", "# T\n\n" + "\n\n".join(f"![](<{n}/tide map.png>)" for n in "abc"))
    bring(tmp_path / "t.md", tmp_path / "new")
    named = re.findall(r"\((.*?)\)", (tmp_path / "new" / "t.md").read_text("utf-8"))
    assert named == [f"t-pictures/tide-map{end}.png" for end in ("", "-2", "")]
    assert len(gather([tmp_path / "new"]).publication.pictures) == 2


def test_nothing_is_written_over_without_force_and_each_file_is_named(tmp_path: Path) -> None:
    source, new = markdown(tmp_path), tmp_path / "new"
    bring(source, new)
    (new / "what-tide.md").write_text("mine", "utf-8")
    (new / "what-tide-pictures" / "beach.png").write_bytes(b"mine")
    other = write(tmp_path, "other.md", "# Other\n\nText.\n")
    before = contents(new)
    with pytest.raises(Complaints) as caught:
        bring(source, other, new)
    assert [error.path for error in caught.value.errors] == [
        new / "what-tide.md", new / "what-tide-pictures" / "beach.png",
    ]  # fmt: skip
    assert caught.value.errors[-1].hint == "--force writes over them"
    assert contents(new) == before
    bring(source, other, new, force=True)
    assert (new / "what-tide.md").read_text("utf-8").startswith("---\nkicker: Essay\n")
    assert sorted(contents(new)) == ["other.md", "what-tide-pictures/beach.png", "what-tide.md"]


def test_the_same_bytes_are_no_clash(tmp_path: Path) -> None:
    source = markdown(tmp_path)
    assert bring(source, tmp_path / "new").paths == bring(source, tmp_path / "new").paths


def test_two_files_that_fall_on_one_name_are_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    paths = [write(tmp_path, name, "Tide\n\nText of it.\n") for name in ("Tide.txt", "tide.md")]
    with pytest.raises(
        Complaints, match=r"tide\.md: would become “tide\.md”, as .*Tide\.txt would"
    ):
        bring(*paths, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_everything_that_is_wrong_is_told_together(tmp_path: Path) -> None:
    a = write(tmp_path, "a.md", "---\ntitel: A\n---\n")
    b = write(tmp_path, "b.md", "---\ntitel: B\n---\n")
    with pytest.raises(Complaints) as caught:
        bring(a, b, tmp_path / "new")
    assert [error.path for error in caught.value.errors] == [a, b]


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        ("lost.png", "there is no picture “lost.png”"),
        ("https://example.org/a.png", "is on the web"),
        ("../secret.png", "lies outside"),
    ],
)
def test_a_picture_that_is_not_there_is_told_and_left_in_the_text_on_demand(
    tmp_path: Path, picture: str, message: str
) -> None:
    (tmp_path / "secret.png").write_bytes(raster())
    (tmp_path / "in").mkdir()
    source = write(tmp_path / "in", "t.md", f"# T\n\n![sea]({picture})\n")
    with pytest.raises(Complaints, match=rf"t\.md:3: .*{message}"):
        bring(source, tmp_path / "new")
    taken = bring(source, tmp_path / "new", incomplete=True)
    assert [path.name for path in taken.paths] == ["t.md"]
    assert [dropped.line for _, dropped in taken.dropped] == [3]


def test_a_publication_s_article_brings_the_figures_beside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "map.svg").write_bytes(svg())
    source = write(tmp_path / "articles", "t.md", "# T\n\n![sea](../map.svg)\n")
    taken = bring(source, tmp_path / "new")
    assert [path.name for path in taken.paths] == ["t.md", "map.svg"]


def test_a_link_in_the_folder_leads_nothing_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "away").mkdir()
    (tmp_path / "new" / "what-tide-pictures").symlink_to(tmp_path / "away")
    with pytest.raises(Complaints, match="what-tide-pictures: leads out of the folder"):
        bring(markdown(tmp_path), tmp_path / "new", force=True)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["what-tide-pictures"]
    assert list((tmp_path / "away").iterdir()) == []


def test_a_folder_that_cannot_be_is_the_machine_s_fault(tmp_path: Path) -> None:
    write(tmp_path, "new", "a file")
    with pytest.raises(MachineError, match="File exists"):
        bring(markdown(tmp_path), tmp_path / "new")


def test_another_manuscript_for_the_same_article_is_told(tmp_path: Path) -> None:
    source = paste(tmp_path)
    assert bring(source, tmp_path).rivals == (source,)


def test_a_file_of_another_kind_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(Complaints, match="is no manuscript"):
        bring(write(tmp_path, "tide.pdf", "x"), tmp_path / "new")


def bring(*paths: Path, force: bool = False, incomplete: bool = False) -> Imported:
    """Import all but the last path into the last."""
    return import_manuscripts(
        paths[:-1], paths[-1], tell=silence, force=force, incomplete=incomplete
    )


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
