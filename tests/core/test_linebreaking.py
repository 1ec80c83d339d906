"""Lines end where they are full."""

from __future__ import annotations

import subprocess
import sys
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from pressrun.building import Order, build
from tests.editions.commands import ROOT
from tests.editions.printed import Printed
from tests.editions.prose import Pen
from tests.inspectors.pdf import Pdf, lines_by_page

if TYPE_CHECKING:
    from pathlib import Path

# Of so many widths that some text ends within a space’s width of the line, whatever the face.
LEADS = [
    f"Notes {'i' * narrow}{'m' * wide} are kept in one place for all who come"
    for narrow in range(12)
    for wide in range(1, 9)
]


def test_a_text_that_just_fits_before_code_is_not_broken_after_its_first_word(
    tmp_path: Path,
) -> None:
    paragraphs = [f"{lead} `to look` at them again, and again, and for ever." for lead in LEADS]
    (tmp_path / "a.md").write_text("# Title\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    (path,) = build(order).paths
    lines = [line for page in lines_by_page(path) for line in page if not line.furniture]
    begun = [line for line in lines if line.text.startswith("Notes ")]
    assert len(begun) == len(LEADS)
    assert [line.text for line in begun if "all" not in line.text] == []


def test_a_long_name_or_address_ends_a_line_after_a_sign_that_joins_its_parts(
    tmp_path: Path,
) -> None:
    name, path = (
        "restaurant::front_of_house::hosting::add_to_waitlist()",
        "/usr/share/fonts/a.ttf",
    )
    text = f"Here is <wbr>what no line takes whole: `{name}` and then `{path}` go on to the end.\n"
    (tmp_path / "a.md").write_text(f"# Title\n\n{text}", encoding="utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    (pdf,) = build(order).paths
    lines = [line for line in lines_by_page(pdf)[0] if not line.furniture and line.size < 12]
    assert len(lines) == 3
    assert lines[0].text.endswith(("_", "::", "/"))
    assert "wbr" not in "".join(line.text for line in lines)


def test_no_paragraph_ends_with_half_a_word(tmp_path: Path) -> None:
    paragraphs = [f"{lead}, by way of representations." for lead in LEADS]
    (tmp_path / "a.md").write_text("# Title\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    (path,) = build(order).paths
    lines = [line for page in lines_by_page(path) for line in page if not line.furniture]
    ends = [line.text for line in lines if line.text.endswith(".")]
    assert len(ends) == len(LEADS)
    assert {end.split()[-1] for end in ends} == {"representations."}


@pytest.mark.parametrize("theme", ["broadsheet", "journal"])
def test_three_lines_running_end_in_a_hyphen_and_no_more(theme: str, tmp_path: Path) -> None:
    pen = Pen(3, 0.4)
    text = "\n\n".join(pen.paragraph() for _ in range(90))
    (tmp_path / "a.md").write_text(f"---\ntitle: Quays\nlang: en\n---\n\n{text}\n", "utf-8")
    order = Order(
        sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",), theme=theme
    )
    (path,) = build(order).paths
    runs = [
        len(list(found))
        for part in Printed(Pdf(path)).parts
        for hyphenated, found in groupby(part.lines, key=lambda line: line.hyphenated)
        if hyphenated
    ]
    assert max(runs) == 3


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("en", "A harbour that nobody had wanted to see closed for the winter"),
        ("he", "הנמל שאיש לא רצה לראות סגור בחורף הארוך"),
    ],
)
@pytest.mark.parametrize("theme", ["broadsheet", "journal"])
def test_the_lines_of_a_headline_are_even(
    theme: str, language: str, headline: str, tmp_path: Path
) -> None:
    text = f"---\ntitle: {headline}\nlang: {language}\n---\n\n{headline}.\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    order = Order(
        sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",), theme=theme
    )
    (path,) = build(order).paths
    lines = lines_by_page(path)[0]
    largest = max(line.size for line in lines)
    widths = [line.right - line.left for line in lines if line.size == largest]
    assert len(widths) > 1
    assert min(widths) > 0.65 * max(widths)
    edge = "right" if language == "he" else "left"
    begins = [getattr(line, edge) for line in lines if line.size == largest]
    assert begins == pytest.approx([begins[0]] * len(begins), abs=2)


def test_notes_of_even_crossheads_take_no_more_room(tmp_path: Path) -> None:
    pen = Pen(1, 0.4)
    blocks = ["Here it begins."]
    for number in range(60):
        blocks.append(f"## {pen.paragraph()[:90]}[^{number}]")
        blocks += [pen.paragraph() for _ in range(1 + number % 3)]
        blocks.append(f"[^{number}]: {pen.paragraph()[: 40 + number * 5]}")
    (tmp_path / "a.md").write_text("# Title\n\n" + "\n\n".join(blocks) + "\n", "utf-8")
    command = [sys.executable, "-m", "tests.editions.evenness", str(tmp_path / "a.md")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    even, plain = done.stdout.splitlines()
    assert even.count("PageTarget") > 20
    assert even == plain
