"""What is put in WeasyPrint's places has its place there, and shortcuts change nothing."""

from __future__ import annotations

import ctypes.util
import importlib.resources
import json
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pressrun import letting_go, page_numbers, shortcuts, substitutes
from pressrun.manuscript import gather
from pressrun.print_edition import borrowed_fonts, print_design, print_parts
from tests.editions import random_texts
from tests.editions.commands import PATIENCE, ROOT
from tests.editions.prose import write_issue

if TYPE_CHECKING:
    from pathlib import Path

EVERY = (
    *substitutes.ADDITIONS,
    *substitutes.BOTH_WAYS,
    *page_numbers.BARE,
    *letting_go.noting([]),
    *shortcuts.SHORTCUTS,
    *page_numbers.telling_pages({}, 1, {}),
    page_numbers.beginning_at(1, right=True),
    page_numbers.counted_from(0),
)


# Words that are long, joined, quoted, or of several alphabets: where a line ends is a near thing.
HARD = {
    "de": "Die „Donaudampfschifffahrtsgesellschaft“ – keine Auflage/Ausgabe – affige Stoffe",
    "el": "Η διεθνής συνεννόηση (σήμερα) και η ανεξαρτητοποίηση της εφημερίδας",
    "en": "WATT VOW, To: V. “Yes” don’t well-known and/or “q,” state-of-the-art *office* `c` 1.2…",
    "tr": "naßő½ky ‘Γ ‑ßvp7 £\u00a0 A- U[ ñåæw’-qifk lßVocè “Γβν» упвр №5 κ u »ξ",
    "fr": "L’anticonstitutionnellement aujourd’hui, c’est-à-dire « vingt-quatre » arrondissements",
    "ru": "Правительство — «международное» переосвидетельствование во-первых שלום и 日本語",
}


def write_hard_texts(folder: Path) -> None:
    """Write an article in each language, whose lines all begin elsewhere."""
    (folder / "articles").mkdir(parents=True)
    for language, text in HARD.items():
        words = text.split(" ")
        turned = (" ".join((words[n:] + words[:n]) * 6) for n in range(len(words)))
        head = f"---\ntitle: {words[-1]}\nlang: {language}\n---\n\n"
        path = folder / "articles" / f"{language}.md"
        path.write_text(head + "\n\n".join(turned), encoding="utf-8")
    listed = "".join(f"  - {language}\n" for language in HARD)
    settings = f"title: Near things\nlang: en\narticles:\n{listed}"
    (folder / "publication.yaml").write_text(settings, encoding="utf-8")


@pytest.fixture(
    scope="module", params=["an issue", "hard texts", "hard texts in columns", "random texts"]
)
def answer(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, Any]:
    """Print articles with shortcuts and without, in a process of its own."""
    folder: Path = tmp_path_factory.mktemp("shortcuts") / "source"
    if request.param == "an issue":
        write_issue(folder, paragraphs=8)
    elif request.param == "random texts":
        random_texts.write(folder, seed=8)
    else:
        write_hard_texts(folder)
    theme = "broadsheet" if request.param.endswith("in columns") else None
    publication = gather((folder,), theme=theme).publication
    design = print_design(publication, loan=borrowed_fonts(publication))
    work = design, print_parts(publication)
    done = subprocess.run(
        [sys.executable, "-m", "tests.editions.shortcuts"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        input=pickle.dumps(work),
        timeout=PATIENCE,
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_shortcuts_change_no_byte_of_the_pdf_and_no_page(answer: dict[str, Any]) -> None:
    assert answer["quick"] == answer["slow"]


def test_with_shortcuts_pango_sets_fewer_lines(
    answer: dict[str, Any],
) -> None:
    seldom, often = answer["asked"]
    assert 0 < seldom < 0.7 * often


HELD = ("Box", "Context", "Dictionary", "Font", "Image", "Style")


def test_nothing_that_is_large_waits_for_the_garbage_collector(answer: dict[str, Any]) -> None:
    held = [kind for kind in answer["left"] if kind.endswith(HELD)]
    assert not held


def test_the_installed_weasyprint_is_the_one_that_they_were_made_for(
    answer: dict[str, Any],
) -> None:
    assert answer["version"] == substitutes.VERSION


def test_each_place_is_there_in_the_installed_weasyprint(answer: dict[str, Any]) -> None:
    assert answer["places"] == {each.place: True for each in EVERY}


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.place)
def test_each_says_why_and_where_upstream_it_would_end(each: substitutes.Substitute) -> None:
    assert each.why.endswith(".")
    assert each.address.startswith("https://")


def test_importing_quickly_leaves_no_trace_on_how_libraries_and_files_are_found() -> None:
    before, modules = (ctypes.util.find_library, importlib.resources.files), {*sys.modules}
    with substitutes.quick_import():
        assert {*substitutes.SELDOM} <= {*sys.modules}
    assert (ctypes.util.find_library, importlib.resources.files) == before
    assert {*sys.modules} == modules


def said_by(script: str) -> str:
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, check=True, cwd=ROOT, text=True).stdout


def test_of_the_sheets_that_come_with_weasyprint_those_unused_are_empty() -> None:
    script = (
        "from pressrun.layout import weasyprint\n"
        "html = weasyprint().html\n"
        "print(*(len(sheet) > 300 for sheet in (html.UA, html.UA_FORM, html.PH)))\n"
    )
    assert said_by(script) == "True False False\n"


def test_a_module_that_waits_is_imported_when_something_of_it_is_called() -> None:
    script = (
        "from pressrun.substitutes import quick_import\n"
        "import sys\n"
        "with quick_import():\n"
        "    from fontTools import subset\n"
        "assert 'fontTools.subset' not in sys.modules\n"
        "print(subset.Options(hinting=False).hinting)\n"
    )
    assert said_by(script) == "False\n"


def test_a_substitute_gives_its_place_back() -> None:
    class Owner:
        """Stands for a module."""

        @staticmethod
        def draw() -> str:
            return "theirs"

    package = Owner()
    package.owner = Owner  # type: ignore[attr-defined]
    ours = substitutes.Substitute(
        place="owner.draw", make=lambda _, draw: lambda: f"ours, not {draw()}", why="", address=""
    )
    with substitutes.in_place((ours,), package):
        assert Owner.draw() == "ours, not theirs"
    assert Owner.draw() == "theirs"
