"""A saved page gives its article, what the page says of it, and an account of everything else."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressrun import reading
from pressrun.errors import ManuscriptError, PressError
from pressrun.readers import read as read_file
from pressrun.readers.web import read
from tests.readers.word_specimens import picture

if TYPE_CHECKING:
    from pressrun.model import Manuscript

PROSE = (
    "The sea keeps its own accounts, and nobody who walks the wrack line after a spring gale,"
    " slowly and with eyes down, comes home without having read a few of them."
)
ARTICLE = "".join(f"<p>{PROSE}</p>" for _ in range(4))
PATH = Path("tide.html")


def page(
    body: str = ARTICLE, head: str = "<title>What the tide left</title>", lang: str = "en"
) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'.encode()
    )


def texts(manuscript: Manuscript) -> list[str]:
    return [text for _, text in reading.blocks(manuscript.body)]


def reason(manuscript: Manuscript, text: str) -> str:
    return next(d.why for d in manuscript.dropped if d.text == text)


def test_the_article_alone_is_the_body() -> None:
    found = read(
        page(f"<nav>Home World</nav><article>{ARTICLE}</article><footer>Imprint</footer>"), PATH
    )
    assert texts(found) == [PROSE] * 4


def test_what_stands_around_the_article_is_told_with_its_line_and_reason() -> None:
    body = f'<nav>Home</nav>\n<article>{ARTICLE}</article>\n<div id="comments">First!</div>'
    found = read(page(body), PATH)
    assert [(d.line, d.text, d.why) for d in found.dropped] == [
        (1, "Home", "the site’s navigation"),
        (3, "First!", "the readers’ comments"),
    ]


def test_hidden_text_is_no_part_of_the_article() -> None:
    found = read(page(f'<article>{ARTICLE}<p style="display: none">Secret.</p></article>'), PATH)
    assert texts(found) == [PROSE] * 4
    assert reason(found, "Secret.") == "hidden on the page"


def test_a_form_between_paragraphs_is_told_of() -> None:
    form = '<form class="newsletter-signup"><label>Your mail</label><input></form>'
    found = read(page(f"<article>{ARTICLE}{form}<p>{PROSE}</p></article>"), PATH)
    assert reason(found, "Your mail") == "an invitation to a newsletter"


def test_a_pointer_to_other_articles_goes_with_the_links_below_it() -> None:
    links = '<p>Read more:</p><p><a href="/x">Ten beaches to see this summer</a></p>'
    found = read(page(f"<article>{ARTICLE}{links}</article>"), PATH)
    assert texts(found) == [PROSE] * 4
    assert reason(found, "Ten beaches to see this summer") == "the headline of another article"


LINKED_DATA = """<script type="application/ld+json">{
  "@context": "https://schema.org", "@type": "NewsArticle", "headline": "What the tide left",
  "author": [{"@type": "Person", "name": "Ada Tidewell"}, {"name": "Mary Shoreham"}],
  "datePublished": "2026-04-30T23:30:00+02:00", "dateModified": "2026-05-02",
  "publisher": {"name": "The Harbour Review"}
}</script>"""
OPEN_GRAPH = """
<meta property="og:title" content="What the tide left">
<meta name="author" content="By Ada Tidewell and Mary Shoreham">
<meta property="article:published_time" content="2026-04-30T23:30:00+02:00">
<meta property="article:modified_time" content="2026-05-02T08:00:00Z">
<meta property="og:site_name" content="The Harbour Review">"""
DUBLIN_CORE = """
<meta name="DC.title" content="What the tide left">
<meta name="DC.creator" content="Ada Tidewell"><meta name="DC.creator" content="Mary Shoreham">
<meta name="DC.date.issued" content="2026-04-30">
<meta name="dcterms.modified" content="2026-05-02">
<meta name="application-name" content="The Harbour Review">"""


@pytest.mark.parametrize("head", [LINKED_DATA, OPEN_GRAPH, DUBLIN_CORE])
def test_what_the_page_says_of_itself_becomes_the_fields(head: str) -> None:
    found = read(page(head=f"<title>Another title altogether</title>{head}"), PATH)
    assert found.headline == "What the tide left"
    assert found.byline == ("Ada Tidewell", "Mary Shoreham")
    assert (found.date, found.updated) == (datetime.date(2026, 4, 30), datetime.date(2026, 5, 2))
    assert found.source == "The Harbour Review"


def test_microdata_give_the_date_where_the_head_gives_none() -> None:
    found = read(page(f'<article><time itemprop="datePublished" content="2026-04-30">'
                      f"spring</time>{ARTICLE}</article>"), PATH)  # fmt: skip
    assert found.date == datetime.date(2026, 4, 30)


def test_a_date_in_words_is_read_in_the_page_s_language() -> None:
    found = read(page(f'<p class="date">30. April 2026</p>{ARTICLE}', lang="de"), PATH)
    assert found.date == datetime.date(2026, 4, 30)


def test_json_that_is_none_leaves_the_other_metadata() -> None:
    author = '<meta name="author" content="Ada Tidewell">'
    broken = f'<script type="application/ld+json">{{"headline": </script>{author}'
    assert read(page(head=broken), PATH).byline == ("Ada Tidewell",)


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("What the tide left behind | The Harbour Review", "What the tide left behind"),
        ("What the tide left behind - The Harbour Review", "What the tide left behind"),
        ("Harbour: what the tide left behind", "what the tide left behind"),
        ("The tide", "The tide"),
    ],
)
def test_a_title_is_parted_from_the_name_of_its_site(title: str, headline: str) -> None:
    assert read(page(head=f"<title>{title}</title>"), PATH).headline == headline


def test_a_byline_is_read_from_the_page_where_its_metadata_name_nobody() -> None:
    found = read(page(f'<p class="byline">By Ada Tidewell</p>{ARTICLE}'), PATH)
    assert found.byline == ("Ada Tidewell",)
    assert reason(found, "By Ada Tidewell") == "understood as the byline"


def test_a_byline_without_a_name_of_its_own_is_read_from_the_line_above_the_text() -> None:
    found = read(page(f"<article><p>By Ada Tidewell</p>{ARTICLE}</article>"), PATH)
    assert found.byline == ("Ada Tidewell",)
    assert texts(found) == [PROSE] * 4


def test_a_page_without_a_title_is_called_by_its_heading() -> None:
    bare = f"<html><body><article><h1>The tide</h1>{ARTICLE}</article></body></html>"
    found = read(bare.encode(), PATH)
    assert found.headline == "The tide"
    assert texts(found) == [PROSE] * 4


def test_a_standfirst_that_the_page_names_so_leaves_the_body() -> None:
    found = read(page(f'<p class="standfirst">A walk along the wrack line.</p>{ARTICLE}'), PATH)
    assert found.standfirst == ("A walk along the wrack line.",)
    assert texts(found) == [PROSE] * 4


def test_a_dateline_is_parted_from_the_first_paragraph() -> None:
    found = read(
        page(f"<article><p>WHITBY (Reuters) — <b>{PROSE}</b></p>{ARTICLE}</article>"), PATH
    )
    assert found.dateline == "WHITBY (Reuters)"
    assert "<strong>The sea keeps" in found.body.split("</p>")[0]


def test_the_headline_does_not_begin_the_body_again() -> None:
    found = read(page(f"<article><h1>What the tide left</h1>{ARTICLE}</article>"), PATH)
    assert texts(found) == [PROSE] * 4


@pytest.mark.parametrize(("direction", "expected"), [("rtl", "rtl"), ("LTR", "ltr"), ("up", None)])
def test_the_direction_is_the_one_that_the_page_gives(direction: str, expected: str | None) -> None:
    assert read(page(f'<main dir="{direction}">{ARTICLE}</main>'), PATH).direction == expected


def test_a_page_in_a_direction_that_is_not_its_language_s_says_so_block_by_block() -> None:
    found = read(page(f'<main dir="rtl">{ARTICLE}</main>'), PATH)
    assert found.body.count('dir="rtl"') == 4


def test_a_language_is_detected_where_the_page_names_none() -> None:
    assert read(page(lang=""), PATH).language == "en"


def test_a_language_is_written_as_bcp_47_has_it() -> None:
    assert read(page(lang="en_gb"), PATH).language == "en-GB"


def test_every_block_names_its_line() -> None:
    found = read(page(f"\n<article>\n{ARTICLE.replace('</p>', '</p>' + chr(10))}</article>"), PATH)
    assert re.findall(r'data-line="(\d+)"', found.body) == ["3", "4", "5", "6"]


def test_a_picture_comes_from_the_folder_saved_beside_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "tide_files"
    folder.mkdir()
    (folder / "beach.png").write_bytes(picture().getvalue())
    figure = (
        '<figure><img src="./tide_files/beach.png" alt="A beach"><figcaption>The beach.'
        ' <span class="credit">M. Shoreham</span></figcaption></figure>'
    )
    found = read(page(f"<article>{figure}{ARTICLE}</article>"), tmp_path / "tide.html")
    assert [p.href for p in found.pictures] == ["tide-pictures/beach.png"]
    assert found.pictures[0].media_type == "image/png"
    wanted = 'src="tide-pictures/beach.png" alt="A beach" title="The beach." credit="M. Shoreham"'
    assert wanted in found.body


def test_a_picture_named_by_its_address_is_found_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "tide_files"
    folder.mkdir()
    (folder / "beach.webp").write_bytes(picture("WEBP").getvalue())
    image = '<p><img data-src="https://cdn.example/a/beach.webp?w=900" alt="A beach"></p>'
    found = read(page(f"<article>{image}{ARTICLE}</article>"), tmp_path / "tide.html")
    assert [(p.href, p.media_type) for p in found.pictures] == [
        ("tide-pictures/beach.jpg", "image/jpeg")
    ]


def test_a_picture_that_was_not_saved_leaves_its_caption_and_is_told_of() -> None:
    image = '<img src="https://cdn.example/a.jpg" alt="A bottle">'
    figure = f"<figure>{image}<figcaption>As found.</figcaption></figure>"
    found = read(page(f"<article>{figure}{ARTICLE}</article>"), PATH)
    assert '<p data-line="1" class="caption">As found.</p>' in found.body
    assert reason(found, "A bottle") == "a picture that was not saved with the page"


def test_a_picture_outside_the_page_s_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture().getvalue())
    (tmp_path / "pages").mkdir()
    found = read(
        page(f'<p><img src="../secret.png" alt="x"></p>{ARTICLE}'), tmp_path / "pages" / "tide.html"
    )
    assert found.pictures == ()


def test_a_picture_of_an_archive_comes_from_the_archive() -> None:
    image = '<img src="https://harbour.example/beach.png" alt="A beach">'
    archive = MIMEMultipart("related")
    for part, place in (
        (MIMEText(page(f"<article><p>{image}</p>{ARTICLE}</article>").decode(), "html"), "tide"),
        (MIMEImage(picture().getvalue()), "beach.png"),
    ):
        part["Content-Location"] = f"https://harbour.example/{place}"
        archive.attach(part)
    found = read(archive.as_bytes(), Path("tide.mhtml"))
    assert texts(found) == [PROSE] * 4
    assert found.pictures[0].media_type == "image/png"


def test_an_archive_without_a_page_says_so() -> None:
    with pytest.raises(ManuscriptError, match="this archive holds no page"):
        read(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nnothing", Path("tide.mhtml"))


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    text = page(
        "<p>Море ведёт свой счёт.</p>", '<meta charset="windows-1251"><title>Море</title>', "ru"
    )
    assert read(text.decode().encode("cp1251"), PATH).headline == "Море"


def test_a_page_saved_again_as_utf_8_is_so_whatever_it_declares() -> None:
    found = read(page(head='<meta charset="windows-1251"><title>Море</title>'), PATH)
    assert found.headline == "Море"


def test_a_page_in_no_encoding_that_it_names_is_refused_with_the_line() -> None:
    with pytest.raises(ManuscriptError) as caught:
        read(page("\n<p>Caf\u00e9</p>").decode().encode("latin-1"), PATH)
    assert (caught.value.line, caught.value.path) == (2, PATH)


def test_bytes_that_the_declared_encoding_does_not_explain_are_told_of() -> None:
    head = '<meta charset="utf-8"><title>What the tide left</title>'
    found = read(page(f"<p>{PROSE}</p>\n<p>Caf", head) + b"\xe9 au lait</p>", PATH)
    assert [d.line for d in found.dropped if d.why == "bytes that no encoding explains"] == [2]


def test_a_saved_page_is_read_by_its_suffix(tmp_path: Path) -> None:
    place = tmp_path / "tide.htm"
    place.write_bytes(page())
    assert read_file(place).headline == "What the tide left"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
@example(b"")
@example(b"</\x00")
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    try:
        found = read(data, PATH)
    except PressError:
        return
    assert found.path == PATH


TAGS = (
    "p", "div", "h2", "ul", "li", "table", "tr", "td", "b", "a", "figure", "blockquote", "nav",
    "article", "span", "pre", "dl", "dd", "figcaption", "section", "aside", "br", "form", "h1",
    "th",
)  # fmt: skip
NAMES = (
    "", "byline", "comment", "share", "caption", "credit", "content", "date", "sidebar",
    "standfirst",
)  # fmt: skip
ELEMENTS = st.tuples(
    st.sampled_from(TAGS), st.sampled_from(NAMES), st.integers(0, 3), st.integers(0, 3)
)


def nested(elements: list[tuple[str, str, int, int]]) -> str:
    """Write elements with as many new words as each asks for, and close as many of the open."""
    parts: list[str] = []
    opened: list[str] = []
    for tag, names, count, closed in elements:
        words = " ".join(f"w{len(parts)}x{n}" for n in range(count))
        parts.append(f'<{tag} class="{names}">{words} ')
        opened.append(tag)
        parts += [f"</{opened.pop()}> w{len(parts)}y{n} " for n in range(min(closed, len(opened)))]
    return "".join(parts)


@settings(max_examples=150, deadline=None)
@given(st.lists(ELEMENTS, max_size=12))
def test_every_word_of_a_page_is_in_a_field_in_the_body_or_told_of(
    elements: list[tuple[str, str, int, int]],
) -> None:
    markup = nested(elements)
    found = read(page(markup), PATH)
    fields = (
        found.headline or "",
        found.dateline or "",
        found.source or "",
        *found.standfirst,
        *found.byline,
    )
    kept = " ".join((*fields, *texts(found), *(d.text for d in found.dropped)))
    given_words = Counter(re.findall(r"\bw\d+[xy]\d\b", markup))
    assert not given_words - Counter(re.findall(r"\bw\d+[xy]\d\b", kept))
