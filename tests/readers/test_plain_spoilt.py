"""What editors, mailers and browsers do to a paste on its way changes nothing of what is read."""

from __future__ import annotations

import datetime
import unicodedata
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.readers.language import detect
from pressrun.readers.plain import lexicon, read
from pressrun.readers.plain.dates import find_dates
from tests.readers.paste_specimens import Specimen, apart, specimens
from tests.score_pasted import alike, blocks, words_lost

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressrun.model import Manuscript

SPECIMENS = {specimen.title: specimen for specimen in specimens()}
PASTE = Path("paste.txt")


def spaced(specimen: Specimen) -> str:
    """Make every second space one that does not break, as pages do."""
    turn = count()
    text = apart(specimen.texts)
    return "".join("\u00a0" if c == " " and next(turn) % 2 else c for c in text)


def doubled(specimen: Specimen) -> str:
    """Repeat each caption and each credit, as pages do that show them twice."""
    lines = (
        line
        for mark, text in specimen.lines
        for line in ((text, text) if mark in "CR" else (text,))
    )
    return apart(tuple(lines))


SPOILERS: dict[str, Callable[[Specimen], str]] = {
    "line ends of Windows": lambda s: apart(s.texts).replace("\n", "\r\n"),
    "line ends of old Macs": lambda s: apart(s.texts).replace("\n", "\r"),
    "a byte order mark": lambda s: "\ufeff" + apart(s.texts),
    "letters parted from their accents": lambda s: unicodedata.normalize("NFD", apart(s.texts)),
    "spaces that do not break": spaced,
    "spaces at the ends of lines": lambda s: apart(s.texts).replace("\n", "  \n"),
    "blank lines in threes": lambda s: apart(s.texts).replace("\n\n", "\n\n\n\n"),
    "captions and credits twice": doubled,
    "invisible joiners": lambda s: apart(s.texts).replace("\n\n", "\u200b\n\n\ufeff"),
}


def understood(text: str) -> tuple[object, ...]:
    """Give all that is understood of a paste, but for what was left out."""
    found = read(text.encode(), PASTE)
    fields = (found.headline, found.kicker, found.standfirst, found.byline, found.dateline)
    others = (found.date, found.updated, found.source, found.language)
    return (*fields, *others, [(tag, alike(words)) for tag, words in blocks(found)])


@pytest.mark.parametrize("spoiler", SPOILERS)
@pytest.mark.parametrize("title", SPECIMENS)
def test_a_paste_is_read_as_it_was_before_it_was_spoilt(title: str, spoiler: str) -> None:
    specimen = SPECIMENS[title]
    assert understood(SPOILERS[spoiler](specimen)) == understood(apart(specimen.texts))


def test_a_doubled_caption_is_told_with_the_line_that_it_repeats() -> None:
    title = next(t for t, own in SPECIMENS.items() if own.marked("C") and "tabloid: author" in t)
    specimen = SPECIMENS[title]
    found = read(doubled(specimen).encode(), PASTE)
    assert {d.text for d in found.dropped if d.why.startswith("repeats line")} >= {
        *specimen.marked("C"),
        *specimen.marked("R"),
    }


GLUED = {
    "By Ana RuizTwitter": (("Ana Ruiz",), None),
    "By Ana Ruiz The Associated Press": (("Ana Ruiz",), "The Associated Press"),
    "Ana Ruiz, Staff WriterMarch 7, 2025": (("Ana Ruiz",), None),
    "Associated PressMarch 7, 2025 GMT": (("Associated Press",), None),
    "March 7, 20253 years Ana 142 Views": (("Ana",), None),
    "By Ana RuizPublished 7 March 2025": (("Ana Ruiz",), None),
    "By Ana Ruiz@anaruiz": (("Ana Ruiz",), None),
    "By Ana Ruiz ana.ruiz@example.org": (("Ana Ruiz",), None),
    "By Ana Ruiz | Reuters": (("Ana Ruiz",), "Reuters"),
    "By Ana Ruiz and Tomas Lind in Beirut": (("Ana Ruiz", "Tomas Lind"), None),
    "By Ana Ruiz, Tomas Lind and Ida Moe": (("Ana Ruiz", "Tomas Lind", "Ida Moe"), None),
    "Ana Ruiz Political editor": (("Ana Ruiz",), None),
    "By Dr. Ana Ruiz, professor of law": (("Dr. Ana Ruiz",), None),
    "By News Desk": (("News Desk",), None),
}


