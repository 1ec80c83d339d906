"""Write a reader's fragment as Markdown that reads back to the same tree; knows no front matter.

What Markdown has no sign for is written as HTML, which it allows (CommonMark 0.31.2, 4.6 and 6.6).
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from pressrun.markup import phrases, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pressrun.markup.tree import Element

_CONTAINERS = frozenset({"pull-quote", "sidebar"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LINE_START = re.compile(r"^([#+=:-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_ALIGNED = re.compile(r"text-align:\s*(left|right|center)")
# What a heading's braces take, and how a text ends that they would take it from.
_NAME = re.compile(r"[\w-]+")
_BRACES = re.compile(r"\{(?:[#.][\w-]+\s*)+\}$")
# A tag alone on its line would begin a block of HTML, in which no sign is Markdown's (4.6, 7).
_LONE_TAG = re.compile(r"\A(</?\w[^<>]*>)\s*\n")
_RULES = {"left": ":--", "right": "--:", "center": ":-:", "": "---"}


def to_markdown(root: Element, *, headline: str | None = None) -> str:
    """Return the inside of `root` as Markdown.

    A heading that it begins with, and that would be taken for the `headline` (None for an article
    without one), is written as HTML.
    """
    blocks = list(_blocks(root))
    first = next(iter(root), None)
    if first is not None and first.tag in _HEADINGS and _is_taken(first, headline):
        blocks[0] = _html(first)
    return "\n\n".join(blocks)


def _is_taken(heading: Element, headline: str | None) -> bool:
    words = re.findall(r"\w+", tree.words_of(heading).lower())
    return headline is None or words == re.findall(r"\w+", headline.lower())


def _blocks(parent: Element) -> Iterator[str]:
    """Yield the blocks of an element; text and inline elements side by side are one paragraph."""
    lists = 0
    for inline, group in groupby(phrases.contents_of(parent), key=_is_inline):
        members = list(group)
        if inline:
            text = _lines(phrases.inline(members))
            lists = 0 if text else lists
            yield from [text] if text else []
            continue
        for element in members:
            if isinstance(element, str):
                continue
            # A second list would go on with the first, unless it has another sign.
            lists = lists + 1 if element.tag in {"ul", "ol"} else 0
            if element.get("class") != "footnotes-sep":
                yield _block(element, other_sign=lists % 2 == 0)


def _is_inline(content: phrases.Content) -> bool:
    if isinstance(content, str):
        return True
    return content.tag not in phrases.BLOCKS and not any(
        e.tag in phrases.BLOCKS for e in content.iter("*")
    )


def _block(element: Element, *, other_sign: bool = False) -> str:
    if element.tag in {"ul", "ol"}:
        return _list(element, other_sign=other_sign) or _html(element)
    write = _WRITERS.get(str(element.tag))
    return (write(element) if write else None) or _html(element)


def _attribute_list(attributes: dict[str, str]) -> str:
    parts = [f"#{attributes['id']}"] if "id" in attributes else []
    parts += [f".{name}" for name in attributes.get("class", "").split()]
    return "{" + " ".join(parts) + "}" if parts else ""


def _paragraph(element: Element) -> str | None:
    """Write a paragraph, its id and classes in braces above it; None for what cannot be so."""
    attributes = phrases.attributes_of(element)
    plain = all(re.fullmatch(r"[\w -]+", value) for value in attributes.values())
    text = _lines(phrases.inline(phrases.contents_of(element)))
    if (
        not attributes.keys() <= {"id", "class"}
        or not plain
        or not text
        or phrases.has_blocks(element)
    ):
        return None
    named = _attribute_list(attributes)
    return f"{named}\n{text}" if named else text


def _heading(element: Element) -> str | None:
    attributes = phrases.attributes_of(element)
    names = (attributes.get("id", "a"), *attributes.get("class", "").split())
    if not attributes.keys() <= {"id", "class"} or not all(map(_NAME.fullmatch, names)):
        return None
    if phrases.has_blocks(element) or _BRACES.search(tree.words_of(element)):
        return None
    # Signs at the end would close it.
    text = re.sub("#+$", lambda signs: "\\#" * len(signs[0]), phrases.one_line(element))
    parts = ("#" * int(str(element.tag)[1]), text, _attribute_list(attributes))
    return " ".join(part for part in parts if part)


def _quotation(element: Element) -> str | None:
    if phrases.attributes_of(element) or not phrases.has_blocks(element):
        return None
    return _indented(to_markdown(element), "> ", "> ")


def _rule(element: Element) -> str | None:
    return None if phrases.attributes_of(element) else "***"


def _notes(element: Element) -> str | None:
    """Write the notes that the reader put at the end, each under the number that calls it."""
    if element.get("class") != "footnotes":
        return None
    notes = element.iterfind("ol/li")
    return "\n\n".join(
        _indented(to_markdown(note), f"[^{phrases.number_of(note.get('id', ''))}]: ", "    ")
        for note in notes
    )


def _only(element: Element, tags: set[str]) -> bool:
    outside = (element.text, *(child.tail for child in element))
    bare = not any(text and text.strip() for text in outside)
    return bare and len(element) > 0 and all(
        child.tag in tags and not phrases.attributes_of(child) for child in element
    )  # fmt: skip


def _list(element: Element, *, other_sign: bool) -> str | None:
    if not phrases.attributes_of(element).keys() <= {"start"} or not _only(element, {"li"}):
        return None
    first = int(element.get("start") or 1)
    loose = any(child.tag == "p" for item in element for child in item)
    items = []
    for number, item in enumerate(element, start=first):
        sign = f"{number}{')' if other_sign else '.'}" if element.tag == "ol" else "-+"[other_sign]
        inside = ("\n\n" if loose else "\n").join(_blocks(item))
        items.append(_indented(inside, f"{sign} ", " " * (len(sign) + 1)).rstrip())
    return ("\n\n" if loose else "\n").join(items)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        f"{others if number else first}{line}".rstrip(" ") if line or others.strip() else ""
        for number, line in enumerate(lines)
    ) if text else first.rstrip(" ")  # fmt: skip


def _code_block(element: Element) -> str | None:
    bare = not element.text and not phrases.attributes_of(element)
    if not bare or len(element) != 1 or element[0].tag != "code" or element[0].tail:
        return None
    code, attributes = element[0], phrases.attributes_of(element[0])
    language = attributes.pop("class", "").removeprefix("language-")
    text = code.text or ""
    if (
        attributes
        or len(code)
        or not text.endswith("\n")
        or not re.fullmatch(r"[\w+#.,:;=/-]*", language)
    ):
        return None
    fence = max(["``", *re.findall(r"`+", text)], key=len) + "`"
    return f"{fence}{language}\n{text}{fence}"


def _definitions(element: Element) -> str | None:
    if phrases.attributes_of(element) or not _only(element, {"dt", "dd"}) or element[0].tag != "dt":
        return None
    parts: list[str] = []
    for child in element:
        if child.tag == "dt":
            between = "\n" if parts else ""
            parts.append(between + phrases.one_line(child))
        else:
            loose = any(inside.tag == "p" for inside in child)
            inside = ("\n\n" if loose else "\n").join(_blocks(child))
            parts.append(("\n" if loose else "") + _indented(inside, ": ", "  "))
    return "\n".join(parts)


def _table(element: Element) -> str | None:
    """Write a table of one head row with pipes; None for one that these cannot draw."""
    rows = [[*row] for row in element.iter("tr")]
    cells = [cell for row in rows for cell in row]
    head = element[0] if len(element) else None
    if phrases.attributes_of(element):
        return None
    straight = len({len(row) for row in rows}) == 1 and not any(map(phrases.has_blocks, cells))
    if head is None or head.tag != "thead" or len(head) != 1 or not straight:
        return None
    allowed = all(phrases.attributes_of(cell).keys() <= {"style"} for cell in cells)
    if (
        not allowed
        or any(cell.tag != "th" for cell in rows[0])
        or element.find("caption") is not None
    ):
        return None
    if any(cell.tag != "td" for row in rows[1:] for cell in row):
        return None
    written = [[phrases.one_line(cell) for cell in row] for row in rows]
    sides = ["".join(_ALIGNED.findall(cell.get("style", ""))) for cell in rows[0]]
    written.insert(1, [_RULES[side] for side in sides])
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def _container(element: Element) -> str | None:
    attributes = phrases.attributes_of(element)
    name = attributes.get("class", "")
    if name == "math display" and len(attributes) == 1:
        return _formula(element.text_content().strip())
    if len(attributes) != 1 or name not in _CONTAINERS:
        return None
    inside = to_markdown(element)
    longest = max([2, *(len(colons) for colons in re.findall(r"^:+", inside, re.MULTILINE))])
    fence = ":" * (longest + 1)
    return f"{fence} {name}\n{inside}\n{fence}"


def _formula(tex: str) -> str | None:
    odd = not tex or "$" in tex or re.search(r"\n\s*\n|\\$", tex)
    return None if odd else f"$$\n{tex}\n$$"


def _html(element: Element) -> str:
    """Write a block as HTML without a blank line, which would end it."""
    copy = tree.parse(etree.tostring(element, encoding="unicode", with_tail=False))
    for inside in copy.iter("*"):
        inside.attrib.pop("data-line", None)
    blank = re.compile(r"\n(?=[ \t]*\n)")
    text = blank.sub("&#10;" if copy.xpath(".//pre") else " ", str(tree.write(copy)))
    # A phrase begins a block of HTML where its tag stands alone (4.6, start condition 7).
    return text if element.tag in phrases.BLOCKS else text.replace(">", ">\n", 1)


def _lines(text: str) -> str:
    """Keep what begins a line from beginning a block."""
    text = _LONE_TAG.sub(r"\1 ", text)
    if (broken := phrases.BREAK.search(text)) and broken.end() == len(text):
        text = f"{text[: broken.start()]}{broken[1]}<br />"  # a break before nothing is a backslash
    lines = [
        line.strip() if not line.endswith("\\") else line.lstrip() for line in text.split("\n")
    ]
    text = "\n".join(line for line in lines if line)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if not m[1].isdigit() else f"{m[1]}\\", text)


_WRITERS: dict[str, Callable[[Element], str | None]] = {
    "p": _paragraph,
    "blockquote": _quotation,
    "pre": _code_block,
    "hr": _rule,
    "dl": _definitions,
    "table": _table,
    "div": _container,
    "section": _notes,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
}
