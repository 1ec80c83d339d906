"""Reads the names of authors out of a line; knows nothing of the lines around it.

A name is told by its shape (two to five capitalised words, particles allowed); agencies, roles and
labels are lists in `words/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressrun.readers.plain.lexicon import Lexicon

FEWEST_OF_NAME, MOST_WORDS = 2, 5
LONGEST = 60
# What may stand beside a name in its line: a place, a paper.
MOST_BESIDE = 5
SENTENCE_WITHIN = re.compile(r"[^\W\d]{4}[.!?]\s")
# Scripts without capitals give no shape: there a name is short, and only a label makes it one.
CASELESS = re.compile(
    "[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
IDEOGRAPHS = re.compile("[\u3400-\u9fff\uac00-\ud7af]+")
# Words glued to a name by a page's layout: “Sarah LazareTwitter”, “André KleinRedakteur”.
SEAM = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?=[A-Z])")
MC = re.compile(r"(?:Mc|Mac|De|Di|Da|La|Le|Van|O|Fitz)$")
WORD = re.compile(r"\w+")
HANDLE = re.compile(r"\s?@\w+|\s?\b[\w.+-]+@[\w-]+\.[\w.]+")
# What parts a name from a place: “Jane Doe (à Paris)”, “Jane Doe — São Paulo”.
APART = re.compile(r"\s(?:\(|[\u2013\u2014-]\s)")
LEAST_CHARACTERS, MOST_CHARACTERS = 2, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The authors of an article, and the agency that stands beside them."""

    names: tuple[str, ...] = ()
    agency: str | None = None

    @property
    def kept(self) -> tuple[str, ...]:
        """Give every text that was taken from the line."""
        return self.names if self.agency is None else (*self.names, self.agency)


def read_byline(text: str, words: Lexicon, *, labelled: bool) -> Byline | None:
    """Read the names in `text`, its label already removed, or give None where it holds none."""
    if post := with_post(text, words):
        return Byline(names=(post,))
    if is_house(text, words):
        return Byline(names=(text,))
    segments = [bare(part, words) for part in words.joints.split(unglue(text, words))]
    if not labelled and len(segments) == 2 and ", " in text and "(" not in text:  # noqa: PLR2004
        segments = segments[:1]  # “Charlie Wood, Business Insider”: the second is a paper or a post
    names: list[str] = []
    agency: str | None = None
    for segment in filter(None, segments):
        name, own = _without_agency(segment, words)
        agency = agency or own
        if name and is_name(name, words, labelled=labelled) and not _elsewhere(name, names, words):
            names.append(name)
        elif name and not names:
            return None
    if names and (max(map(len, map(str.split, names))) > 1 or len(text.split()) <= MOST_WORDS):
        return Byline(names=tuple(names), agency=agency)
    return Byline(names=(agency,)) if agency else None


def with_post(text: str, words: Lexicon) -> str | None:
    """Give the name before a post, as “山田太郎記者” and “홍길동 기자” are signed."""
    for match in words.roles.finditer(text):
        name = text[: match.start()].strip()
        whole = match.end() == len(text) and LEAST_CHARACTERS <= len(name) <= MOST_CHARACTERS
        if whole and all(CASELESS.match(character) for character in name):
            return name
    return None


def is_house(text: str, words: Lexicon) -> bool:
    """Tell an author that is no person: “Al Jazeera Staff”, “Redazione Online”, “SZ mit dpa”."""
    parts = text.split()
    if not 0 < len(parts) <= MOST_WORDS or not parts[0][:1].isupper():
        return False
    joined = words.particles | words.suspended
    if not all(part[:1].isupper() or part.casefold() in joined for part in parts) or "," in text:
        return False
    desk = words.desks.search(text)
    at_edge = desk is not None and (desk.start() == 0 or desk.end() == len(text))
    return at_edge or _shares_with_agency(text, words)


def _shares_with_agency(text: str, words: Lexicon) -> bool:
    """Tell a paper that names the agency whose report it carries: “Le Monde avec AFP”."""
    for match in words.agency.finditer(text):
        *paper, joint = text[: match.start()].split() or [""]
        if match.end() == len(text) and paper and joint.casefold() in words.suspended:
            return not is_name(" ".join(paper), words)
    return False


def bare(segment: str, words: Lexicon) -> str:
    """Leave out the place, the paper and the handle that follow a name; an agency stays."""
    if any(match.end() >= len(segment.rstrip(")")) for match in words.agency.finditer(segment)):
        return segment.strip(" .:()")
    name = APART.split(HANDLE.sub("", segment))[0]
    for match in words.places.finditer(name):
        if match.start() and name[match.end() :].strip()[:1].isupper():
            name = name[: match.start()]
            break
    return _without_paper(_without_post(name, words), words).strip(" .:()\u2013\u2014-")


