"""A reading stands over its word alone, in the EPUB as in print."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressrun import markup, readers
from pressrun.markup import compose, for_print, tree


def body_of(words: str) -> str:
    text = f"---\ntitle: 港\nlang: ja\n---\n\n{words}\n"
    manuscript = readers.read_bytes(text.encode(), Path("minato.md"))
    body = compose(manuscript.body, slug="minato", language="ja", path=manuscript.path, hrefs={})
    return str(body.html)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<ruby>港<rt>みなと</rt></ruby>は", "<ruby>港<rt>みなと</rt></ruby>は"),
        (
            "<ruby>港<rp>（</rp><rt>みなと</rt><rp>）</rp></ruby>は",
            "<ruby>港<rt>みなと</rt></ruby>は",
        ),
        ("<ruby>港<rt>みなと</rt><rp>）は、朝</ruby>", "<ruby>港<rt>みなと</rt></ruby>）は、朝"),
        (
            "<ruby>最<rt>さい</rt>後<rt>ご</rt></ruby>の",
            "<ruby>最<rt>さい</rt></ruby><ruby>後<rt>ご</rt></ruby>の",
        ),
        ("{灯台守|とうだいもり}は", "<ruby>灯台守<rt>とうだいもり</rt></ruby>は"),
        (
            "{一番星|いち|ばん|ぼし}が",
            "<ruby>一<rt>いち</rt></ruby><ruby>番<rt>ばん</rt></ruby><ruby>星<rt>ぼし</rt></ruby>が",
        ),
        ("<ruby>港</ruby>は", "港は"),
        ("<ruby><rt>みなと</rt></ruby>は", "みなとは"),
        ("{漢字}や{a|b}や{一番|い|ろ|は}", "{漢字}や{a|b}や{一番|い|ろ|は}"),
    ],
    ids=[
        "plain", "brackets", "open", "two", "denden", "sign by sign", "none", "of nothing",
        "braces",
    ],
)  # fmt: skip
def test_each_word_has_a_reading_of_its_own(written: str, read: str) -> None:
    assert f">{read}</p>" in body_of(written)


def test_a_headline_has_its_readings_and_its_name_has_none() -> None:
    text = "---\ntitle: '{港|みなと}の朝'\nlang: ja\n---\n\n朝。\n"
    manuscript = readers.read_bytes(text.encode(), Path("minato.md"))
    assert manuscript.headline == "港の朝"
    assert manuscript.headline_markup is not None
    shown = markup.set_line(manuscript.headline_markup, "ja")
    assert shown == "<ruby>港<rt>みなと</rt></ruby>の朝"


def printed(words: str) -> tree.Element:
    body = body_of(words)
    return tree.parse(for_print(markup.set_line(body, "ja"), (), "ja"))


def test_a_long_reading_makes_room_for_itself_and_a_short_one_does_not() -> None:
    wide, narrow = printed("{志|こころざし}と{灯台守|とうだい}").iter("ruby")
    assert wide.get("style") == "width: 2.10em"
    assert narrow.get("style") is None


def test_no_line_of_print_begins_with_the_point_behind_a_word_with_a_reading() -> None:
    (together,) = printed("これは{港|みなと}。そして").xpath(".//span[@class='called']")
    assert (together[0].tag, together[0].tail, together.tail) == ("ruby", "。", "そして")


@pytest.mark.parametrize(
    "words", ["の行を読める人は、書いた人だけだ。", "ท่าเรือในตอนเช้าเงียบสงบ", "短い。"]
)  # fmt: skip
def test_a_text_without_spaces_is_no_last_word(words: str) -> None:
    root = tree.parse(for_print(tree.write(tree.parse(f"<p><b>x</b>{words}</p>")), (), "ja"))
    kept = ["".join(span.itertext()) for span in root.xpath(".//span[@class='last-word']")]
    assert all(len(each) <= 3 for each in kept)


def test_a_last_word_of_letters_is_kept_whole() -> None:
    root = tree.parse(for_print(tree.write(tree.parse("<p>What the tide left</p>")), (), "en"))
    assert [span.text for span in root.xpath(".//span[@class='last-word']")] == ["left"]
