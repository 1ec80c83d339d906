"""What `defaults` of publication.yaml say holds for articles that do not say otherwise.

Those of a section count more than the publication’s, and what an article says more than both.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from pressrun.errors import Complaints, PressError
from pressrun.lint import lint
from pressrun.manuscript import gather, regather

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """title: Issue
lang: en
articles: [tide, gale]
defaults:
  lang: de
  kicker: Essay
  author: Ada Tidewell
  date: 2026-04-30
  source: The Harbour Review
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Write an issue of two articles, of which one says all for itself."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "publication.yaml").write_text(SETTINGS)
    (tmp_path / "articles" / "tide.md").write_text("---\ntitle: Ebbe\n---\n\nDas Wasser geht.\n")
    own = "lang: en\nkicker: News\nbyline: [Tom Ebb]\ndate: 2026-05-01\nsource: Own"
    (tmp_path / "articles" / "gale.md").write_text(f"---\ntitle: Gale\n{own}\n---\n\nIt blew.\n")
    return tmp_path


def test_an_article_has_what_it_does_not_say_itself(source: Path) -> None:
    tide, _ = gather([source]).publication.articles
    assert (tide.language, tide.kicker, tide.byline) == ("de", "Essay", ("Ada Tidewell",))
    assert (tide.date, tide.source) == (datetime.date(2026, 4, 30), "The Harbour Review")


def test_an_article_keeps_what_it_says_itself(source: Path) -> None:
    _, gale = gather([source]).publication.articles
    assert (gale.language, gale.kicker, gale.byline) == ("en", "News", ("Tom Ebb",))
    assert (gale.date, gale.source) == (datetime.date(2026, 5, 1), "Own")


def test_the_publication_itself_has_none_of_it(source: Path) -> None:
    publication = gather([source]).publication
    assert publication.language == "en"
    assert [c.name for c in publication.contributors] == ["Ada Tidewell", "Tom Ebb"]


def test_an_article_that_is_read_anew_has_it_too(source: Path) -> None:
    anew = regather(gather([source]), source / "articles" / "tide.md")
    assert anew is not None
    assert anew.publication.articles == gather([source]).publication.articles


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("dat: 2026-01-01", "unknown field “dat”", "did you mean “date”?"),
        ("theme: journal", "“theme” is no default of articles",
         "it is said of the whole: write it at the left margin, outside of “defaults”"),
        ("publisher: Us", "“publisher” is no default of articles",
         "it is said of the whole: write it at the left margin, outside of “defaults”"),
        ("title: One", "“title” is no default of articles",
         "each article has its own: write it there"),
        ("updated: soon", "“soon” is not a date",
         "write “updated: 2015-10-13” (year, month, day)"),
        ("dir: up", "“up” is no direction",
         "write “ltr” (left to right) or “rtl” (right to left)"),
    ],
)  # fmt: skip
def test_what_is_wrong_among_them_is_told_at_its_own_line(
    source: Path, line: str, message: str, hint: str
) -> None:
    path = source / "publication.yaml"
    path.write_text(f"{SETTINGS}  {line}\n")
    with pytest.raises(Complaints) as raised:
        gather([source])
    (error,) = raised.value.errors
    assert (error.path, error.line) == (path, 10)
    assert (error.message, error.hint) == (message, hint)


def test_they_are_keys_and_no_line_of_text(source: Path) -> None:
    path = source / "publication.yaml"
    path.write_text(SETTINGS.partition("defaults")[0] + "defaults: German\n")
    with pytest.raises(PressError, match="“defaults” has keys of articles"):
        gather([source])


def test_a_finding_about_one_names_the_line_of_publication_yaml(source: Path) -> None:
    path = source / "publication.yaml"
    path.write_text(f"date: 2026-03-01\n{SETTINGS}")
    found = [f for f in lint(gather([source])) if f.number == "PR-502"]
    places = [(f.path, f.line) for f in found]
    assert places == [(path, 9), (source / "articles" / "gale.md", 6)]


BY_SECTION = """title: Issue
lang: en
defaults:
  kicker: Essay
  author: Ada Tidewell
  source: The Harbour Review
sections:
  - title: At home
    defaults:
      kicker: News
      byline: Tom Ebb
      lang: de
    articles: [tide, gale]
  - {title: Abroad, articles: [moor]}
"""


@pytest.fixture
def sections(source: Path) -> Path:
    """Write an issue of two sections, the first with defaults of its own."""
    (source / "publication.yaml").write_text(BY_SECTION)
    (source / "articles" / "gale.md").write_text("---\nkicker: Storm\n---\n# Sturm\n\nEs blies.\n")
    (source / "articles" / "moor.md").write_text("# Moor\n\nThe peat is brown.\n")
    return source


def test_what_a_section_says_counts_more_than_what_the_publication_says(sections: Path) -> None:
    tide, _, moor = gather([sections]).publication.articles
    assert (tide.language, tide.kicker, tide.byline) == ("de", "News", ("Tom Ebb",))
    assert (moor.language, moor.kicker, moor.byline) == ("en", "Essay", ("Ada Tidewell",))
    assert tide.source == moor.source == "The Harbour Review"


def test_what_an_article_says_counts_more_than_what_its_section_says(sections: Path) -> None:
    _, gale, _ = gather([sections]).publication.articles
    assert (gale.kicker, gale.byline) == ("Storm", ("Tom Ebb",))


def test_an_article_of_a_section_that_is_read_anew_has_it_too(sections: Path) -> None:
    anew = regather(gather([sections]), sections / "articles" / "tide.md")
    assert anew is not None
    assert anew.publication.articles == gather([sections]).publication.articles


def test_each_default_is_known_by_its_own_line(sections: Path) -> None:
    tide, _, moor = gather([sections]).manuscripts
    assert [(d.key, d.line) for d in tide.defaults] == [
        ("kicker", 10), ("byline", 11), ("lang", 12), ("source", 6),
    ]  # fmt: skip
    assert [(d.key, d.line) for d in moor.defaults] == [("kicker", 4), ("author", 5), ("source", 6)]


def test_what_is_wrong_in_a_section_is_told_at_its_own_line(sections: Path) -> None:
    path = sections / "publication.yaml"
    path.write_text(BY_SECTION.replace("      byline: Tom Ebb\n", "      theme: journal\n"))
    with pytest.raises(Complaints) as raised:
        gather([sections])
    assert [(e.line, e.message, e.hint) for e in raised.value.errors] == [
        (11, "“theme” is no default of articles",
         "it is said of the whole: write it at the left margin, outside of “defaults”"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("series: Reviews", "belongs-to-collection"), ("number: 7", "group-position"),
        ("ISBN: 978-0-306-40615-7", "identifier"), ("language: de", "lang"),
    ],
)  # fmt: skip
def test_a_word_of_newsrooms_for_a_key_is_told_the_key(source: Path, line: str, meant: str) -> None:
    (source / "publication.yaml").write_text(f"{line}\n{SETTINGS}")
    with pytest.raises(Complaints) as raised:
        gather([source])
    assert [e.hint for e in raised.value.errors] == [f"did you mean “{meant}”?"]