def _without_paper(name: str, words: Lexicon) -> str:
    """Leave out a paper that follows with no comma: “Ana Ruiz Harbour News”."""
    parts = name.split()
    if len(parts) <= FEWEST_OF_NAME or parts[-1].casefold() not in words.papers:
        return name
    return " ".join(parts[: max(FEWEST_OF_NAME, len(parts) - 2)])


def _without_post(name: str, words: Lexicon) -> str:
    """Leave out a post that follows with no comma: “Ana Ruiz Political editor”."""
    post = words.roles.search(name)
    before = name[: post.start()].split() if post else []
    if post is None or len(before) < FEWEST_OF_NAME:
        return name
    if post[0][0].islower():
        while before and before[-1].islower():
            before.pop()
        if len(before) > FEWEST_OF_NAME:
            before.pop()  # the capital that begins the post
    return " ".join(before) if len(before) >= FEWEST_OF_NAME else name


def is_name(text: str, words: Lexicon, *, labelled: bool = False) -> bool:
    """Tell whether `text` has the shape of a person's name."""
    if not labelled and text.split(" ", 1)[0].casefold() in words.articles:
        return False
    if len(text) > LONGEST or any(c.isdigit() for c in text) or words.roles.search(text):
        return False
    parts = text.split()
    if CASELESS.search(text):
        return labelled and len(parts) <= MOST_WORDS
    least = 1 if labelled else 2
    return least <= len(parts) <= MOST_WORDS and all(
        _shaped(part) or (n > 0 and part.casefold() in words.particles)
        for n, part in enumerate(parts)
    )


def is_unlabelled_name(text: str, words: Lexicon) -> bool:
    """Tell what can be a name in a script without capitals: letters, and few of them."""
    if not CASELESS.search(text) or words.roles.search(text) or is_paper(text, words):
        return False
    parts = text.split()
    if not all(part.replace(".", "").isalpha() or not part.isascii() for part in parts):
        return False
    if IDEOGRAPHS.fullmatch(text.replace(" ", "")):
        return LEAST_CHARACTERS <= len(text.replace(" ", "")) <= MOST_CHARACTERS - 1
    return FEWEST_OF_NAME <= len(parts) <= MOST_WORDS - 1 and len(text) <= LONGEST


def is_paper(text: str, words: Lexicon) -> bool:
    """Tell the name of a Chinese or Japanese paper: “毎日新聞”."""
    return len(text) <= MOST_CHARACTERS and text.endswith(words.paper_endings)


def are_names(text: str, words: Lexicon) -> bool:
    """Tell whether a line without a label is names, with their posts, papers and places."""
    first, *others = words.joints.split(unglue(text, words))
    long = len(text.split()) > MOST_WORDS + MOST_BESIDE and not words.roles.search(text)
    if long or SENTENCE_WITHIN.search(text) or not is_name(bare(first, words), words):
        return False
    return all(_beside(part, words) for part in others)


def _beside(segment: str, words: Lexicon) -> bool:
    return words.roles.search(segment) is not None or len(segment.split()) <= MOST_BESIDE


def unglue(text: str, words: Lexicon) -> str:
    """Part a post, a platform or the label of a date from the name that it was glued to."""
    for seam in SEAM.finditer(text):
        tail = text[seam.end() :]
        word = WORD.match(tail)
        if MC.search(text[: seam.start()]) or word is None:
            continue
        known = (words.roles, words.published, words.updated)
        if word[0].casefold() in words.buttons or any(own.match(tail) for own in known):
            return f"{text[: seam.start()]}, {tail}"
    return text


def _without_agency(segment: str, words: Lexicon) -> tuple[str, str | None]:
    """Part an agency from the end of a segment: “Vasilisa Stepanenko The Associated Press”."""
    for match in words.agency.finditer(segment):
        if match.end() == len(segment):
            return segment[: match.start()].strip(" (/-"), match[0]
        if match.start() == 0 and words.roles.fullmatch(segment[match.end() :].strip()):
            return "", match[0]
    return segment, None


def _elsewhere(segment: str, names: list[str], words: Lexicon) -> bool:
    """Tell a place or a paper from a second name: one word after a name of several, or “The …”."""
    if not names:
        return False
    if segment.rsplit(maxsplit=1)[-1].casefold() in words.papers:
        return True
    return (" " not in segment and " " in names[0]) or segment.split(maxsplit=1)[
        0
    ].casefold() in words.articles


def _shaped(part: str) -> bool:
    core = part.strip(".'\u2019\"\u201c\u201d")
    if (
        not core
        or not core[0].isalpha()
        or not all(c.isalpha() or c in ".'\u2019-\u00ad" for c in core)
    ):
        return False
    return core[0].isupper() or (core[:2] in ("d'", "d\u2019", "al") and not core.islower())
