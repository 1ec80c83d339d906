"""Templates and sheets of a folder that somebody trusts stand in for ours; nothing else does."""

from __future__ import annotations

import re
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pressrun
from pressrun import resources
from pressrun.ejecting import eject
from pressrun.epub_edition import epub_editions
from pressrun.errors import PressError
from pressrun.manuscript import gather
from pressrun.overriding import overriding, renew
from pressrun.print_edition import print_design, print_parts
from tests.editions.commands import press
from tests.inspectors.epub import Epub

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path("tests/sample/source")
ARTICLE = "templates/shared/article.html.jinja"
EPUB_SHEET = "styles/epub.css"
PRINT_SHEET = "styles/print.css"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Write a publication of one article."""
    folder = tmp_path / "source"
    (folder / "articles").mkdir(parents=True)
    (folder / "publication.yaml").write_text("title: Tide tables\nlang: en\n", "utf-8")
    text = "---\ntitle: Ebb\nbyline: Ada Tidewell\n---\n\nThe sea keeps its own accounts.\n"
    (folder / "articles" / "ebb.md").write_text(text, "utf-8")
    return folder


def changed(name: str, folder: Path, change: Callable[[str], str]) -> Path:
    """Eject a file, unless it is there, and change it."""
    path = folder / name
    if not path.exists():
        eject([name], folder)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return path


def article_of(epub: Path | None) -> str:
    assert epub
    with Epub(epub) as book:
        return book.content("ebb.xhtml").decode()


def fault_of(source: Path, formats: str = "epub") -> PressError:
    out = source.parent / "out"
    with pytest.raises(PressError) as raised:
        pressrun.build(source, out, formats=[formats], overrides=source, jobs=1)
    assert not out.exists()
    error = raised.value
    if isinstance(error, pressrun.Complaints):
        (error,) = error.errors
    return error


def test_files_beside_publication_yaml_are_left_alone_and_that_is_told(source: Path) -> None:
    changed(ARTICLE, source, lambda text: text.replace("{{ headline }}", "Pirates!"))
    ran = press(source, "-f", "epub", "-o", "out", folder=source.parent)
    told = f"{source / ARTICLE} is left alone; --overrides {source} lets it stand in for ours\n"
    assert (ran.code, ran.err) == (0, told)
    assert "Pirates!" not in article_of(source.parent / ran.paths[0])


def test_they_stand_in_where_the_command_line_says_so_in_both_editions(source: Path) -> None:
    changed(ARTICLE, source, lambda text: text.replace("{{ byline }}", "{{ byline }}, at sea"))
    changed(EPUB_SHEET, source, lambda text: text + "\n.byline { letter-spacing: 0.3em; }\n")
    changed(PRINT_SHEET, source, lambda text: text + "\n.byline { letter-spacing: 0.3em; }\n")
    ran = press(
        source, "-o", "out", "--overrides", source, "--print-standard", "plain",
        folder=source.parent,
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    with Epub(source.parent / ran.paths[0]) as book:
        assert "By Ada Tidewell, at sea" in book.content("ebb.xhtml").decode()
        assert "letter-spacing: 0.3em" in book.content("styles.css").decode()


def test_a_build_that_is_kept_is_not_taken_for_one_with_other_overrides(source: Path) -> None:
    built = [pressrun.build(source, source.parent / "a", formats=["epub"]).epub]
    house = source.parent / "house"
    for old, new in (("{{ headline }}", "Flood"), ("Flood", "Slack")):
        changed(ARTICLE, house, methodcaller("replace", old, new))
        out = source.parent / new
        built.append(pressrun.build(source, out, formats=["epub"], overrides=house).epub)
    found = [re.search(r"<h1[^>]*>([^<]*)", article_of(epub)) for epub in built]
    assert [match and match[1] for match in found] == ["Ebb", "Flood", "Slack"]


def test_a_template_may_bring_a_partial_of_its_own(source: Path) -> None:
    partial = source / "templates" / "shared" / "tide.html.jinja"
    changed(ARTICLE, source, lambda t: '{% include "shared/tide.html.jinja" %}\n' + t)
    partial.write_text("<p>High water {{ article.slug.upper() }}</p>\n", "utf-8")
    built = pressrun.build(source, source.parent / "out", formats=["epub"], overrides=source)
    assert "High water EBB" in article_of(built.epub)


@pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")  # ziamath 0.13
def test_every_file_ejected_and_unchanged_makes_the_same_of_all_that_there_is(
    tmp_path: Path,
) -> None:
    eject(resources.names(), tmp_path)
    publication = gather([SAMPLE]).publication

    def everything() -> tuple[object, ...]:
        parts = print_parts(publication)
        # Where a sheet lies is said in the whole, for messages.
        sheet = re.sub(r"/\* From .*", "", print_design(publication).stylesheet)
        return epub_editions(publication, (), lambda: b"cover", ["epub"]), parts, sheet

    ours = everything()
    with overriding(tmp_path):
        assert [path for path, _ in resources.overrides().files] == sorted(
            resources.names(), key=lambda name: (name[0] == "s", name)
        )
        assert everything() == ours


@pytest.mark.parametrize(
    ("given", "fault", "hint"),
    [
        ("{{ hedline }}", "'hedline' is undefined", "did you mean “headline”?"),
        ("{{ headline", "unexpected '/'", "Jinja’s own words"),
        ("{{ article.date.year }}", "'None' has no attribute 'year'", "it is given article, body"),
        ("{{ 1 / 0 }}", "division by zero", "it is given"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "this calls itself", "let it end"),
        ('{% include "shared/artcle.html.jinja" %}', "there is no template", "did you mean"),
        ("{% include article.slug %}", "there is no template “ebb”", "put it into templates/"),
        (f'{{% include "{ARTICLE[10:]}" %}}', "templates that include one another", "take one"),
        ("{{ article.path.read_text() }}", "is not safely callable", "a template may loop"),
        ("{{ article.path.open }}{{ article.path.parent.iterdir() }}", "not safely", "a template"),
        ("{{ article.__class__ }}", "access to attribute '__class__'", "a template may loop"),
        ("{{ ''.join.__self__.__class__ }}", "access to attribute", "a template may loop"),
        ("{{ '{0.__class__}'.format(article) }}", "access to attribute", "a template may loop"),
        ("{{ lipsum() }}", "'lipsum' is undefined", "it is given"),
        ("{{ 'ab'|random }}", "No filter named 'random'", "Jinja’s own words"),
        ("<b>\n</i>", "the page is not well formed", "close each element"),
    ],
)
def test_a_template_at_fault_is_told_with_its_line_and_a_remedy(
    source: Path, given: str, fault: str, hint: str
) -> None:
    path = changed(ARTICLE, source, lambda text: text.replace("{{ headline }}", given, 1))
    error = fault_of(source)
    assert (error.path, fault in error.message) == (path, True), error
    assert hint in (error.hint or ""), error
    assert error.line == 6 + given.count("\n")


def test_a_circle_through_several_templates_is_told_where_ours_is_left(source: Path) -> None:
    path = changed(ARTICLE, source, lambda t: t + '{% include "epub/article.xhtml.jinja" %}\n')
    other = changed(
        "templates/epub/document.xhtml.jinja", source,
        lambda t: t + f'{{% include "{ARTICLE[10:]}" %}}\n',
    )  # fmt: skip
    error = fault_of(source)
    assert "include one another" in error.message
    assert error.path in {path, other}
    assert error.line


@pytest.mark.parametrize(
    ("name", "rule", "fault"),
    [
        (EPUB_SHEET, ".kicker { color: var(--acent); }", "no token “--acent” is defined"),
        (EPUB_SHEET, "@import 'more.css';", "“@import” is no rule of an EPUB’s sheet"),
        (EPUB_SHEET, "p { color: red; }", "“color” is the reader’s own to choose"),
        (EPUB_SHEET, ".kicker { width: calc(1em + 2px); }", "“width” has “calc()”"),
        (EPUB_SHEET, ".kicker { .x { top: 0 } }", "stands within a rule"),
        (EPUB_SHEET, ".kicker { width }", "this is not CSS"),
        ("styles/tokens.css", "@media print { p { top: 0 } }", "“@media” is no rule"),
        (PRINT_SHEET, ".kicker { background: url(file:///etc/passwd); }", "names another file"),
        ("styles/themes/journal/tokens.css", '@import "x";', "names another file"),
        ("styles/themes/journal/tokens.css", ":root { --leading: wide; }", "is no number"),
    ],
)
def test_a_sheet_at_fault_is_told_with_its_file_and_line(
    source: Path, name: str, rule: str, fault: str
) -> None:
    path = changed(name, source, lambda text: f"{text}\n{rule}\n")
    error = fault_of(source, "epub" if "themes" not in name and name != PRINT_SHEET else "pdf")
    lines = path.read_text("utf-8").split("\n")
    assert (error.path, fault in error.message) == (path, True), error
    assert error.hint
    if "is no number" not in fault:
        assert error.line == lines.index(rule) + 1


def test_a_file_that_stands_in_for_none_is_refused(source: Path) -> None:
    stray = source / "styles" / "prnt.css"
    stray.parent.mkdir()
    stray.write_text("p { margin: 0; }", "utf-8")
    error = fault_of(source)
    assert (error.path, error.hint) == (stray, "did you mean “styles/print.css”?")
    stray.unlink()
    lost = source / "templates" / "shared" / "artcle.html.jinja"
    lost.parent.mkdir(parents=True)
    lost.write_text("{# Context: article #}\n", "utf-8")
    assert fault_of(source).message == "no template uses this"


def test_a_folder_without_overrides_and_none_at_all_are_wrong_usage(source: Path) -> None:
    assert fault_of(source).message == f"“{source}” overrides nothing"
    with (
        pytest.raises(pressrun.PressError, match="there is no folder"),
        overriding(source / "nowhere"),
    ):
        pass


def test_eject_lists_copies_and_writes_nothing_over(source: Path, tmp_path: Path) -> None:
    listed = press("eject", folder=tmp_path)
    assert listed.out.split() == list(resources.names())
    assert ARTICLE in listed.out
    copied = press("eject", "print.css", "epub/nav.xhtml.jinja", folder=tmp_path)
    assert copied.out.split() == [
        "source/styles/print.css",
        "source/templates/epub/nav.xhtml.jinja",
    ]
    assert (source / "styles/print.css").read_bytes() == Path("styles/print.css").read_bytes()
    (source / "styles/print.css").write_text("p { margin: 0; }", "utf-8")
    again = press("eject", "print.css", "shared.css", folder=tmp_path)
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("source/styles/print.css: is there already, and differs\nhint: ")
    assert not (source / "styles/shared.css").exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "prnt.css",
            "there is no file “prnt.css” to eject\nhint: did you mean “styles/print.css”?",
        ),
        (
            "theme.css",
            "“theme.css” may be several\nhint: one of styles/themes/broadsheet/theme.css",
        ),
        ("../pressrun/cli.py", "there is no file “../pressrun/cli.py” to eject"),
    ],
)
def test_eject_knows_a_slip_and_leads_nowhere_else(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(PressError) as raised:
        eject([name], tmp_path)
    assert str(raised.value).startswith(told)
    assert list(tmp_path.iterdir()) == []


def test_a_preview_reads_them_anew_and_keeps_the_last_sound_ones(source: Path) -> None:
    changed(EPUB_SHEET, source, lambda text: text + "\n.byline { letter-spacing: 0.3em; }\n")
    with overriding(None):
        renew(source)
        before = resources.overrides()
        assert before.named(EPUB_SHEET)
        changed(EPUB_SHEET, source, lambda text: text + "\n@import 'more.css';\n")
        with pytest.raises(pressrun.Complaints, match="“@import” is no rule"):
            renew(source)
        assert resources.overrides() is before
        changed(EPUB_SHEET, source, lambda text: text.replace("@import 'more.css';", ""))
        renew(source)
        assert resources.overrides() != before
    assert resources.overrides().files == ()


def test_a_check_judges_what_the_overrides_make(source: Path) -> None:
    assert press("check", "--manuscripts", source, folder=source.parent).code == 0
    changed(ARTICLE, source, lambda text: text.replace("{{ headline }}", "{{ hedline }}"))
    ran = press("check", source, "--overrides", source, folder=source.parent)
    assert (ran.code, "'hedline' is undefined" in ran.out + ran.err) == (1, True)
