"""Write a reader's fragment as Markdown that reads back to the same tree; knows no front matter.

What Markdown has no sign for is written as HTML, which it allows (CommonMark 0.31.2, 4.6 and 6.6).
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import escape

from pressrun.markup import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pressrun.markup.tree import Element

    Content = Element | str

_CONTAINERS = frozenset({"pull-quote", "sidebar"})
_BLOCKS = frozenset({
    "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figure", "figcaption",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "ul",
})  # fmt: skip
_VOID = frozenset({"br", "img", "wbr"})
# Signs that could begin something, and those that make an address of what stands around them.
_SPECIAL = re.compile(
    r"[\\`*_\[\]<>$~^{}|]|&(?=#?\w+;)|!(?=\[|\Z)|:(?=//)|(?<=www)\.|(?<=\w)@(?=\w)"
)
_LINE_START = re.compile(r"^([#+=:-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_ALIGNED = re.compile(r"text-align:\s*(left|right|center)")
_RULES = {"left": ":--", "right": "--:", "center": ":-:", "": "---"}


def to_markdown(root: Element) -> str:
    """Return the inside of `root` as Markdown."""
    return "\n\n".join(_blocks(root))


def line_to_markdown(root: Element) -> str:
    """Return the inside of `root`, text and inline elements, as one line of Markdown."""
    return _one_line(root)


def _blocks(parent: Element) -> Iterator[str]:
    """Yield the blocks of an element; text and inline elements side by side are one paragraph."""
    lists = 0
    for inline, group in groupby(_contents(parent), key=_is_inline):
        members = list(group)
        if inline:
            text = _lines(_inline(members))
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


def _contents(parent: Element) -> Iterator[Content]:
    """Yield texts and elements in order, white space between blocks left out."""
    if parent.text and (parent.text.strip() or not _has_blocks(parent)):
        yield parent.text
    for child in parent:
        yield child
        if child.tail and (child.tail.strip() or not _has_blocks(parent)):
            yield child.tail


def _has_blocks(parent: Element) -> bool:
    return any(child.tag in _BLOCKS for child in parent)


def _is_inline(content: Content) -> bool:
    return isinstance(content, str) or content.tag not in _BLOCKS


def _block(element: Element, *, other_sign: bool = False) -> str:
    if element.tag in {"ul", "ol"}:
        return _list(element, other_sign=other_sign) or _html(element)
    write = _WRITERS.get(str(element.tag))
    return (write(element) if write else None) or _html(element)


def _attributes(element: Element) -> dict[str, str]:
    return {str(k): str(v) for k, v in element.attrib.items() if k != "data-line"}


def _attribute_list(attributes: dict[str, str]) -> str:
    parts = [f"#{attributes['id']}"] if "id" in attributes else []
    parts += [f".{name}" for name in attributes.get("class", "").split()]
    return "{" + " ".join(parts) + "}" if parts else ""


def _paragraph(element: Element) -> str | None:
    """Write a paragraph, its id and classes in braces above it; None for what cannot be so."""
    attributes = _attributes(element)
    plain = all(re.fullmatch(r"[\w -]+", value) for value in attributes.values())
    text = _lines(_inline(_contents(element)))
    if not attributes.keys() <= {"id", "class"} or not plain or not text or _has_blocks(element):
        return None
    named = _attribute_list(attributes)
    return f"{named}\n{text}" if named else text


def _heading(element: Element) -> str | None:
    attributes = _attributes(element)
    if not attributes.keys() <= {"id", "class"}:
        return None
    # Signs at the end would close it.
    text = re.sub("#+$", lambda signs: "\\#" * len(signs[0]), _one_line(element))
    parts = ("#" * int(str(element.tag)[1]), text, _attribute_list(attributes))
    return " ".join(part for part in parts if part)


def _one_line(element: Element) -> str:
    return " ".join(_inline(_contents(element)).split())


def _quotation(element: Element) -> str | None:
    if _attributes(element) or not _has_blocks(element):
        return None
    return _indented(to_markdown(element), "> ", "> ")


def _rule(element: Element) -> str | None:
    return None if _attributes(element) else "***"


def _notes(element: Element) -> str | None:
    """Write the notes that the reader put at the end, each under the number that calls it."""
    if element.get("class") != "footnotes":
        return None
    notes = element.iterfind("ol/li")
    return "\n\n".join(
        _indented(to_markdown(note), f"[^{_number(note.get('id', ''))}]: ", "    ")
        for note in notes
    )


def _number(name: str) -> str:
    return name.removeprefix("#").removeprefix("fn")


def _only(element: Element, tags: set[str]) -> bool:
    outside = (element.text, *(child.tail for child in element))
    bare = not any(text and text.strip() for text in outside)
    return bare and len(element) > 0 and all(
        child.tag in tags and not _attributes(child) for child in element
    )  # fmt: skip


def _list(element: Element, *, other_sign: bool) -> str | None:
    if not _attributes(element).keys() <= {"start"} or not _only(element, {"li"}):
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
    bare = not element.text and not _attributes(element)
    if not bare or len(element) != 1 or element[0].tag != "code" or element[0].tail:
        return None
    code, attributes = element[0], _attributes(element[0])
    language = attributes.pop("class", "").removeprefix("language-")
    text = code.text or ""
    if (
        attributes
        or len(code)
        or not text.endswith("\n")
        or not re.fullmatch(r"[\w+#-]*", language)
    ):
        return None
    fence = max(["``", *re.findall(r"`+", text)], key=len) + "`"
    return f"{fence}{language}\n{text}{fence}"


def _definitions(element: Element) -> str | None:
    if _attributes(element) or not _only(element, {"dt", "dd"}) or element[0].tag != "dt":
        return None
    parts: list[str] = []
    for child in element:
        if child.tag == "dt":
            between = "\n" if parts else ""
            parts.append(between + _one_line(child))
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
    if _attributes(element):
        return None
    straight = len({len(row) for row in rows}) == 1 and not any(map(_has_blocks, cells))
    if head is None or head.tag != "thead" or len(head) != 1 or not straight:
        return None
    allowed = all(_attributes(cell).keys() <= {"style"} for cell in cells)
    if (
        not allowed
        or any(cell.tag != "th" for cell in rows[0])
        or element.find("caption") is not None
    ):
        return None
    if any(cell.tag != "td" for row in rows[1:] for cell in row):
        return None
    written = [[_one_line(cell) for cell in row] for row in rows]
    sides = ["".join(_ALIGNED.findall(cell.get("style", ""))) for cell in rows[0]]
    written.insert(1, [_RULES[side] for side in sides])
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def _container(element: Element) -> str | None:
    attributes = _attributes(element)
    name = attributes.get("class", "")
    if len(attributes) != 1 or name not in _CONTAINERS:
        return None
    inside = to_markdown(element)
    longest = max([2, *(len(colons) for colons in re.findall(r"^:+", inside, re.MULTILINE))])
    fence = ":" * (longest + 1)
    return f"{fence} {name}\n{inside}\n{fence}"


def _html(element: Element) -> str:
    """Write a block as HTML without a blank line, which would end it."""
    copy = tree.parse(etree.tostring(element, encoding="unicode", with_tail=False))
    for inside in copy.iter("*"):
        inside.attrib.pop("data-line", None)
    blank = re.compile(r"\n(?=[ \t]*\n)")
    return blank.sub("&#10;" if copy.xpath(".//pre") else " ", str(tree.write(copy)))


def _lines(text: str) -> str:
    """Keep what begins a line from beginning a block."""
    lines = [
        line.strip() if not line.endswith("\\") else line.lstrip() for line in text.split("\n")
    ]
    text = "\n".join(line for line in lines if line)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if not m[1].isdigit() else f"{m[1]}\\", text)


def _inline(contents: Iterable[Content]) -> str:
    parts: list[str] = []
    for content in contents:
        if isinstance(content, str):
            text = _SPECIAL.sub(r"\\\g<0>", content)
            parts.append(text.removeprefix("\n") if parts and parts[-1].endswith("\\\n") else text)
        else:
            parts.append(_phrase(content))
    return "".join(parts)


def _phrase(element: Element) -> str:
    inside = _inline(_contents(element))
    write = _PHRASES.get(str(element.tag))
    written = write(element, inside) if write else None
    return _tagged(element, inside) if written is None else written


def _emphasis(element: Element, inside: str) -> str | None:
    """Write stars where they are sure to open and close: beside letters, behind no other sign."""
    words = element.text_content()
    sure = (
        words[:1].isalnum()
        and words[-1:].isalnum()
        and not set(_signs_around(element)) & {"*", "\\"}
    )
    if _attributes(element) or len(element) or not sure:
        return None
    sign = "*" if element.tag == "em" else "**"
    return f"{sign}{inside}{sign}"


def _code(element: Element, _inside: str) -> str | None:
    words = element.text_content()
    # Beyond its line a code would be parted by a block, and by a table at its bars.
    if _attributes(element) or len(element) or not words.strip() or set(words) & {"\n", "|"}:
        return None
    fence = max(["", *re.findall(r"`+", words)], key=len) + "`"
    pad = " " if words[0] in "` " or words[-1] in "` " else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _break(element: Element, _inside: str) -> str | None:
    return None if _attributes(element) else "\\\n"


def _call(element: Element, _inside: str) -> str | None:
    if element.get("class") != "footnote-ref" or not len(element):
        return None
    return f"[^{_number(element[0].get('href', ''))}]"


def _link(element: Element, inside: str) -> str | None:
    attributes = _attributes(element)
    if attributes.get("class") == "footnote-backref":
        return ""
    if not attributes.keys() <= {"href", "title"} or not inside or not _is_plain(attributes):
        return None
    return f"[{inside}]({_address(attributes['href'])}{_title(attributes)})"


def _signs_around(element: Element) -> str:
    before = element.getprevious()
    parent = tree.parent_of(element)
    text = (before.tail if before is not None else parent.text) or ""
    if before is not None and not text:
        return "*"
    return text[-1:] + (element.tail or ("" if element.getnext() is None else "*"))[:1]


def _is_plain(attributes: dict[str, str]) -> bool:
    """Tell whether an address stays as it is, which Markdown's readers escape where it is odd."""
    odd = r"[^!-~]|[\"\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})"
    return "href" in attributes and not re.search(odd, attributes["href"])


