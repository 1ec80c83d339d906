"""Gives the lines of the body, and those below it, their roles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.readers.plain import reasons
from pressrun.readers.plain.bylines import is_name, is_unlabelled_name, read_byline
from pressrun.readers.plain.header import read_metadata, read_name, tells_of
from pressrun.readers.plain.parts import Part, Role, drop
from pressrun.readers.plain.phrases import fold
from pressrun.readers.plain.signs import BULLET, NUMBER, QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressrun.readers.plain.lexicon import Lexicon
    from pressrun.readers.plain.signs import Sign
    from pressrun.readers.plain.zones import Zones

MOST_TEASERS = 8
QUOTATION = re.compile("[\"\u201c\u201e\u00ab\u00bb\u2018'].+[\"\u201c\u201d\u00ab\u00bb\u2019']")
SIGNED_BY = re.compile("\u3002\u3010([^\u3011]{2,6})\u3011$")
# How many lines before and after are looked at.
WINDOW = 30
LONGEST_POST = 4
LONGEST_CAPTION = 300
FEWEST_IN_CAPTION = 4
MOST_ITEM_WORDS = 12
NEVER_END_CROSSHEAD = (",", ";", ":", "\u2026", "...", "!", "\uff1a")
# A crosshead is shorter than the headline above it, in parts of its length.
SHORTER = 0.75
LONGEST_ITEM = 80
# How many lines below the body may still be of the article.
NEAR_BELOW = 3
SHORTEST_LIST = 3
LONGEST_TEASER = 120
MOST_CROSSHEAD = 22
LONGEST_CROSSHEAD = 130
LONGEST_OF_CLAUSES, FEWEST_CLAUSES = 60, 2
# “BEIRUT (Reuters) — ”, “New York, NY – ”, “دمشق، سوريا (CNN) -- ”, “München/London – ”.
_PLACE = r"(?P<place>[^\W\d_][^()\u2014\u2013:;{stops}!?\"\u201c\u201d/]{{1,60}}?)"
_DASH = r"\s*(?P<dash>\.?[\u2014\u2013\u2015]+|--+|\s\.?-(?=\s)){end}\s*(?=\S)"
DATELINE = re.compile(_PLACE.format(stops=".") + _DASH.format(end=""))
# With its agency a place may have a date, and abbreviations: “HELENA, Mont. (AP) — ”, “BEIJING,
# Sept. 12 (Xinhua) -- ”, “МУРМАНСК, 20 декабря. /ТАСС/. ”, “MONTEVIDEO (AFP) .- ”.
WITH_AGENCY = re.compile(
    _PLACE.format(stops="")
    + r"(?P<agency>\s*(?:[(\[][^()\[\]]{2,40}[)\]]|/[^/\s]{2,20}/))"
    + _DASH.format(end="").replace("(?P<dash>", r"(?P<dash>\.(?=\s)|")
)
_DAY = re.compile(r"\b\d{1,2}\.?(?:\s\w+)?\.?$")
MOST_PLACE_WORDS = 6


def read_body(
    signs: Sequence[Sign], zones: Zones, authors: frozenset[str] = frozenset(), *, placed: bool
) -> Iterator[Part]:
    """Give each line of the body its role, in order.

    The header named the `authors`, and had the dateline if `placed`.
    """
    teasers, last = 0, _last_of_text(signs, zones, authors)
    for n in range(zones.body, zones.below):
        sign = signs[n]
        teasers = MOST_TEASERS if sign.announces else teasers - 1 if _may_tease(sign) else 0
        if n > last and (signature := tuple(_signature(signs, n, authors))):
            yield from signature
        elif n == last and sign.captioned and sign.signed:
            yield _part(sign, Role.PARAGRAPH)
        elif n == zones.body and _shown(signs, n):
            yield _part(sign, Role.CAPTION)
        elif n == zones.body and not placed:
            yield from _opening(sign)
        elif teasers > 0 and _is_teaser(signs, n):
            yield drop(sign.line.number, sign.text, reasons.TEASER)
        else:
            yield from _body_line(signs, n, zones)


def _last_of_text(signs: Sequence[Sign], zones: Zones, authors: frozenset[str]) -> int:
    """Give the index of the last sentence, apart from those about the author."""
    return max(
        (
            n
            for n in range(zones.body, zones.below)
            if (signs[n].sentence or signs[n].signed) and not tells_of(signs[n], authors)
        ),
        default=zones.body,
    )


def _signature(signs: Sequence[Sign], n: int, authors: frozenset[str]) -> Iterator[Part]:
    """Read who wrote the article, or where it is from, beneath its last sentence."""
    sign = signs[n]
    if tells_of(sign, authors) or sign.text in authors:
        yield drop(sign.line.number, sign.text, reasons.ABOUT_AUTHOR)
    elif sign.words.agency.fullmatch(sign.text):
        yield _part(sign, Role.SOURCE)
    elif not authors and (name := _signed_by(sign)):
        yield _part(sign, Role.PARAGRAPH)
        yield Part(role=Role.BYLINE, line=sign.line.number, text=name)
    elif not authors and n == len(signs) - 1 and _names_author(sign):
        yield from read_name(sign, sign.text)


def _signed_by(sign: Sign) -> str | None:
    """Give the author whose name ends the text of Japanese papers: “…開く。【高橋直人】”."""
    match = SIGNED_BY.search(sign.text)
    return match[1] if match and is_unlabelled_name(match[1], sign.words) else None


def _shown(signs: Sequence[Sign], n: int) -> bool:
    """Tell a description of a picture, credited beneath, from the first paragraph."""
    below = signs[n + 1 : n + 3]
    short = len(signs[n].text) <= LONGEST_CAPTION
    return short and len(below) > 1 and below[0].credit and below[1].sentence


def _is_teaser(signs: Sequence[Sign], n: int) -> bool:
    """Tell another article's headline from the crosshead of a paragraph that follows one."""
    sign, above, below = signs[n], signs[n - 1], signs[n + 1 : n + 2]
    if sign.furniture or sign.credit:
        return False
    heads = bool(below) and below[0].sentence and sign.line.gap > 0 and not above.furniture
    shorter = len(sign.text) < SHORTER * len(above.text) and not is_name(sign.text, sign.words)
    return not (heads and shorter)


