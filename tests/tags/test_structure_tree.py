"""What a screen reader is told of the print edition."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pytest

from pressrun.building import Order, build
from tests.inspectors.epub import Epub
from tests.inspectors.pdf import Pdf
from tests.inspectors.pdf_stream import said_by_content
from tests.inspectors.rejoin import SOFT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from tests.inspectors.pdf_objects import Tag

PARAGRAPH = (
    "Paragraph {} tells of the harbour, whose fishermen, notwithstanding considerable doubts, "
    "had subscribed to the reconstruction of the breakwater after the equinoctial storms, and who "
    "were now, in the circumstances, understandably impatient to see the undertaking begin at last."
)
PARAGRAPHS = 40
ROWS = 60
FIRST = """\
---
title: The breakwater
byline: Ada Tidewell
lang: en
---

A proverb says it: <i lang="fr">petit à petit</i>, the bird builds.[^1] More follows.

## What is wanted

- stones
- time
  - much of it

1. first this
2. then that

Term
: What it means.

![](dot.png)

Beside it stands ![a red dot](dot.png) in the text.

![A red dot, enlarged](dot.png "The dot"){credit="Drawing: Pressrun"}

> Let it be built.

[^1]: The note speaks of birds.
"""
SECOND = "---\ntitle: The ledger\nlang: en\n---\n\n{}\n\n| Year | Tons |\n|---|---|\n{}\n"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the EPUB and the PDF of an issue that uses every role."""
    folder = tmp_path_factory.mktemp("issue")
    (folder / "dot.png").write_bytes(DOT)
    (folder / "1-breakwater.md").write_text(FIRST, encoding="utf-8")
    text = "\n\n".join(PARAGRAPH.format(number) for number in range(PARAGRAPHS))
    rows = "\n".join(f"| {1900 + row} | {row} |" for row in range(ROWS))
    (folder / "2-ledger.md").write_text(SECOND.format(text, rows), encoding="utf-8")
    epub, pdf = build(Order(sources=(folder,), output=folder / "out")).paths
    return epub, pdf


@pytest.fixture(scope="module")
def pdf(editions: tuple[Path, Path]) -> Pdf:
    """Return the PDF, opened."""
    return Pdf(editions[1])


@pytest.fixture(scope="module")
def tags(pdf: Pdf) -> list[Tag]:
    """Return every tag, each before those inside it."""
    return [tag for root in pdf.objects.structure for tag in root.walk()]


def text_of(pdf: Pdf, tag: Tag) -> str:
    """Return the text of a tag, lines joined by spaces."""
    return " ".join(line.text for line in pdf.lines_of(tag))


def of_role(tags: list[Tag], role: str) -> Iterator[Tag]:
    """Yield the tags of one role."""
    return (tag for tag in tags if tag.role == role)


def kids(tag: Tag) -> list[str]:
    """Return the roles of the tags directly inside one."""
    return [kid.role for kid in tag.children if hasattr(kid, "role")]


def test_a_paragraph_cut_by_a_page_is_one_p(pdf: Pdf, tags: list[Tag]) -> None:
    texts = [text_of(pdf, tag) for tag in of_role(tags, "P")]
    for number in range(PARAGRAPHS):
        assert sum(text.startswith(f"Paragraph {number} tells") for text in texts) == 1
    cut = [tag for tag in of_role(tags, "P") if len({c.page for c in tag.contents()}) > 1]
    assert cut, "no paragraph was cut by a page: the text is too short for this test"
    assert all(text_of(pdf, tag).startswith("Paragraph") for tag in cut)


def test_a_paragraph_is_said_word_for_word_wherever_its_lines_end(
    editions: tuple[Path, Path], tags: list[Tag]
) -> None:
    """ISO 32000-1, 14.8.2.5: a space is there at the end of a line, too."""
    said = said_by_content(editions[1])
    texts = {"".join(said.get(content, "") for content in tag.contents()) for tag in tags}
    assert any(SOFT in text for text in texts)
    plain = {text.replace(SOFT, "") for text in texts}
    assert {PARAGRAPH.format(number) for number in range(PARAGRAPHS)} <= plain


def test_lines_of_a_paragraph_are_one_sequence_but_behind_a_division(
    pdf: Pdf, tags: list[Tag]
) -> None:
    paragraphs = [tag for tag in of_role(tags, "P") if text_of(pdf, tag).startswith("Paragraph")]
    whole = [tag for tag in paragraphs[1:] if len({c.page for c in tag.contents()}) == 1]
    assert whole
    for tag in whole:
        divided = sum(line.text.endswith(SOFT) for line in pdf.lines_of(tag))
        assert len([*tag.contents()]) == 1 + divided < len(pdf.lines_of(tag))


def test_poppler_reads_on_behind_a_divided_word(editions: tuple[Path, Path]) -> None:
    command = ["pdfinfo", "-struct-text", str(editions[1])]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert told.count("begin at last.") == PARAGRAPHS


def test_every_sequence_has_one_owner_and_is_on_its_page_once(editions: tuple[Path, Path]) -> None:
    with pikepdf.open(editions[1]) as pdf:
        rows = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            marks = [
                instruction.operands[1]
                for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) == "BDC"
            ]
            begun = [int(mark.MCID) for mark in marks if "/MCID" in mark]
            owners: Any = rows[int(page.StructParents)] if "/StructParents" in page else []
            owned = [number for number, owner in enumerate(owners) if owner is not None]
            assert sorted(begun) == owned


