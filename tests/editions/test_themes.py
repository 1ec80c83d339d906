"""Every theme's pages bear a compositor's eye, a validator's and a screen reader's."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from string import ascii_letters
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from markupsafe import Markup

from pressrun import themes
from pressrun.markup import for_print, tree
from pressrun.stylesheets import geometry
from tests.editions.commands import ROOT, SOURCE, press
from tests.editions.faults import THEMES, faults_in
from tests.editions.themed import printed
from tests.inspectors.pdf import Pdf
from tests.inspectors.pdf_glyphs import glyphs_by_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pressrun.preflight.finding import Validator
    from tests.editions.themed import Themed
    from tests.inspectors.pdf import Line


def test_no_page_of_the_sample_has_a_fault(themed: Themed) -> None:
    found = faults_in(themed.path, themed.theme)
    sys.stdout.write(f"{themed.theme}: {found.row}\n")
    assert found.grave == []
    assert found.lines > 40
    assert len(found.wide) <= 1  # so few lines have no share


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_of_the_projects_article_has_a_fault(theme: str, tmp_path: Path) -> None:
    found = faults_in(printed(SOURCE, tmp_path, theme), theme)
    assert found.grave == []
    assert len(found.wide) <= found.lines / 200


@pytest.mark.parametrize("name", ["veraPDF", "page-validation"])
def test_every_theme_is_pdf_a_3a_and_pdf_ua_1(
    themed: Themed, ready: Callable[[str], Validator], name: str
) -> None:
    assert ready(name).findings(themed.path) == ()


def test_every_theme_says_the_same_words_in_the_same_order(
    themed: Themed, tmp_path_factory: pytest.TempPathFactory
) -> None:
    known = tmp_path_factory.getbasetemp() / "words"
    words = signs(themed.pdf.tagged_words())
    if not known.exists():
        known.write_text(words, "utf-8")
    before = known.read_text("utf-8")
    assert Counter(words) == Counter(before)
    assert article(words) == article(before)


def signs(words: Iterable[str]) -> str:
    """Give letters without accents, which small capitals have not."""
    text = normalize("NFD", "".join(words).casefold())
    return "".join(char for char in text if char.isalpha())


def article(words: str) -> str:
    """Give the article that runs from left to right only: pdfium turns others as it likes."""
    return words[words.index("nobodyhascounted") : words.index("rightabouttheweather")]


def lines_of(themed: Themed) -> list[Line]:
    return [line for page in themed.pdf.lines for line in page]


def test_the_lines_of_a_manuscript_alone_are_numbered_by_fives(themed: Themed) -> None:
    page = geometry(themes.chosen(themed.theme, None, Path()))
    numbers = [
        line for line in lines_of(themed)
        if line.furniture and line.text.isdigit() and line.baseline > page.bottom
    ]  # fmt: skip
    if themed.theme != "manuscript":
        assert numbers == []
        return
    assert {int(line.text) % 5 for line in numbers} == {0}
    assert len(numbers) > 8
    beside = {round(line.baseline, 1) for line in lines_of(themed) if not line.furniture}
    assert {round(line.baseline, 1) for line in numbers} <= beside


def test_nothing_in_large_print_is_below_18_points(themed: Themed) -> None:
    if themed.theme == "large-print":
        lines = lines_of(themed)
        raised = {line.baseline for line in lines if line.text.isdigit()}
        assert [x.text for x in lines if x.size < 18 and x.baseline not in raised] == []


def test_a_reading_in_large_print_follows_its_word(themed: Themed) -> None:
    if themed.theme == "large-print":
        assert any("灯台（とうだい）" in line.text for line in lines_of(themed))


def entries_by_page(path: Path) -> list[int]:
    """Count the entries of the contents on each page that has any."""
    tags = [tag for root in Pdf(path).objects.structure for tag in root.walk()]
    found = [next(tag.contents()).page for tag in tags if tag.role == "TOCI"]
    return [*Counter(found).values()]


def test_no_entry_of_the_contents_is_alone_on_a_page(themed: Themed) -> None:
    counts = entries_by_page(themed.path)
    assert sum(counts) == 7
    assert min(counts) > 1


@pytest.mark.parametrize("before", range(11, 15))
def test_the_contents_end_with_two_entries_where_the_last_section_has_one(
    before: int, tmp_path: Path
) -> None:
    names = [f"article-{number}" for number in range(before + 1)]
    (tmp_path / "articles").mkdir()
    for name in names:
        text = f"---\ntitle: {name}\nstandfirst: What is in it.\n---\n\nThe sea.\n"
        (tmp_path / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
    parts = [("At home", names[:-1]), ("Abroad", names[-1:])]
    listed = "".join(
        f"  - {{title: {title}, articles: [{', '.join(inside)}]}}\n" for title, inside in parts
    )
    settings = f"title: The Harbour\nlang: en\nsections:\n{listed}"
    (tmp_path / "publication.yaml").write_text(settings, encoding="utf-8")
    counts = entries_by_page(printed(tmp_path, tmp_path / "out", "journal"))
    assert sum(counts) == before + 1
    assert len(counts) > 1
    assert min(counts) > 1


def test_a_pull_quote_and_a_named_table_leave_no_hole_and_are_told_in_their_place(
    tmp_path: Path,
) -> None:
    sentence = "The clerk counted all the boats that the harbour had kept since the storm. "
    quote = "::: pull-quote\nNobody reads them aloud.\n:::"
    rows = "| Quay | Boats |\n|---|---|\n" + "| North | 6 |\n" * 6
    article = tmp_path / "quays.md"
    late = 0
    for block, role in ((quote, "BlockQuote"), (f"{rows}\n: The quays", "Table")):
        for before in range(19, 25):
            words = f"{sentence * before}\n\n{block}\n\n{sentence * 40}"
            article.write_text(f"---\ntitle: Quays\n---\n\n{words}\n", encoding="utf-8")
            path = printed(article, tmp_path, "journal")
            pdf = Pdf(path)
            assert faults_in(path).grave == []
            tags = [tag for root in pdf.objects.structure for tag in root.walk()]
            place = [tag.role for tag in tags if tag.role in {"P", role}].index(role)
            assert place == [tag.role for tag in tags if tag.role in {"P", role}].index("P") + 1
            foot = min(line.baseline for line in pdf.body[0])
            page = geometry(themes.usual())
            assert foot < page.bottom + 3 * page.line
            late += next(next(tag.contents()).page for tag in tags if tag.role == role)
    assert late > 1


@pytest.mark.parametrize("theme", THEMES)
def test_words_of_a_wide_table_are_whole(theme: str, tmp_path: Path) -> None:
    row = "| `&=` | `harbour &= expression` | Bitwise conjunction and assignment | `BitAndAssign` |"
    head = "| Operator | Example | Explanation | Overloadable |\n|---|---|---|---|"
    article = tmp_path / "table.md"
    words = "The clerk counted all the boats that the harbour had kept since the storm. " * 9
    text = f"---\ntitle: A table\n---\n\n{words}\n\n{head}\n{row}\n{row}\n"
    article.write_text(text, encoding="utf-8")
    path = printed(article, tmp_path, theme)
    found = {word for page in Pdf(path).words_by_page() for word in page}
    words = "Operator Example Explanation Overloadable &= expression conjunction BitAndAssign"
    assert {*words.split()} <= found
    assert faults_in(path, theme).grave == []


def test_a_table_without_room_in_a_column_is_as_wide_as_the_page(tmp_path: Path) -> None:
    words = "The clerk counted all the boats that the harbour had kept since the storm. " * 40
    row = "| `&=` | `harbour &= expression` | Bitwise conjunction and assignment | `BitAndAssign` |"
    head = "| Operator | Example | Explanation | Overloadable |\n|---|---|---|---|"
    rows = f"{row}\n" * 90
    article = tmp_path / "table.md"
    text = f"---\ntitle: A table\n---\n\n{words}\n\n{head}\n{rows}\n{words}\n\n{words}\n"
    article.write_text(text, encoding="utf-8")
    path = printed(article, tmp_path, "broadsheet")
    pdf = Pdf(path)
    page = geometry(themes.chosen("broadsheet", None, Path()))
    cells = [line for shown in pdf.lines for line in shown if "BitAndAssign" in line.text]
    assert len({line.page for line in cells}) > 1
    assert min(line.right for line in cells) > page.inner + page.column
    assert faults_in(path, "broadsheet").grave == []
    assert [tag.role for root in pdf.objects.structure for tag in root.walk()].count("Table") == 1


def test_a_broadsheets_columns_are_read_one_after_the_other(themed: Themed) -> None:
    if themed.theme == "broadsheet":
        lefts = {round(line.left) for line in lines_of(themed) if not line.furniture}
        assert [left for left in lefts if left > themed.pdf.objects.boxes[0]["MediaBox"][2] / 2]


def test_a_broadsheets_first_letter_is_three_lines_high_and_told_with_its_word(
    themed: Themed,
) -> None:
    tags = [tag for root in themed.pdf.objects.structure for tag in root.walk()]
    words = [tag for tag in tags if tag.actual_text]
    if themed.theme != "broadsheet":
        assert words == []
        return
    assert [word.actual_text for word in words] == ["Whitby", "Πειραιάς", "Архангельск"]
    page = geometry(themes.chosen(themed.theme, None, Path()))
    told = {(content.page, content.mcid) for content in words[0].contents()}
    found = [g for shown in glyphs_by_page(themed.path) for g in shown if (g.page, g.mcid) in told]
    letter, rest = found[0], found[1]
    assert "".join(glyph.character for glyph in found).strip() == "Whitby"
    assert letter.baseline == pytest.approx(rest.baseline - 2 * page.line, abs=0.1)
    assert letter.size * 0.67 == pytest.approx(2 * page.line + page.text * 0.67, abs=0.1)


def test_latin_letters_are_set_in_the_themes_own_faces(themed: Themed) -> None:
    letters = [
        g for page in glyphs_by_page(themed.path) for g in page if g.character in ascii_letters
    ]
    assert len(letters) > 1000
    foreign = {(g.font, g.character, g.page) for g in letters if "Source" not in g.font}
    assert foreign == set()


@pytest.mark.parametrize(
    ("opening", "word"),
    [
        ("The sea", "The"),
        ("<span class='lead-in'>L’île et</span> la mer", "L’île"),
        ("“The sea”", None),
        ("3 boats", None),
        ("البحر", None),
    ],
)
def test_an_initial_is_a_capital_of_a_paragraph_that_is_long_enough(
    opening: str, word: str | None
) -> None:
    def parted(words: str) -> tuple[str | None, str]:
        body = Markup('<p class="opening">{}{}</p>').format(Markup(opening), words)  # noqa: S704
        found = tree.parse(for_print(body, (), initial=True))
        letter = found.find("p/span[@class='initial']")
        whole = None if letter is None else letter.get("data-word")
        assert letter is None or letter.text == str(whole)[0]
        return whole, "".join(found.itertext())

    plain = tree.parse(opening).text_content()
    assert parted(" and") == (None, f"{plain} and")
    assert parted(" and more" * 40) == (word, plain + " and more" * 40)


def test_a_theme_of_ones_own_is_a_copied_folder(tmp_path: Path) -> None:
    source, ours = tmp_path / "source", tmp_path / "source" / "themes" / "ours"
    ours.mkdir(parents=True)
    for sheet in (ROOT / "styles" / "themes" / "broadsheet").iterdir():
        text = sheet.read_text("utf-8").replace("--page: A4", "--page: 100x150mm")
        (ours / sheet.name).write_text(text, "utf-8")
    (source / "tide.md").write_text("---\ntitle: Tide\ntheme: ours\n---\n\nThe sea.\n", "utf-8")
    box = Pdf(printed(source, tmp_path / "out", "ours")).objects.boxes[0]["MediaBox"]
    assert [round(side / 72 * 25.4) for side in box[2:]] == [100, 150]


def test_a_rule_that_nobody_knows_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    source, ours = tmp_path / "source", tmp_path / "source" / "themes" / "ours"
    ours.mkdir(parents=True)
    (ours / "tokens.css").write_text(":root {\n}\n", "utf-8")
    (ours / "theme.css").write_text("p {\n  colour: red;\n}\n", "utf-8")
    (source / "tide.md").write_text("---\ntitle: Tide\ntheme: ours\n---\n\nThe sea.\n", "utf-8")
    ran = press(source, "-o", tmp_path / "out", "-f", "pdf")
    assert ran.code == 1
    assert f"{ours / 'theme.css'}:2: the layout is at fault" in ran.err
    assert "colour" in ran.err