def _may_tease(sign: Sign) -> bool:
    return not (sign.sentence or sign.captioned or len(sign.text) > LONGEST_TEASER)


def read_below(signs: Sequence[Sign], zones: Zones, *, named: bool, dated: bool) -> Iterator[Part]:
    """Keep the source, the author and the date from below the body, where the header had none."""
    for n in range(zones.below, len(signs)):
        sign, near = signs[n], n - zones.below < NEAR_BELOW
        if near and sign.is_source:
            yield _part(sign, Role.SOURCE)
        elif near and not dated and _tells_date(sign):
            yield from read_metadata(sign)
            dated = True
        elif not named and len(signs) - zones.below <= NEAR_BELOW and _names_author(sign):
            yield from read_name(sign, sign.text)
            named = True
        else:
            why = reasons.FURNITURE.get(sign.furniture or "", reasons.BELOW)
            yield drop(sign.line.number, sign.text, why)


def _tells_date(sign: Sign) -> bool:
    told = sign.words.published.search(sign.text) or sign.words.updated.search(sign.text)
    return sign.is_date and bool(told)


def _names_author(sign: Sign) -> bool:
    if sign.furniture or sign.terminal:
        return False
    return read_byline(sign.text, sign.words, labelled=False) is not None


def _opening(sign: Sign) -> Iterator[Part]:
    """Part the dateline from the first paragraph."""
    match = WITH_AGENCY.match(sign.text) or DATELINE.match(sign.text)
    if not match or not _is_place(match["place"], sign.words) or not sign.prose:
        yield _part(sign, Role.PARAGRAPH)
        return
    dateline = sign.text[: match.start("dash")].strip()
    yield Part(role=Role.DATELINE, line=sign.line.number, text=dateline)
    yield drop(sign.line.number, match["dash"].strip(), reasons.DATELINE_SIGNS)
    yield Part(role=Role.PARAGRAPH, line=sign.line.number, text=sign.text[match.end() :])


def _is_place(text: str, words: Lexicon) -> bool:
    if words.section.match(fold(text)):
        return False
    parts = re.split(r"[\s/,\u060c]+", _DAY.sub("", text).strip())
    capitals = (not part[:1].islower() or part in words.particles for part in parts)
    return len(parts) <= MOST_PLACE_WORDS and all(capitals)


def _body_line(signs: Sequence[Sign], n: int, zones: Zones) -> Iterator[Part]:
    sign = signs[n]
    if sign.credit:
        yield _part(sign, Role.CREDIT)
    elif sign.furniture:
        yield drop(sign.line.number, sign.text, reasons.FURNITURE[sign.furniture])
    elif sign.is_source:
        yield _part(sign, Role.SOURCE)
    elif sign.captioned or _describes_picture(signs, n):
        yield _part(sign, Role.CAPTION)
    elif marked := _marked(signs, n):
        yield from marked
    elif _is_crosshead(signs, n, zones):
        yield _part(sign, Role.CROSSHEAD)
    elif _is_item(signs, n):
        yield _part(sign, Role.BULLET)
    else:
        yield _part(sign, Role.PARAGRAPH)


def _marked(signs: Sequence[Sign], n: int) -> tuple[Part, ...]:
    """Read a line that begins with the sign of a list item or of a quotation."""
    sign = signs[n]
    for pattern, role in ((BULLET, Role.BULLET), (QUOTED, Role.QUOTE)):
        match = pattern.match(sign.text)
        if match:
            return (Part(role=role, line=sign.line.number, text=sign.text[match.end() :]),)
    match = NUMBER.match(sign.text)
    if match and len(sign.text) <= LONGEST_ITEM and _in_series(signs, n, int(match[1])):
        number = drop(sign.line.number, match[0].strip(), reasons.ITEM_SIGN)
        item = Part(role=Role.NUMBER, line=sign.line.number, text=sign.text[match.end() :])
        return (number, item)
    return ()


