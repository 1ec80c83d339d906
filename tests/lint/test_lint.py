"""Each kind of finding is found where it is, and nothing is found where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from pressrun.errors import PressError
from pressrun.lint import RULES, faults, lint
from pressrun.manuscript import gather
from tests.lint.cases import CASES, SILENT, Case

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.preflight.finding import Finding

FAINT = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">'
    '<rect width="900" height="600" fill="#fff"/><text y="40" fill="#bbb">The bay</text></svg>'
)
# In large print 42 signs stand on a line, of 18 points as its text; 52 of 0.8 em would.
LONG = "a line of code has 43 signs; the printed line has 42"
# In points across, on a page whose column has 4.5 inches.
PICTURES = {"fine.png": 1500, "soft.png": 1000, "coarse.png": 300, "photo.jpg": 1500}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with pictures, and a theme of which a measure is wrong."""
    folder = tmp_path_factory.mktemp("desk")
    for name, width in PICTURES.items():
        Image.new("RGB", (width, width // 2), (90, 120, 150)).save(folder / name)
    (folder / "faint.svg").write_text(FAINT, encoding="utf-8")
    (folder / "themes/odd").mkdir(parents=True)
    (folder / "themes/odd/tokens.css").write_text(":root {\n  --leading: wide;\n}\n", "utf-8")
    return folder


def found(folder: Path, article: str, settings: str | None = None) -> tuple[Finding, ...]:
    """Lint an article, or a publication of two where there are settings."""
    place = folder / "issue/articles" if settings else folder
    place.mkdir(parents=True, exist_ok=True)
    (place / "tide.md").write_text(article, encoding="utf-8")
    if settings:
        (place.parent / "publication.yaml").write_text(settings, encoding="utf-8")
        (place / "ebb.md").write_text(Case(number="", at="").article, encoding="utf-8")
    try:
        return lint(gather([place.parent if settings else place / "tide.md"]))
    except PressError as error:
        return faults(error)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_a_fault_is_found_in_its_line_with_a_remedy_and_nothing_else_is(
    desk: Path, case: Case
) -> None:
    (finding,) = (
        each for each in found(desk, case.article, case.settings) if each.number not in case.besides
    )
    text = finding.path.read_text("utf-8").splitlines()
    assert finding.number == case.number
    assert [n for n, line in enumerate(text, 1) if case.at in line][-1:] == [finding.line]
    assert finding.column is None or finding.column <= len(text[(finding.line or 0) - 1])
    assert finding.hint


def test_every_kind_of_finding_has_a_case() -> None:
    assert [case.number for case in CASES] == list(RULES)


@pytest.mark.parametrize(("theme", "told"), [("journal", []), ("large-print", [LONG])])
def test_a_line_of_code_is_measured_in_the_size_that_the_theme_gives_it(
    desk: Path, theme: str, told: list[str]
) -> None:
    case = Case(number="", at="", matter=f"theme: {theme}", text=f"```\n{'1' * 43}\n```")
    assert [finding.message for finding in found(desk, case.article)] == told


@pytest.mark.parametrize("name", SILENT)
def test_what_is_right_is_left_alone(desk: Path, name: str) -> None:
    language, text = SILENT[name]
    assert found(desk, Case(number="", at="", text=text, language=language).article) == ()


def test_a_number_has_a_sentence_why_it_matters_and_one_that_mends_it() -> None:
    for number, rule in RULES.items():
        assert number == rule.number
        assert not rule.title.endswith("."), number
        for sentence in (rule.why, rule.remedy):
            assert sentence.lstrip("“")[0].isupper(), number
            assert sentence.endswith("."), number
