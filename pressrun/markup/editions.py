"""Give each edition what it alone wants of a body: notes at a page's foot, page marks in the EPUB.

Knows how the editions differ inside an article, and nothing else of them.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from pressrun.errors import EditionError
from pressrun.markup import tree
from pressrun.markup.addresses import tell_addresses
from pressrun.markup.at_foot import BLOCKS, put_at_foot
from pressrun.markup.formulas import draw_formulas
from pressrun.markup.numbering import number_items
from pressrun.markup.ruby import make_room
from pressrun.markup.shares import share_out
from pressrun.markup.signs import places_in
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from pressrun.markup.signs import Place
    from pressrun.markup.tree import Element
    from pressrun.model import Note
    from pressrun.signs import PageTarget

_EPUB_TYPE = "epub:type"
_BREAK = "doc-pagebreak"
# Longer ones may have to be broken after all. Thai, Lao, Burmese and Khmer write without spaces, as
# Chinese and Japanese do, of which the last signs are kept together.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uff00-\uffef"
# Letters that stand on a line and have capitals; so many signs make four lines of a column.
_INITIAL_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞΑ-ΩА-Я][\w'’]*")
_INITIAL_NEEDS = 200
_LAST_WORD = re.compile(rf"(?<!\S)[^\s{_UNSPACED}]{{1,24}}$|[\u3000-\u9fff\uff00-\uffef]{{2,3}}$")
# Before these no line ends, not even after a space (UAX 14, LB13); but code may begin with them.
_NEVER_FIRST = (".", ",", ":", ";", "!", "?", "/", ")", "]", "}")
_LONG_NAME = re.compile(r"[^\s\u00a0]{14}")
# Not before the last two signs, nor after the first two.
_BREAKS_AFTER = re.compile(r"(?<=[^\s]{2})(?:::|->|[/_.=&?,:-])(?=[^\s:/>][^\s]{2})")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_LANGUAGE = "language-"  # HTML, 4.5.15
_UPRIGHT = re.compile(r"(?<![0-9A-Za-z!?.,:/-])([0-9]{1,2}|[!?]{2})(?![0-9A-Za-z!?.,:/-])")
_STAYS = frozenset({"code", "kbd", "math", "pre", "rt", "samp", "table"})
_VECTOR = re.compile("[\U0001d400-\U0001d433]")
_VARIABLE = re.compile(
    "[A-Za-z\u0131\u0237\u0391-\u03a9\u03b1-\u03c9\u03d1\u03d5\u03d6\u03f0-\u03f5]"
)


def for_print(  # noqa: PLR0913 - as a publication orders it
    body: Markup,
    notes: Iterable[Note],
    language: str = "en",
    *,
    links: str = "none",
    slug: str = "",
    initial: bool = False,
) -> Markup:
    """Return the body with formulas drawn, and every note at its call, whence it is floated.

    Where links to the web lead is said as `links` has it, one of the model’s; `slug` begins every
    id. References to other places get the words around a page's number in the article's `language`.
    The first letter is set apart where there is to be an `initial`.
    """
    root = tree.parse(body)
    number_items(root)
    put_at_foot(root, notes)
    draw_formulas(root)
    make_room(root)
    tell_addresses(root, links, slug)
    _let_names_break(root)
    _let_code_break(root)
    for block in root.xpath(".//p|.//li|.//dd"):
        _keep_last_word(block)
    if initial:
        _set_initial(root)
    before, after = Wording(language).on_page()
    for link in root.xpath(".//a[@class='reference']"):
        link.set("data-before", f" {before}")
        link.set("data-after", after)
    return tree.write(root)


def _set_initial(root: Element) -> None:
    """Set the first letter apart of an article whose first paragraph is long enough to hold it.

    The word that it is taken from is said as a whole, since a reader aloud would not join them.
    """
    opening = root.find("p")
    if opening is None or "opening" not in opening.get("class", "").split():
        return
    lead = opening if (opening.text or "").strip() or not len(opening) else opening[0]
    text = (lead.text or "").lstrip()
    word = _INITIAL_WORD.match(text)
    if word is None or len(tree.words_of(opening)) < _INITIAL_NEEDS:
        return
    letter = tree.make("span", text=word[0][0], class_="initial")
    letter.set("data-word", word[0])
    rest = tree.make("span", text=word[0][1:], class_=lead.get("class", "") if len(opening) else "")
    rest.set("data-joined", "")
    # Not within the lead: WeasyPrint 70.0 makes room for a float in an inline box twice (its 1859).
    opening.text = None
    opening.insert(0, letter)
    opening.insert(1, rest)
    if lead is opening:
        rest.tail = text[word.end() :]
    else:
        lead.text = text[word.end() :]


def _let_names_break(root: Element) -> None:
    """Let lines end inside paths, addresses and long names, after the signs that join their parts.

    A line that cannot take them whole would be left with gaps between its words.
    """
    for element in root.xpath(".//code[not(ancestor::pre)]|.//a"):
        text = element.text or ""
        if element.tag == "code" and text.startswith(_NEVER_FIRST):
            element.addprevious(tree.make("wbr"))
        if len(element) or not _LONG_NAME.search(text):
            continue
        ends = (found.end() for found in _BREAKS_AFTER.finditer(text))
        first, *others = (text[a:b] for a, b in pairwise((0, *ends, len(text))))
        element.text = first
        for part in others:
            chance = tree.make("wbr")
            chance.tail = part
            element.append(chance)


def _let_code_break(root: Element) -> None:
    """Let a line of code end before a word that is set apart, behind a sign that joins.

    WeasyPrint 70.0 breaks a long line within a text alone, and this one is of several.
    """
    for span in root.xpath(".//pre//span[not(@class='code-line')]"):
        before = span.getprevious()
        text = (tree.parent_of(span).text if before is None else before.tail) or ""
        if text.endswith((".", ":", "(", ",", "&", "|", "/", "<")):
            span.addprevious(tree.make("wbr"))


def _keep_last_word(block: Element) -> None:
    """Let the last word of a paragraph be whole, and the end mark on a line with it.

    WeasyPrint 70.0 has no `hyphenate-limit-last`: half a word would be a line.
    """
    owner, slot = (block[-1], "tail") if len(block) else (block, "text")
    text = getattr(owner, slot) or ""
    found = _LAST_WORD.search(text)
    if found is None:
        return
    setattr(owner, slot, text[: found.start()])
    word = tree.make("span", text=found[0], class_="last-word")
    if block.get("class", "").endswith("closing"):
        word.set("class", "end")
    block.append(word)


def for_epub(
    fragment: Markup,
    targets: Sequence[PageTarget],
    address: Callable[[str], str] | None = None,
    styled: frozenset[str] | None = None,
) -> Markup:
    """Return an article's fragment with a mark at the sign where each printed page begins.

    Of an id `address` says where in the book it is, and those links that lead to the web get a
    mark. Of the classes only the `styled` ones remain, if they are told.

    The marks follow EPUB Accessibility 1.1, page navigation, and DPUB-ARIA's doc-pagebreak. Those
    behind the last sign, of pages with a figure or notes alone, end its block. Raises EditionError
    for an offset beyond that.
    """
    root = tree.parse(fragment)
    for call in root.xpath(".//a[@class='noteref']"):
        call.set(_EPUB_TYPE, "noteref")
        call.set("role", "doc-noteref")
    _fit_wide(root)
    _slant_variables(root)
    if address is not None:
        _name_files(root, address)
    _mark_web_links(root)
    if styled is not None:
        _keep_classes(root, styled)
    if targets:
        _mark_pages(root, targets)
    return tree.write(root)


def _mark_pages(root: Element, targets: Sequence[PageTarget]) -> None:
    places, last, signs = places_in(root, [target.offset for target in targets])
    for target in reversed(targets):
        if target.offset > signs:
            raise EditionError(f"page {target.folio} begins beyond the end of “{target.slug}”")
        if target.offset < signs:
            _mark_page(_mark(target), *places[target.offset])
    ends = [_mark(target) for target in targets if target.offset == signs]
    if ends and last:
        _block_of(last).extend(ends)


def _fit_wide(root: Element) -> None:
    """Let what is wider than a screen be moved, and long tables be narrower."""
    for box in root.xpath(".//div[@class='formula' or @class='table']"):
        box.set("tabindex", "0")  # it can be moved to and fro, by the keyboard too (WCAG 2.1.1)
        caption = box.find("table/caption")
        if caption is not None:  # what can be reached has a role and a name (WCAG 4.1.2)
            box.set("role", "group")
            box.set("aria-label", tree.words_of(caption))
    for table in root.xpath(".//div[@class='table long-table']/table"):
        share_out(table)


def note_for_epub(
    note: Note,
    back: str,
    address: Callable[[str], str] | None = None,
    styled: frozenset[str] | None = None,
) -> Markup:
    """Return a note that begins with the way back to its call, which `back` names.

    In front, in the note's first line: Kindle tells by it where a pop-up begins and ends, and runs
    notes together where it comes last (pandoc 4491, 8676); a line or
    a box of its own would stand alone in the pop-ups of Apple and Kobo. The call, for its part, is
    a link with a number and no element in it, or Apple Books would not pop up (pandoc 1995).
    """
    root = tree.parse(for_epub(note.body, (), address, styled))
    number = tree.make(
        "a", text=note.number, class_="backlink", href=f"#{note.call}", role="doc-backlink",
        aria_label=f"{back} {note.number}",
    )  # fmt: skip
    first = root[0] if len(root) and not (root.text or "").strip() else None
    if first is None or first.tag != "p":
        first = tree.make("p")
        first.text = root.text
        root.text = None
        while len(root) and root[0].tag not in BLOCKS:
            first.append(root[0])
        root.insert(0, first)
    number.tail = f" {(first.text or '').lstrip()}"
    first.text = None
    first.insert(0, number)
    return tree.write(root)


def _slant_variables(root: Element) -> None:
    """Let the styles slant what MathML Core slants by itself (2.3, mi), and embolden vectors.

    For it takes letters of the mathematical alphabets (its appendix C), which show as boxes where a
    reading system has no font for mathematics; the text's own italic is everywhere.
    """
    for name in root.iter("mi"):
        if _VARIABLE.fullmatch(name.text or "") and not name.get("mathvariant"):
            name.set("class", "variable")
        elif _VECTOR.fullmatch(name.text or ""):
            name.text = unicodedata.normalize("NFKC", name.text or "")
            name.attrib.update({"class": "vector", "mathvariant": "bold"})


def _name_files(root: Element, address: Callable[[str], str]) -> None:
    """Name the file in links to other documents."""
    for link in root.xpath(".//a[starts-with(@href, '#')]"):
        link.set("href", address(link.get("href")[1:]))


def _mark_web_links(root: Element) -> None:
    """Let a reader see which links leave the book, unless their words are an address themselves."""
    for link in root.xpath(".//a[starts-with(@href, 'http')]"):
        words = "".join(link.itertext()).strip()
        if words and not _ADDRESS.match(words):
            link.set("class", "web")


def _keep_classes(root: Element, styled: frozenset[str]) -> None:
    """Leave out classes that the sheet says nothing of; a language of code is one for programs."""
    for element in root.xpath(".//*[@class]"):
        names = [n for n in element.get("class").split() if n in styled or n.startswith(_LANGUAGE)]
        if names:
            element.set("class", " ".join(names))
        else:
            del element.attrib["class"]


def isolate_calls(fragment: Markup) -> Markup:
    """Return a fragment that runs from right to left, its calls of notes apart from words before.

    A number would join a foreign name that it stands behind, and go to its other side.
    """
    root = tree.parse(fragment)
    for call in root.xpath(".//a[@class='noteref']/parent::sup"):
        call.set("dir", "rtl")
    return tree.write(root)


def without_others(fragment: Markup, slug: str) -> Markup:
    """Return a fragment of the article `slug` in which nothing leads to another article."""
    root = tree.parse(fragment)
    for link in root.xpath(".//a[starts-with(@href, '#')]"):
        if link.get("href")[1:].partition("--")[0] != slug:
            link.drop_tag()
    return tree.write(root)


def upright(fragment: Markup) -> Markup:
    """Return a fragment in which short numbers stand upright where lines run downwards.

    One or two digits, or two marks, as Requirements for Japanese Text Layout has it (4.8).
    """
    root = tree.parse(fragment)
    for owner, slot in list(tree.text_slots(root)):
        inside = owner if slot == "text" else tree.parent_of(owner)
        if inside.get("class") == "noteref":  # of itself: Apple Books wants a number and no element
            continue
        if not _STAYS.isdisjoint((inside.tag, *(outer.tag for outer in inside.iterancestors()))):
            continue
        first, *others = _UPRIGHT.split(getattr(owner, slot))
        setattr(owner, slot, first)
        place = owner
        for turned, after in zip(others[::2], others[1::2], strict=True):
            span = tree.make("span", text=turned, class_="upright")
            if place is owner and slot == "text":
                owner.insert(0, span)
            else:
                place.addnext(span)
            span.tail = after
            place = span
    return tree.write(root)


def _block_of(place: Place) -> Element:
    """Return the block in which a sign stands."""
    block = place.owner if place.slot == "text" else tree.parent_of(place.owner)
    while block.tag not in BLOCKS:
        block = tree.parent_of(block)
    return block


def _mark(target: PageTarget) -> Element:
    mark = tree.make("span", id=target.anchor, role=_BREAK, aria_label=target.folio)
    mark.set(_EPUB_TYPE, "pagebreak")
    mark.text = ""
    return mark


def _mark_page(mark: Element, owner: Element, slot: str, index: int) -> None:
    if slot == "before":
        while (before := owner.getprevious()) is not None and before.get("role") == _BREAK:
            owner = before
        owner.addprevious(mark)
        return
    text = getattr(owner, slot) or ""
    setattr(owner, slot, text[:index])
    mark.tail = text[index:]
    if slot == "text":
        owner.insert(0, mark)
    else:
        tail, owner.tail = owner.tail, None
        owner.addnext(mark)
        owner.tail = tail