def _in_series(signs: Sequence[Sign], n: int, number: int) -> bool:
    """Tell whether the line before or after has the number before or after, without a blank."""
    after = (
        n + 1 < len(signs) and signs[n + 1].line.gap == 0 and _number(signs[n + 1]) == number + 1
    )
    before = n > 0 and signs[n].line.gap == 0 and _number(signs[n - 1]) == number - 1
    return after or before


def _number(sign: Sign) -> int:
    match = NUMBER.match(sign.text)
    return int(match[1]) if match and len(sign.text) <= LONGEST_ITEM else -9


def _is_crosshead(signs: Sequence[Sign], n: int, zones: Zones) -> bool:
    sign = signs[n]
    if not _could_head(sign) or _carries_on_a_run(signs, n) or _attributes(signs, n):
        return False
    below = signs[n + 1 : min(zones.below, n + WINDOW)]
    following = next((sign for sign in below if not sign.furniture), None)
    if following is None:
        return False
    if following.sentence or following.stopped or following.captioned:
        return True
    return _heads_a_list(signs, n) or _over_a_picture(signs, n)


def _over_a_picture(signs: Sequence[Sign], n: int) -> bool:
    """Tell a quotation as crosshead, and beneath it the text of a picture that was not pasted."""
    quoted = QUOTATION.fullmatch(signs[n].text)
    below = signs[n + 1 : n + 3]
    if not quoted or len(below) < 2:  # noqa: PLR2004
        return False
    return _could_head(below[0]) and not below[0].furniture and below[1].prose


def _could_head(sign: Sign) -> bool:
    """Tell whether a line has the length, the capital and the open end of a crosshead."""
    if sign.size > MOST_CROSSHEAD or len(sign.text) > LONGEST_CROSSHEAD or sign.stopped:
        return False
    if len(sign.text) > LONGEST_OF_CLAUSES and sign.text.count(", ") >= FEWEST_CLAUSES:
        return False  # the text of a picture: “Joan Pettifer, 83, on the beach, where …”
    return not (sign.text[0].islower() or sign.text.endswith(NEVER_END_CROSSHEAD))


def _carries_on_a_run(signs: Sequence[Sign], n: int) -> bool:
    """Tell whether the line is glued to another short one, as the items of a list are."""
    above = signs[n - 1]
    if n == 0 or signs[n].line.gap or above.sentence or above.furniture:
        return False
    return any(sign.line.gap for sign in signs[max(1, n - WINDOW) : n + WINDOW])


def _attributes(signs: Sequence[Sign], n: int) -> bool:
    """Tell the name, or the post, under a quotation that was pulled out of the text."""
    sign = signs[n]
    if sign.size <= LONGEST_POST and sign.words.roles.search(sign.text):
        return n > 0 and is_name(signs[n - 1].text, sign.words)
    if not is_name(sign.text, sign.words):
        return False
    return any(sign.text in s.text for s in signs[max(0, n - WINDOW) : n + WINDOW] if s.prose)


def _describes_picture(signs: Sequence[Sign], n: int) -> bool:
    """Tell the line to which a credit is glued, apart from the paragraph after it."""
    below = signs[n + 1 : n + 3]
    if len(below) < 2 or not below[0].credit or len(signs[n].text) > LONGEST_CAPTION:  # noqa: PLR2004
        return False
    open_ended = not signs[n].terminal and signs[n].size >= FEWEST_IN_CAPTION
    return open_ended or below[0].line.gap == 0 < below[1].line.gap


def _is_item(signs: Sequence[Sign], n: int) -> bool:
    """Tell whether the line is one of several short ones without a blank line between them."""
    if not _short(signs[n]):
        return False
    run = 1
    for k in range(n, max(0, n - SHORTEST_LIST), -1):
        if signs[k].line.gap or not _short(signs[k - 1]):
            break
        run += 1
    for k in range(n + 1, min(len(signs), n + SHORTEST_LIST)):
        if signs[k].line.gap or not _short(signs[k]):
            break
        run += 1
    return run >= SHORTEST_LIST


def _short(sign: Sign) -> bool:
    plain = not (sign.sentence or sign.furniture or sign.credit or sign.captioned or sign.is_source)
    return plain and sign.size <= MOST_ITEM_WORDS and not sign.text.endswith((":", "\uff1a"))


def _heads_a_list(signs: Sequence[Sign], n: int) -> bool:
    """Tell whether short lines without a blank between them follow, apart from this one."""
    below = signs[n + 1 : n + 1 + SHORTEST_LIST]
    apart = signs[n].line.gap > 0 and len(below) == SHORTEST_LIST and below[0].line.gap > 0
    return apart and all(sign.line.gap == 0 and not sign.terminal for sign in below[1:])


def _part(sign: Sign, role: Role) -> Part:
    return Part(role=role, line=sign.line.number, text=sign.text)
