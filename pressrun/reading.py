"""Show what was understood of a manuscript: JSON for programs, Markdown for an editor to correct.

The Markdown reads back to the same manuscript; knows readers' fragments, and nothing of editions.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import yaml

from pressrun.markup import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.markup.tree import Element
    from pressrun.model import Manuscript

_ROLES = {"caption": "caption", "credit": "credit"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPECIAL = re.compile(r"([\\`*_\[\]<])")
_AT_LINE_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s)|^(---+|===+|:::+)$", re.MULTILINE)


def as_json(manuscript: Manuscript) -> str:
    """Return the fields, the body block by block and what was left out, as JSON."""
    fields = {
        "headline": manuscript.headline,
        "kicker": manuscript.kicker,
        "standfirst": list(manuscript.standfirst),
        "byline": list(manuscript.byline),
        "dateline": manuscript.dateline,
        "date": manuscript.date.isoformat() if manuscript.date else None,
        "updated": manuscript.updated.isoformat() if manuscript.updated else None,
        "language": manuscript.language,
        "source": manuscript.source,
        "body": [{"type": kind, "text": text} for kind, text in blocks(manuscript.body)],
        "dropped": [{"line": d.line, "text": d.text, "why": d.why} for d in manuscript.dropped],
    }
    return json.dumps(fields, ensure_ascii=False, indent=2)


def blocks(fragment: str) -> Iterator[tuple[str, str]]:
    """Yield the blocks of a reader's fragment in order: type, and text with white space folded."""
    for kind, element in _blocks(tree.parse(fragment)):
        if isinstance(element, str):
            yield kind, element
        elif text := tree.words_of(element):
            yield kind, text


def as_markdown(manuscript: Manuscript) -> str:
    """Return front matter and Markdown; what was left out stands in a comment at the end."""
    fields = {
        "kicker": manuscript.kicker,
        "title": manuscript.headline,
        "standfirst": _one_or_list(manuscript.standfirst),
        "byline": _one_or_list(manuscript.byline),
        "dateline": manuscript.dateline,
        "date": manuscript.date.isoformat() if manuscript.date else None,
        "updated": manuscript.updated.isoformat() if manuscript.updated else None,
        "source": manuscript.source,
        "lang": manuscript.language,
    }
    kept = {key: value for key, value in fields.items() if value} | dict(manuscript.extra)
    front = yaml.dump(kept, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
    body = "\n\n".join(_markdown(tree.parse(manuscript.body)))
    return f"---\n{front}---\n\n{body}\n{_left_out(manuscript)}"


class _Plain(yaml.SafeDumper):
    """Writes dates as the words that they are: the reader wants strings."""


_Plain.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None)
)
_Plain.yaml_implicit_resolvers = {}


def _blocks(root: Element) -> Iterator[tuple[str, Element | str]]:
    for child in root:
        if child.tag in _HEADINGS:
            yield "crosshead", child
        elif child.tag in {"ul", "ol", "dl"}:
            yield from (("list-item", item) for item in child)
        elif child.tag == "blockquote":
            yield from (("quote", part) for part in (child if len(child) else (child,)))
        elif images := list(child.iter("img")):
            yield from _picture(images)
            if tree.words_of(child):
                yield "paragraph", child
        elif child.tag in {"div", "section", "article", "aside"} and len(child):
            yield from _blocks(child)
        else:
            yield _ROLES.get(child.get("class", ""), "paragraph"), child


def _picture(images: list[Element]) -> Iterator[tuple[str, str]]:
    for image in images:
        for name, kind in (("title", "caption"), ("credit", "credit")):
            if text := image.get(name):
                yield kind, text


def _one_or_list(texts: tuple[str, ...]) -> str | list[str] | None:
    return texts[0] if len(texts) == 1 else list(texts) or None


def _markdown(root: Element) -> Iterator[str]:
    for child in root:
        yield from _block_markdown(child)


def _block_markdown(element: Element) -> Iterator[str]:
    text = _inline(element).strip()
    if element.tag in _HEADINGS:
        yield f"{'#' * max(2, int(element.tag[1]))} {text}"
    elif element.tag == "ul":
        yield "\n".join(f"- {_inline(item).strip()}" for item in element)
    elif element.tag == "ol":
        first = int(element.get("start") or 1)
        yield "\n".join(
            f"{number}. {_inline(item).strip()}" for number, item in enumerate(element, start=first)
        )
    elif element.tag == "blockquote":
        inner = "\n\n".join(_markdown(element)) if len(element) else text
        yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
    elif element.tag == "p":
        role = element.get("class")
        text = _AT_LINE_START.sub(r"\1\\\2\3", text)
        yield f"{{.{role}}}\n{text}" if role in _ROLES else text
    else:
        yield str(tree.write(tree.make("div", element)))


def _inline(element: Element) -> str:
    """Write the inside of a block; what Markdown has no sign for stays as HTML, which it allows."""
    parts = [_SPECIAL.sub(r"\\\1", element.text or "")]
    for child in element:
        parts += [_inline_element(child), _SPECIAL.sub(r"\\\1", child.tail or "")]
    return "".join(parts)


def _inline_element(child: Element) -> str:
    inner = _inline(child)
    if child.tag == "em":
        return f"*{inner}*"
    if child.tag == "strong":
        return f"**{inner}**"
    if child.tag == "p":
        return inner.strip()
    if child.tag == "a":
        return f"[{inner}]({child.get('href', '')})"
    tail, child.tail = child.tail, None
    html = str(tree.write(tree.make("div", child)))
    child.tail = tail
    return html


def _left_out(manuscript: Manuscript) -> str:
    if not manuscript.dropped:
        return ""
    lines = "\n".join(f"line {d.line}: {d.text} ({d.why})" for d in manuscript.dropped)
    return f"\n<!-- Left out:\n{lines.replace('--', '- -')}\n-->\n"