def _address(href: str) -> str:
    escaped = re.sub(r"[\\<>]", r"\\\g<0>", href)
    return f"<{escaped}>" if re.search(r"[\s()<>]", href) or not href else escaped


def _title(attributes: dict[str, str]) -> str:
    if "title" not in attributes:
        return ""
    text = re.sub(r'[\\"]|&(?=#?\w+;)', r"\\\g<0>", attributes["title"])
    return f' "{text}"'


def _image(element: Element, _inside: str) -> str | None:
    attributes = _attributes(element)
    odd = '"' in attributes.get("credit", "") or not attributes.get("src")
    if odd or not attributes.keys() <= {"src", "alt", "title", "caption", "credit"}:
        return None
    alt = _SPECIAL.sub(r"\\\g<0>", attributes.get("alt", ""))
    if title := attributes.get("title"):  # a caption is a line of Markdown
        caption = tree.parse(attributes.get("caption") or escape(title))
        attributes["title"] = line_to_markdown(caption)
    text = f"![{alt}]({_address(attributes.get('src', ''))}{_title(attributes)})"
    credit = attributes.get("credit")
    return text + (f'{{credit="{credit}"}}' if credit else "")


def _tagged(element: Element, inside: str) -> str:
    pairs = "".join(f' {name}="{escape(value)}"' for name, value in _attributes(element).items())
    name = str(element.tag)
    if name in _VOID:
        return f"<{name}{pairs} />"
    return f"<{name}{pairs}>{inside}</{name}>"


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
_PHRASES: dict[str, Callable[[Element, str], str | None]] = {
    "em": _emphasis,
    "strong": _emphasis,
    "code": _code,
    "br": _break,
    "sup": _call,
    "a": _link,
    "img": _image,
}
