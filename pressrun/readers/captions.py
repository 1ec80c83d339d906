"""Join tables and code with their captions, in the forms that Markdown's writers have for them.

A paragraph beside it that begins with a colon, with `Table:` or `Listing:` (pandoc's manual,
table_captions; pandoc-crossref), attributes in a fence's braces (Quarto), and the Rust book's
`<Listing>` around it. Knows tokens, and not what becomes of them.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from markupsafe import escape

from pressrun.readers.commonmark import Token, attributes_of, inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_CAPTION = re.compile(r"(?:(Table|Listing))?:[ \t]+", re.IGNORECASE)
_NAME = re.compile(r"[ \t]*\{#([\w:.-]+)\}$")
_BRACES = re.compile(r"\s*(\{[^{}]*\})\s*$")
_LISTING = re.compile(r"""\s*<Listing((?:\s+[\w-]+="[^"]*")*)\s*>\s*\Z""")
_LISTING_ENDS = re.compile(r"\s*</Listing>\s*\Z")
_PAIR = re.compile(r'([\w-]+)="([^"]*)"')
_CAPTION_KEYS, _FILE_KEYS = ("caption", "lst-cap"), ("file-name", "filename")


def listings_astray(tokens: Iterable[Token]) -> Iterator[tuple[int, str, str]]:
    """Find a `<Listing>` that has no end, and would lose its caption: line, fault, hint."""
    opened: list[int] = []
    for token in tokens:
        if token.type == "html_block" and _LISTING.match(token.content):
            opened.append((token.map or (0, 0))[0])
        elif token.type == "html_block" and _LISTING_ENDS.match(token.content) and opened:
            opened.pop()
    for line in opened:
        yield line, "the <Listing> has no end", "close it with “</Listing>”, a blank line above it"


def join_captions(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with captions inside the tables and listings that they are of."""
    taken = list(_with_captions(list(tokens)))
    return list(_with_listings(_with_figures(taken)))


def _with_captions(tokens: list[Token]) -> Iterator[Token]:
    """Move a caption's paragraph into the table, or into a figure around the code, beside it."""
    place = 0
    while place < len(tokens):
        end = _end_of(tokens, place)
        after = _captions(tokens[end : end + 3], tokens[place])
        before = (
            [] if after else _captions(tokens[place : place + 3], *tokens[place + 3 : place + 4])
        )
        if before:
            place, end = place + 3, _end_of(tokens, place + 3)
        line = after or before
        block = tokens[place:end]
        yield from _captioned(block, line) if line else block
        place = end + (3 if after else 0)


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """Return where the table that begins at `start` ends, else the place of the next token."""
    if tokens[start : start + 1] and tokens[start].type == "table_open":
        closings = (i for i in range(start, len(tokens)) if tokens[i].type == "table_close")
        return next(closings) + 1
    return start + 1


def _captions(paragraph: Sequence[Token], *beside: Token) -> list[Token]:
    """Return a paragraph that is the caption of what it stands beside, else nothing."""
    if len(paragraph) < 3 or paragraph[0].type != "paragraph_open" or not beside:  # noqa: PLR2004 - it has three tokens
        return []
    found = _CAPTION.match(paragraph[1].content)
    kinds = {"table": ("table_open",), "listing": ("fence",)}
    wanted = kinds.get((found[1] or "").lower(), ("table_open", "fence")) if found else ()
    near = beside[0].type in wanted and beside[0].level == paragraph[0].level
    return list(paragraph) if near else []


def _captioned(block: list[Token], paragraph: Sequence[Token]) -> Iterator[Token]:
    line = paragraph[1]
    name = _strip(line)
    if block[0].type == "table_open":
        if name:
            block[0].attrSet("id", name)
        yield block[0]
        yield Token("caption_open", "caption", 1, block=True)
        yield line
        yield Token("caption_close", "caption", -1, block=True)
        yield from block[1:]
        return
    fence = block[0]
    yield _html(_opening(_attributes_of_fence(fence) | ({"id": name} if name else {})))
    yield fence
    yield _html("<figcaption>")
    yield Token("paragraph_open", "p", 1, attrs={"class": "caption"}, block=True)
    yield line
    yield Token("paragraph_close", "p", -1, block=True)
    yield _html("</figcaption>\n</figure>")


def _strip(line: Token) -> str | None:
    """Take what makes a paragraph a caption out of its line; return the name at its end."""
    children = line.children or []
    children[0].content = _CAPTION.sub("", children[0].content, count=1)
    found = _NAME.search(children[-1].content) if children[-1].type == "text" else None
    if found is None:
        return None
    children[-1].content = children[-1].content[: found.start()]
    return found[1]


def _attributes_of_fence(fence: Token) -> dict[str, str]:
    """Take the attributes in braces out of a fence's words, which then begin with the language."""
    found = _BRACES.search(fence.info)
    attributes = {k: str(v) for k, v in attributes_of(found[1]).items()} if found else {}
    if found and attributes:
        words = fence.info[: found.start()].strip()
        fence.info = words or attributes.get("class", "").partition(" ")[0]
    line = str(fence.attrGet("data-line") or "")
    return {"data-line": line, **attributes} if line else attributes


def _with_figures(tokens: Iterable[Token]) -> Iterator[Token]:
    """Put code whose braces caption it, name its file or call it a listing into a figure."""
    for token in tokens:
        attributes = _attributes_of_fence(token) if token.type == "fence" else {}
        name = attributes.get("id", "")
        if attributes.keys() & {*_CAPTION_KEYS, *_FILE_KEYS} or name.startswith("lst"):
            yield _html(_opening(attributes))
            yield token
            yield _html(_closing(attributes))
            continue
        if name:
            token.attrSet("id", name)
        yield token


def _with_listings(tokens: Iterable[Token]) -> Iterator[Token]:
    """Make figures of `<Listing>` elements (https://github.com/rust-lang/book/pull/3918)."""
    opened: list[dict[str, str]] = []
    for token in tokens:
        found = _LISTING.match(token.content) if token.type == "html_block" else None
        if found:
            attributes = {name: unescape(value) for name, value in _PAIR.findall(found[1])}
            if "number" in attributes:
                attributes.setdefault("id", f"listing-{attributes['number']}")
            opened.append(attributes)
            yield _html(_opening(attributes))
        elif token.type == "html_block" and opened and _LISTING_ENDS.match(token.content):
            yield _html(_closing(opened.pop()))
        else:
            yield token


def _opening(attributes: Mapping[str, str]) -> str:
    kept = ((k, attributes[k]) for k in ("id", "number", "data-line") if attributes.get(k))
    pairs = "".join(f' {name}="{escape(value)}"' for name, value in kept)
    file = next((attributes[key] for key in _FILE_KEYS if attributes.get(key)), None)
    line = f'\n<p class="file-name"><code>{escape(file)}</code></p>' if file else ""
    return f'<figure class="listing"{pairs}>{line}'


def _closing(attributes: Mapping[str, str]) -> str:
    caption = next((attributes[key] for key in _CAPTION_KEYS if attributes.get(key)), None)
    if caption is None:
        return "</figure>"
    _, fragment = inline(caption, references=True)
    return f'<figcaption><p class="caption">{fragment}</p></figcaption>\n</figure>'


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=f"{content}\n", block=True)
