"""Gives the lines above the body their roles; knows nothing of the body but where it begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.readers.plain import reasons
from pressrun.readers.plain.bylines import (
    Byline,
    are_names,
    is_house,
    is_name,
    is_paper,
    is_unlabelled_name,
    read_byline,
    unglue,
    with_post,
)
from pressrun.readers.plain.parts import Part, Role, drop, remainder
from pressrun.readers.plain.phrases import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressrun.readers.plain.lexicon import Lexicon
    from pressrun.readers.plain.signs import Sign
    from pressrun.readers.plain.zones import Zones

LONGEST_KICKER = 4
FEWEST_STANDFIRST = 4
NEAR = 3
LONGEST_PLACE = 3
# “142 Views”, “3 Comments”, “2 years ago”.
COUNTED = re.compile(r"\d[\d.,]*\s?[KkMm]?\s+[^\W\d_]+(?:\s+ago)?")
FEWEST_PIECES = 2
NAME_AT_END = re.compile(r"[^\W\d]{3}[.!?]\s([^.!?]{4,40})$")
SEPARATORS = re.compile(r"[|\u2022\u00b7]")


def read_header(signs: Sequence[Sign], zones: Zones) -> Iterator[Part]:
    """Give each line above the body its role, in order."""
    names = _names_alone(signs, zones)
    authors = frozenset[str]()
    for n in range(zones.body):
        parts = tuple(_header_line(signs, n, zones, names, authors))
        authors |= {part.text for part in parts if part.role is Role.BYLINE}
        yield from parts


def tells_of(sign: Sign, authors: frozenset[str]) -> bool:
    """Tell whether a line is about an author: “Ana Ruiz reported from Paris.”."""
    found = (sign.text[len(name) :] for name in authors if sign.text.startswith(name))
    return any(rest[:1] == " " and rest[1:2].islower() for rest in found)


def _header_line(
    signs: Sequence[Sign], n: int, zones: Zones, names: frozenset[int], authors: frozenset[str]
) -> Iterator[Part]:
    sign = signs[n]
    if n == zones.headline:
        yield _part(sign, Role.HEADLINE)
    elif sign.is_date or sign.byline:
        yield from read_metadata(sign)
    elif sign.credit:
        yield _part(sign, Role.CREDIT)
    elif sign.furniture:
        yield drop(sign.line.number, sign.text, reasons.FURNITURE[sign.furniture])
    elif tells_of(sign, authors):
        yield drop(sign.line.number, sign.text, reasons.ABOUT_AUTHOR)
    elif n in names:
        yield from read_name(sign, unglue(sign.text, sign.words))
    elif zones.headline is None or n < zones.headline:
        yield _above(signs, n, zones)
    else:
        yield _beneath(signs, n, zones, authors)


def read_metadata(sign: Sign) -> Iterator[Part]:
    """Read the authors, the source and the dates of a line that is there for them."""
    kept: list[str] = []
    byline = sign.byline or (sign.is_date and _beside_date(sign)) or None
    number = sign.line.number
    if byline:
        kept.extend(byline.kept)
        yield from (Part(role=Role.BYLINE, line=number, text=name) for name in byline.names)
        if byline.agency and byline.agency not in byline.names:
            yield Part(role=Role.SOURCE, line=number, text=byline.agency)
    if sign.is_date or (sign.byline and sign.dates):
        yield from _dates(sign)
    if source := sign.is_date and _source_after_date(sign):
        kept.append(source)
        yield Part(role=Role.SOURCE, line=number, text=source)
    rest = remainder(sign.text, *kept)
    if rest:
        yield drop(number, rest, _why(sign, named=bool(byline)))


def _dates(sign: Sign) -> Iterator[Part]:
    for found in sign.dates:
        role = Role.UPDATED if found.updated else Role.DATE
        yield Part(role=role, line=sign.line.number, date=found.date)


def _why(sign: Sign, *, named: bool) -> str:
    if not sign.dates:
        return reasons.BYLINE_LABEL if sign.label else reasons.BESIDE_BYLINE
    found = "; ".join(
        f"{'updated' if found.updated else 'date'}: {found.date.isoformat()}"
        for found in sign.dates
    )
    return f"understood as {found}" + (", beside the byline" if named else "")


def _beside_date(sign: Sign) -> Byline | None:
    after = sign.text[sign.dates[-1].end :].lstrip(" |,\u2022\u00b7-\u2013)")
    if name := _before_counter(after, sign.words):
        return Byline(names=(name,))
    if label := sign.words.by.match(after):
        return read_byline(after[label.end() :], sign.words, labelled=True)
    before = SEPARATORS.split(sign.undated_from(sign.labelled_to))[0].strip(" ,")
    agency = sign.words.agency.fullmatch(before)
    desk = any(match.end() == len(before) for match in sign.words.desks.finditer(before))
    if agency or (are_names(before, sign.words) and not desk):
        return read_byline(before, sign.words, labelled=False)
    return None


def _source_after_date(sign: Sign) -> str | None:
    """Give the “来源：新华网” that ends a date line."""
    after = sign.text[sign.dates[-1].end :]
    for match in sign.words.source.finditer(after):
        if after[match.end() : match.end() + 1] in (":", "\uff1a"):
            return after[match.start() :].strip()
    return None


def _before_counter(text: str, words: Lexicon) -> str | None:
    """Give the author between a date and a counter: “7 March 2025 Ana Ruiz 142 Views”.

    So many sites made with WordPress begin; the age of the article may be glued to the date.
    """
    pieces = [piece.strip(" |,\u2022\u00b7-\u2013") for piece in COUNTED.split(text)]
    named = [piece for piece in pieces if piece]
    if len(named) != 1 or len(pieces) < FEWEST_PIECES or pieces[-1]:
        return None
    name = named[0]
    shaped = is_name(name, words, labelled=True) and not words.section.match(fold(name))
    return name if shaped else None


def read_name(sign: Sign, text: str) -> Iterator[Part]:
    """Read a line that is a name without a label."""
    byline = read_byline(text, sign.words, labelled=False)
    name = text.rpartition(":")[2].strip()  # “عمّان: ليلى حداد”: the place stands before it
    if byline is None and is_unlabelled_name(name, sign.words):
        byline = Byline(names=(name,))
    number = sign.line.number
    if byline is None:
        yield drop(number, sign.text, reasons.BESIDE_BYLINE)
        return
    yield from (Part(role=Role.BYLINE, line=number, text=name) for name in byline.names)
    if byline.agency and byline.agency not in byline.names:
        yield Part(role=Role.SOURCE, line=number, text=byline.agency)
    rest = remainder(sign.text, *byline.kept)
    if rest:
        yield drop(number, rest, reasons.BESIDE_BYLINE)


def _names_alone(signs: Sequence[Sign], zones: Zones) -> frozenset[int]:
    """Find the lines that are a name and nothing else, where no line has the label of a byline."""
    start = 0 if zones.headline is None else zones.headline + 1
    if any(signs[n].byline for n in range(start, zones.body)):
        return frozenset()
    alone = frozenset(n for n in range(start, zones.body) if _name_alone(signs, n, zones))
    persons = sorted(n for n in alone if not _of_a_house(signs[n]))
    if not persons:
        return alone
    dated = (n for n in persons if any(s.is_date for s in signs[n + 1 : min(zones.body, n + NEAR)]))
    first = next(dated, persons[0])
    return frozenset(n for n in persons if n == first or (n > first and _posted(signs, n)))


def _posted(signs: Sequence[Sign], n: int) -> bool:
    """Tell whether a name has its post behind it, in brackets or on the next line."""
    below = signs[n + 1]
    return "(" in signs[n].text or (below.label_only and bool(below.words.roles.search(below.text)))


def _of_a_house(sign: Sign) -> bool:
    byline = read_byline(sign.text, sign.words, labelled=False) or Byline()
    agencies = all(sign.words.agency.fullmatch(name) for name in byline.names)
    return is_house(sign.text, sign.words) or (agencies and bool(byline.names))


def _name_alone(signs: Sequence[Sign], n: int, zones: Zones) -> bool:
    sign = signs[n]
    if sign.furniture or sign.credit or sign.terminal or sign.is_date:
        return False
    if sign.captioned and not are_names(sign.text, sign.words):
        return False
    if sign.words.agency.fullmatch(sign.text) or with_post(sign.text, sign.words):
        return True
    name = sign.text.rpartition(":")[2].strip()
    if is_unlabelled_name(name, sign.words) and not sign.section:
        return _by_date(signs, n, zones)
    named = are_names(sign.text, sign.words) or is_house(sign.text, sign.words)
    return named and _in_company(signs, n, zones)


def _by_date(signs: Sequence[Sign], n: int, zones: Zones) -> bool:
    """Tell whether a date, or the post of its author, stands directly above or below."""
    beside = (signs[k] for k in (n - 1, n + 1) if zones.headline != k < zones.body)
    return any(sign.is_date or sign.words.roles.search(sign.text) for sign in beside)


def _in_company(signs: Sequence[Sign], n: int, zones: Zones) -> bool:
    near = [signs[k] for k in range(max(0, n - NEAR), min(zones.body, n + NEAR + 1)) if k != n]
    below = signs[n + 1].text if n + 1 < zones.body else ""
    told = any(s.is_date or s.furniture or s.words.roles.search(s.text) for s in near)
    return told or below[:1].islower()


def _above(signs: Sequence[Sign], n: int, zones: Zones) -> Part:
    sign = signs[n]
    if n + 1 == zones.headline and sign.size <= LONGEST_KICKER and not sign.terminal:
        return _part(sign, Role.KICKER)
    return drop(sign.line.number, sign.text, reasons.ABOVE)


def _beneath(signs: Sequence[Sign], n: int, zones: Zones, authors: frozenset[str]) -> Part:
    """Give a line between headline and body its role."""
    sign, told = signs[n], bool(authors)
    short = sign.size <= FEWEST_STANDFIRST
    posted = short and sign.words.roles.search(sign.text) is not None
    if sign.is_source or is_paper(sign.text, sign.words):
        return _part(sign, Role.SOURCE)
    if not (told and posted):
        if sign.captioned or _by_credit(signs, n, zones) or _credited_by_name(sign):
            return _part(sign, Role.CAPTION)
        if _place_alone(signs, n, zones, authors):
            return _part(sign, Role.DATELINE)
    if posted or (told and short):
        return drop(sign.line.number, sign.text, reasons.BESIDE_BYLINE)
    if (
        sign.size >= FEWEST_STANDFIRST
        or sign.terminal
        or (n - 1 == zones.headline and sign.size > 1)
    ):
        return _part(sign, Role.STANDFIRST)
    return drop(sign.line.number, sign.text, reasons.LABEL)


def _credited_by_name(sign: Sign) -> bool:
    """Tell a caption that ends with the photographer's bare name: “The organ in use. Ana Ruiz”."""
    match = NAME_AT_END.search(sign.text)
    return match is not None and is_name(match[1], sign.words)


