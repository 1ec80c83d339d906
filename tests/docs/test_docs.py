"""The documentation is true: what it says of the code, its links, and what commands answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from pressrun.starting import start
from tests.docs import gallery
from tests.docs.pages import ROOT, File, fits, run, steps
from tests.docs.reference import DOCS, written

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted(path for path in DOCS.rglob("*.md") if path.name != "reference.md")
TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *PAGES]
# Commands that need more than a folder; where else they are run.
ELSEWHERE = {
    "pressrun preview --open": "tests/docs/test_newcomer.py",
    "pressrun check": "tests/docs/test_newcomer.py",
    "pressrun --check": "tests/editions/test_validators.py",
}
OF_OTHERS = {"--citeproc"}
# A page that goes on where another ended begins with that.
BEGINNING = "---\ntitle: Ebb\nlang: en\n---\n\nThe sea keeps its own accounts.\n"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_reference_and_the_schemas_are_what_the_code_says() -> None:
    stale = [name_of(path) for path, text in written().items() if path.read_text("utf-8") != text]
    assert stale == [], "run `make reference`"


def test_the_gallery_shows_all_that_is_drawn_and_stays_small() -> None:
    assert gallery.PAGE.read_text("utf-8") == gallery.page(), "run `make gallery`"
    files = list(gallery.FOLDER.iterdir())
    assert {f"gallery/{file.name}" for file in files} == set(
        re.findall(r"\((gallery/[^)]+)\)", gallery.page())
    )
    assert sum(file.stat().st_size for file in files) < 1_000_000


def publication(folder: Path) -> None:
    """Write what the pages speak of: a review of one article, and the figure of a new one."""
    start(folder)
    settings = "title: The Harbour Review\nlang: en\n"
    (folder / "source/publication.yaml").write_text(settings, "utf-8")
    (folder / "source/articles/first-light.md").write_text(BEGINNING, "utf-8")
    figures = folder / "figures"
    figures.mkdir()
    drawing = (folder / "source/figures/lighthouse.svg").read_bytes()
    (figures / "lighthouse.svg").write_bytes(drawing)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of libraries; users see none
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_a_page_answers_as_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if page.name != "tutorial.md":
        publication(tmp_path)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path
    for step in steps(page.read_text("utf-8")):
        if isinstance(step, File):
            (folder / step.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.path).write_text(step.text, "utf-8")
        elif step.line.startswith("cd "):
            folder /= step.line.removeprefix("cd ")
            monkeypatch.chdir(folder)
        elif step.line not in ELSEWHERE:
            answer = run(step.line, folder)
            told = f"{step.line}\n{answer.text}"
            assert step.answer is None or fits(step.answer, answer.text), told
            assert answer.code == 0 or step.answer, told


@pytest.mark.parametrize("page", TEXTS, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for address in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)):
        if re.match(r"https?:", address):
            continue
        file, _, anchor = address.partition("#")
        target = (page.parent / unquote(file)).resolve() if file else page
        assert target.exists(), address
        if anchor:
            assert anchor in anchors(target), address


def anchors(page: Path) -> set[str]:
    """Name the headings of a page as GitHub does."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def test_no_page_is_left_out_of_the_index() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"README.md"}
    assert {page for page in pages if f"]({page}" not in index} == set()


def test_every_command_with_an_option_that_is_spoken_of_is_one() -> None:
    """Find options that pages name in passing and the press does not have."""
    reference = (DOCS / "reference.md").read_text("utf-8")
    known = set(re.findall(r"--[a-z][a-z-]+", reference)) | {"--help"}
    for page in TEXTS[:1] + PAGES:
        tables_and_sheets = r"^\|.*\|$|^```(?:css|jinja|html|sh|yaml|dockerfile).*?^```$"
        text = re.sub(
            tables_and_sheets, "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        spoken = {o for o in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text) if o not in OF_OTHERS}
        assert spoken <= known, name_of(page)