def test_the_words_read_through_the_tags_are_those_of_the_epub(
    editions: tuple[Path, Path], pdf: Pdf
) -> None:
    with Epub(editions[0]) as book:
        ledger = next(d for d in book.documents if d.title == "The ledger").words
    read = pdf.tagged_words(ledger)
    start = next(i for i in range(len(read)) if read[i : i + 6] == ledger[:6])
    assert read[start : start + len(ledger)] == ledger


def test_running_heads_and_folios_are_no_content(pdf: Pdf) -> None:
    furniture = [line for page in pdf.lines for line in page if line.furniture]
    folios = {line.text for line in furniture if line.text.isdigit()}
    assert {*pdf.objects.labels[3:]} <= folios
    assert any("The ledger" in line.text for line in furniture)


def test_a_table_head_printed_on_every_page_is_told_once(pdf: Pdf, tags: list[Tag]) -> None:
    printed = [line for page in pdf.lines for line in page if line.text.startswith("Year")]
    assert len(printed) > 1, "the table fits on one page: the test proves nothing"
    heads = list(of_role(tags, "THead"))
    assert len(heads) == 1
    told = [text_of(pdf, tag) for tag in of_role(list(heads[0].walk()), "TH")]
    assert told == ["Year", "Tons"]
    assert sum(1 for _ in of_role(tags, "TR")) == ROWS + 1
    assert all(tag.attributes.get("Scope") == "Column" for tag in of_role(tags, "TH"))


def test_a_foreign_phrase_is_told_in_its_language(pdf: Pdf, tags: list[Tag]) -> None:
    foreign = [tag for tag in tags if tag.lang == "fr"]
    assert [text_of(pdf, tag) for tag in foreign] == ["petit à petit"]


def test_a_note_is_a_note_with_its_number_in_the_paragraph_that_calls_it(
    pdf: Pdf, tags: list[Tag]
) -> None:
    (note,) = of_role(tags, "Note")
    assert kids(note)[0] == "Lbl"
    assert "speaks of birds" in text_of(pdf, note)
    (caller,) = [tag for tag in of_role(tags, "P") if note in tag.children]
    assert "Reference" in kids(caller)


def test_the_contents_are_a_toc(pdf: Pdf, tags: list[Tag]) -> None:
    (toc,) = of_role(tags, "TOC")
    assert kids(toc) == ["TOCI", "TOCI"]
    entries = [text_of(pdf, kid) for kid in of_role(list(toc.walk()), "TOCI")]
    assert [entry.split()[1] for entry in entries] == ["breakwater", "ledger"]


def test_lists_say_their_numbering_and_items_their_parts(tags: list[Tag]) -> None:
    numberings = [tag.attributes.get("ListNumbering") for tag in of_role(tags, "L")]
    assert numberings.count("Disc") == 2
    assert numberings.count("Decimal") == 1
    items = [kids(tag) for tag in of_role(tags, "LI")]
    assert items.count(["Lbl", "LBody"]) == len(items) == 6


def test_a_figure_holds_its_caption_and_a_decoration_is_not_told(pdf: Pdf, tags: list[Tag]) -> None:
    figures = list(of_role(tags, "Figure"))
    assert [figure.alt for figure in figures] == ["a red dot", "A red dot, enlarged"]
    assert kids(figures[1]) == ["Caption"]
    assert text_of(pdf, figures[1]).split() == ["The", "dot", "Drawing:", "Pressrun"]


def test_headings_never_skip_a_level(tags: list[Tag]) -> None:
    levels = [int(tag.role[1]) for tag in tags if tag.role in {"H1", "H2", "H3", "H4"}]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def links_of(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, str, Any]]:
    """Yield each link within the file, the name that it leads to, and the place of that name."""
    places = pikepdf.NameTree(pdf.Root.Names.Dests)
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            if name := link.get("/Dest") or link.A.get("/D"):
                yield link, str(name), places[str(name)]


def test_a_call_leads_to_its_note_and_the_notes_number_back(editions: tuple[Path, Path]) -> None:
    with pikepdf.open(editions[1]) as pdf:
        found = {name: (link, place) for link, name, place in links_of(pdf) if "note" in name}
        (to_note, note), (to_call, call) = (found[name] for name in sorted(found))
        assert stands_at(to_note, call)
        assert stands_at(to_call, note)
        assert all(size > 5 for size in (height(to_note), height(to_call)))


def height(link: Any) -> float:
    return float(link.Rect[1] - link.Rect[3])


def stands_at(link: Any, place: Any) -> bool:
    """Tell whether a link is where a destination leads, to a line."""
    near = abs(float(link.Rect[1] - place[3])) < 10 and abs(float(link.Rect[0] - place[2])) < 10
    return bool(near and place[0].objgen == link.get("/P", place[0]).objgen)


def test_no_link_lies_within_another_to_the_same_place(editions: tuple[Path, Path]) -> None:
    with pikepdf.open(editions[1]) as pdf:
        drawn = [(name, *map(float, link.Rect)) for link, name, _ in links_of(pdf)]
    assert len(drawn) >= 4
    assert len(drawn) == len(set(drawn))
