"""Write what stands within a line as Markdown; knows no block.

What Markdown has no sign for is written as HTML, which it allows (CommonMark 0.31.2, 6.6).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import escape

from pressrun.markup import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pressrun.markup.tree import Element

    Content = Element | str

BLOCKS = frozenset({
    "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figure", "figcaption",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "ul",
})  # fmt: skip
# A break, as a backslash that no other one escapes.
BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\\n")
_VOID = frozenset({"br", "img", "wbr"})
# Signs that could begin something, and those that make an address of what stands around them.
_SPECIAL = re.compile(
    r"[\\`*_\[\]<>$~^{}|]|&(?=#?\w+;)|!(?=\[|\Z)|:(?=//)|(?<=www)\.|(?<=\w)@(?=\w)|@(?=[a-z]+[:-])"
)


def one_line(element: Element) -> str:
    """Return the inside of an element, text and phrases, as one line of Markdown."""
    text = inline(contents_of(element))
    return " ".join(BREAK.sub(r"\1<br />", text).split())


def inline(contents: Iterable[Content]) -> str:
    """Return texts and phrases as Markdown; a break ends its line."""
    parts: list[str] = []
    for content in contents:
        if isinstance(content, str):
            text = _SPECIAL.sub(r"\\\g<0>", content)
            parts.append(text.removeprefix("\n") if parts and parts[-1].endswith("\\\n") else text)
        else:
            parts.append(_phrase(content))
    return "".join(parts)


def contents_of(parent: Element) -> Iterator[Content]:
    """Yield texts and elements in order, white space between blocks left out."""
    if parent.text and (parent.text.strip() or not has_blocks(parent)):
        yield parent.text
    for child in parent:
        yield child
        if child.tail and (child.tail.strip() or not has_blocks(parent)):
            yield child.tail


def has_blocks(parent: Element) -> bool:
    """Tell whether blocks are among an element’s children."""
    return any(child.tag in BLOCKS for child in parent)


def attributes_of(element: Element) -> dict[str, str]:
    """Return an element’s attributes, but for the line that it came from."""
    return {str(k): str(v) for k, v in element.attrib.items() if k != "data-line"}


def number_of(name: str) -> str:
    """Return a note’s number, from its id or from a link to it."""
    return name.removeprefix("#").removeprefix("fn")


def _phrase(element: Element) -> str:
    inside = inline(contents_of(element))
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
    if attributes_of(element) or len(element) or not sure:
        return None
    sign = "*" if element.tag == "em" else "**"
    return f"{sign}{inside}{sign}"


def _code(element: Element, _inside: str) -> str | None:
    words = element.text_content()
    # Beyond its line a code would be parted by a block, and by a table at its bars.
    if attributes_of(element) or len(element) or not words.strip() or set(words) & {"\n", "|"}:
        return None
    fence = max(["", *re.findall(r"`+", words)], key=len) + "`"
    pad = " " if words[0] in "` " or words[-1] in "` " else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _break(element: Element, _inside: str) -> str | None:
    return None if attributes_of(element) else "\\\n"


def _call(element: Element, _inside: str) -> str | None:
    if element.get("class") != "footnote-ref" or not len(element):
        return None
    return f"[^{number_of(element[0].get('href', ''))}]"


def _link(element: Element, inside: str) -> str | None:
    attributes = attributes_of(element)
    if attributes.get("class") == "footnote-backref":
        return ""
    if tree.is_reference(element):
        del attributes["class"]
    empty = not inside and not tree.is_reference(element)
    if not attributes.keys() <= {"href", "title"} or empty or not _is_plain(attributes):
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
    attributes = attributes_of(element)
    odd = '"' in attributes.get("credit", "") or not attributes.get("src")
    name = attributes.get("id")
    odd = odd or (name is not None and not re.fullmatch(r"[\w:-]+", name))
    if odd or not attributes.keys() <= {"src", "alt", "title", "caption", "credit", "id"}:
        return None
    alt = _SPECIAL.sub(r"\\\g<0>", attributes.get("alt", ""))
    if title := attributes.get("title"):  # a caption is a line of Markdown
        caption = tree.parse(attributes.get("caption") or escape(title))
        attributes["title"] = one_line(caption)
    text = f"![{alt}]({_address(attributes.get('src', ''))}{_title(attributes)})"
    credit = attributes.get("credit")
    braces = [f"#{name}"] * bool(name) + [f'credit="{credit}"'] * bool(credit)
    return text + (f"{{{' '.join(braces)}}}" if braces else "")


def _formula(element: Element, _inside: str) -> str | None:
    """Write a formula between dollars, where these are sure to be taken for what they are."""
    tex = element.text_content()
    sign = {"math inline": "$", "math display": "$$"}.get(element.get("class", ""))
    beside = set(re.findall(r"[\w$\\]", _signs_around(element)))
    plain = not len(element) and tex.strip() == tex and tex and not set(tex) & set("$`|\n")
    if sign is None or beside or not plain or len(attributes_of(element)) > 1:
        return None
    return None if tex.endswith("\\") else f"{sign}{tex}{sign}"


def _tagged(element: Element, inside: str) -> str:
    pairs = "".join(f' {name}="{escape(value)}"' for name, value in attributes_of(element).items())
    name = str(element.tag)
    if name in _VOID:
        return f"<{name}{pairs} />"
    return f"<{name}{pairs}>{inside}</{name}>"


_PHRASES: dict[str, Callable[[Element, str], str | None]] = {
    "em": _emphasis,
    "strong": _emphasis,
    "code": _code,
    "br": _break,
    "sup": _call,
    "a": _link,
    "img": _image,
    "span": _formula,
}
