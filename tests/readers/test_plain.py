"""What the plain-text reader promises of every text, and of the article that started it."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressrun.errors import ManuscriptError
from pressrun.model import Manuscript
from pressrun.readers.plain import read
from tests.score_pasted import SHARED, blocks, words_lost

PASTE = Path("paste.txt")
ARTICLE = SHARED / "article"
EXAMPLES = int(os.environ.get("PRESSRUN_FUZZ", "150"))
# Fragments that wake the rules, so that random texts are more than random letters.
FRAGMENTS = st.sampled_from(
    (
        "By Ana Ruiz and Tomas Lind",
        "Von Jana Vogt, Redakteurin",
        "Photo: Reuters",
        "Updated Oct 13, 2015",
        "BEIRUT (Reuters) — The bridge will close on Monday, the port authority said on Friday.",
        "Advertisement",
        "Read more:",
        "Share",
        "Associated PressApril 28, 2023 GMT",
        "1. First",
        "2. Second",
        "- one",
        "> said",
        "AP and agencies",
        "Related topics",
        "March 7, 20253 years",
        "©",
        "(AP)",
        "—",
        "   indented",
        "\u3000\u8bb0\u8005 \u674e\u660e",
        "\ufeff",
        "a\u00adb\u00a0c",
        "e\u0301te\u0301",
        "\r",
        "\x00",
        "\u2028",
    )
)
LINES = st.one_of(FRAGMENTS, st.text(max_size=100), st.just(""))
TEXTS = st.one_of(st.text(), st.lists(LINES, max_size=30).map("\n".join))


def understood(text: str) -> Manuscript:
    """Read `text` as a paste."""
    return read(text.encode("utf-8", "surrogatepass"), PASTE)


@given(TEXTS.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_word_of_any_text_is_in_a_field_in_the_body_or_dropped(text: str) -> None:
    assert not words_lost(text, understood(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_each_encoding_that_marks_itself(encoding: str) -> None:
    manuscript = read("Élan vital\r\n\r\nUn café.\r\n".encode(encoding), PASTE)
    assert manuscript.headline == "Élan vital"
    assert '<p data-line="3">Un café.</p>' in manuscript.body


def test_bytes_that_are_no_text_are_an_error_with_path_line_and_hint() -> None:
    with pytest.raises(ManuscriptError) as caught:
        read("Headline\n\nCaf\xe9\n".encode("latin-1"), PASTE)
    assert (caught.value.path, caught.value.line) == (PASTE, 3)
    assert "UTF-8" in str(caught.value.hint)


def test_an_empty_paste_is_an_empty_manuscript() -> None:
    assert understood(" \n\ufeff\n") == Manuscript(path=PASTE)


def test_spaces_are_made_single_and_letters_composed() -> None:
    manuscript = understood("E\u0301te\u0301\u00a0 en  ville")
    assert manuscript.headline == "Été en ville"


def test_the_signs_of_markup_are_escaped_in_the_body() -> None:
    manuscript = understood(
        "Headline\n\nAT&T said that 1 < 2 </p> and nothing else of any interest."
    )
    assert "AT&amp;T said that 1 &lt; 2 &lt;/p&gt;" in manuscript.body


def test_what_was_dropped_is_told_in_the_order_of_the_lines() -> None:
    manuscript = understood(
        "Share\nHeadline of it\n\nBy Ana Ruiz\n\nOne sentence is here.\n\nShare\nTweet"
    )
    lines = [dropped.line for dropped in manuscript.dropped]
    assert len(lines) >= 3
    assert lines == sorted(lines)


@pytest.fixture(scope="module")
def article() -> Manuscript:
    """Read the paste that issue 2 names."""
    if not ARTICLE.is_dir():
        pytest.skip("the shared folder is not beside the checkout")
    path = next(ARTICLE.glob("*.txt"))
    return read(path.read_bytes(), path)


def test_the_articles_headline_and_standfirst_are_understood(article: Manuscript) -> None:
    assert str(article.headline).startswith("Russia says it 'wants")
    assert [text[:24] for text in article.standfirst] == ["Kremlin spokesman says R"]


def test_the_articles_updated_line_is_a_date_of_change_alone(article: Manuscript) -> None:
    assert article.updated == datetime.date(2015, 10, 13)
    assert article.date is None


def test_the_article_has_one_credit_and_one_caption(article: Manuscript) -> None:
    kinds = [(kind, text) for kind, text in blocks(article) if kind in {"credit", "caption"}]
    assert kinds[0] == ("credit", "Photo by: Reuters")
    assert kinds[1][0] == "caption"
    assert kinds[1][1].endswith("Syria October 8, 2015")
    assert len(kinds) == 2


def test_the_articles_doubled_credit_is_reported(article: Manuscript) -> None:
    assert ("Photo by: Reuters", "repeats line 5") in [(d.text, d.why) for d in article.dropped]


def test_all_paragraphs_of_the_article_are_there_in_order(article: Manuscript) -> None:
    paragraphs = [text for kind, text in blocks(article) if kind == "p"]
    given = [" ".join(x.split()) for x in article.path.read_text("utf-8").split("\n\n")]
    assert paragraphs == [text for text in given if text in set(paragraphs)]
    assert len(paragraphs) == 14


def test_the_articles_source_and_language_are_understood(article: Manuscript) -> None:
    assert article.source == "TRTWorld and agencies"
    assert article.language == "en"