@pytest.mark.parametrize("line", GLUED)
def test_a_field_is_read_though_another_is_glued_to_it(line: str) -> None:
    text = (
        f"Harbour bridge to close for two years\n\n{line}\n7 March 2025\n\nThe bridge across the"
        " old harbour will close to all traffic from Monday, the port authority said on Friday.\n"
    )
    found = read(text.encode(), PASTE)
    assert (found.byline, found.source) == GLUED[line]
    assert found.date == datetime.date(2025, 3, 7)
    assert not words_lost(text, found)


DATES = (
    ("en", "Thursday, 18 April 2024, 10:30 GMT"),
    ("en", "Apr. 18, 2024, 7:02 p.m. ET"),
    ("en", "2024-04-18T09:20:33+02:00"),
    ("de", "Do., 18.04.2024, 10:30 Uhr"),
    ("de", "18. Apr. 2024"),
    ("fr", "Publié le jeudi 18 avril 2024 à 10h30"),
    ("es", "Jueves, 18 de abril del 2024"),
    ("es", "18 ABR 2024 - 05:30 CEST"),
    ("it", "Giovedì 18 Aprile 2024, 10:30"),
    ("pt", "18 de abril de 2024 | 10h30"),
    ("nl", "do 18 april 2024 om 10:30"),
    ("sv", "Publicerad: 18 apr 2024 kl. 10.30"),
    ("nb", "18. april 2024 kl. 10:30"),
    ("da", "18. apr. 2024"),
    ("fi", "18.4.2024 klo 10.30"),
    ("is", "18. apríl 2024"),
    ("pl", "czwartek, 18 kwietnia 2024, 10:30"),
    ("cs", "18. dubna 2024"),
    ("tr", "18 Nisan 2024 Perşembe, 10:30"),
    ("ru", "18 апреля 2024 г., 10:30"),
    ("uk", "18 квітня 2024, 10:30"),
    ("ar", "الخميس 18 أبريل/ نيسان 2024"),
    ("ar", "١٨ أبريل ٢٠٢٤"),
    ("he", "18 באפריל 2024"),
    ("hi", "18 अप्रैल 2024"),
    ("zh", "2024年4月18日 10:30"),
    ("ja", "2024年4月18日（木）10時30分"),
    ("ko", "2024년 4월 18일"),
    ("vi", "Thứ năm, 18/4/2024, 10:30 (GMT+7)"),
    ("hu", "2024. április 18. 9:12"),
    ("lt", "2024 m. balandžio 18 d."),
    ("ro", "18 aprilie 2024"),
    ("el", "18 Απριλίου 2024"),
    ("id", "Kamis, 18 Apr 2024 10:30 WIB"),
)


@pytest.mark.parametrize(("language", "line"), DATES)
def test_a_date_is_read_as_its_language_writes_it(language: str, line: str) -> None:
    found = find_dates(line, language, lexicon.load(language))
    assert [own.date for own in found] == [datetime.date(2024, 4, 18)]


@pytest.mark.parametrize("title", SPECIMENS)
def test_the_language_of_a_paste_is_told_from_its_prose(title: str) -> None:
    file = title.split(":", 1)[0]
    found = detect(" ".join(SPECIMENS[title].marked("P")))
    several = {
        "cjk": {"zh", "ja", "ko"},
        "rtl": {"ar", "he"},
        "nordic": {"sv", "nb", "da"},
        "others": {"cs", "uk", "vi", "fi", "id", "el", "hu", "ro"},
    }
    assert found in several.get(file, {file})


RELATIVE = ("3 hours ago", "Yesterday", "Updated 2 days ago", "Just now", "Today at 5:30")


@pytest.mark.parametrize("line", RELATIVE)
def test_a_relative_date_is_left_out_and_told_since_a_paste_has_no_day(line: str) -> None:
    text = (
        f"Harbour bridge to close for two years\n\n{line}\n\nThe bridge across the old harbour will"
        " close to all traffic from Monday, the port authority said on Friday.\n"
    )
    found: Manuscript = read(text.encode(), PASTE)
    assert (found.date, found.updated) == (None, None)
    assert [d.why for d in found.dropped] == ["a relative date, which nothing here resolves"]