def _by_credit(signs: Sequence[Sign], n: int, zones: Zones) -> bool:
    """Tell whether a credit stands beside the line, so that it describes a picture."""
    if signs[n].size < FEWEST_STANDFIRST:
        return False
    if signs[n - 1].credit:
        # Directly under the headline stands the standfirst, and the credit begins a picture.
        return zones.headline in (n - 2, n - 3) or not _could_be_shown(signs[n - 2])
    after = n + 1 < zones.body and signs[n + 1].credit
    return after and not (n - 1 == zones.headline and _other_caption(signs, n, zones))


def _could_be_shown(sign: Sign) -> bool:
    plain = not (sign.metadata or sign.words.roles.search(sign.text))
    return plain and sign.size >= FEWEST_STANDFIRST


def _other_caption(signs: Sequence[Sign], n: int, zones: Zones) -> bool:
    """Tell whether a line beneath the credit can be the caption, so that `n` is the standfirst."""
    rest = (s for s in signs[n + 1 : zones.body] if not s.metadata)
    return any(sign.size >= FEWEST_STANDFIRST for sign in rest)


def _place_alone(signs: Sequence[Sign], n: int, zones: Zones, authors: frozenset[str]) -> bool:
    """Tell “BEIRUT” above the body, or “Beirut” there under the author, if the text names it."""
    sign = signs[n]
    if n + 1 != zones.body or sign.size > LONGEST_PLACE or sign.section:
        return False
    under = signs[n - 1].text in authors or signs[n - 1].byline is not None
    named = sign.text[0].isupper() and any(sign.text in s.text for s in signs[n + 1 : n + 1 + NEAR])
    return sign.text.rstrip(" :-\u2013\u2014").isupper() or (under and named)


def _part(sign: Sign, role: Role) -> Part:
    return Part(role=role, line=sign.line.number, text=sign.text)
