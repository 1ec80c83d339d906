"""Show what was understood of a manuscript: JSON for programs, Markdown for an editor to correct.

The Markdown reads back to the same manuscript; knows readers' fragments, and nothing of editions.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import yaml
from markupsafe import escape

from pressrun.markup import tree
from pressrun.markup.markdown import to_markdown
from pressrun.markup.phrases import one_line
from pressrun.markup.sanitise import sanitise
from pressrun.markup.structure import LOST
from pressrun.model import Particulars

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pressrun.markup.tree import Element
    from pressrun.model import Collection, Contributor, Manuscript, Picture

_ROLES = {"caption": "caption", "credit": "credit"}
_WRITING_MODES = {True: "vertical-rl", False: "horizontal-tb", None: None}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


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
        "direction": manuscript.direction,
        "source": manuscript.source,
        "body": [{"type": kind, "text": text} for kind, text in blocks(manuscript.body)],
        "pictures": [_picture_as_json(picture) for picture in manuscript.pictures],
        "dropped": [{"line": d.line, "text": d.text, "why": d.why} for d in manuscript.dropped],
    }
    return json.dumps(fields, ensure_ascii=False, indent=2)


def _picture_as_json(picture: Picture) -> dict[str, object]:
    return {"href": picture.href, "type": picture.media_type, "bytes": len(picture.data)}


def blocks(fragment: str) -> Iterator[tuple[str, str]]:
    """Yield the blocks of a reader's fragment in order: type, and text with white space folded."""
    for kind, element in _blocks(tree.parse(fragment)):
        if isinstance(element, str):
            yield kind, element
        elif text := tree.words_of(element):
            yield kind, text


def as_markdown(manuscript: Manuscript, *, addresses: Mapping[str, str] | None = None) -> str:
    """Return front matter and Markdown; what was left out stands in a comment at the end.

    `addresses` gives those of the body’s pictures and links that are to be others.
    """
    standfirst = manuscript.standfirst_markup or tuple(map(escape, manuscript.standfirst))
    fields = {
        "kicker": manuscript.kicker,
        "title": _line(manuscript.headline_markup or escape(manuscript.headline or "")),
        "standfirst": _one_or_list(tuple(map(_line, standfirst))),
        "byline": _one_or_list(manuscript.byline),
        "dateline": manuscript.dateline,
        "date": manuscript.date.isoformat() if manuscript.date else None,
        "updated": manuscript.updated.isoformat() if manuscript.updated else None,
        "source": manuscript.source,
        "source-url": manuscript.source_url,
        "lang": manuscript.language,
        "dir": manuscript.direction,
        "writing-mode": _WRITING_MODES[manuscript.vertical],
    }
    kept: dict[str, object] = {key: value for key, value in fields.items() if value}
    kept |= dict(manuscript.extra)
    kept |= _particulars(manuscript)
    kept |= {"aliases": list(manuscript.addresses)} if manuscript.addresses else {}
    front = yaml.dump(kept, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
    root = _held_by_a_book(manuscript.body)
    _readdress(root, addresses or {})
    body = to_markdown(root, headline=manuscript.headline)
    return f"---\n{front if kept else ''}---\n\n{body}\n{_left_out(manuscript)}"


def _particulars(manuscript: Manuscript) -> dict[str, object]:
    """Return the front matter that reads back to a manuscript's particulars."""
    found = manuscript.particulars or Particulars()
    fields: dict[str, object] = {
        "identifier": _one_or_list(found.identifiers),
        "author": [_contributor(c) for c in found.contributors if c.role == "aut"],
        "contributor": [_contributor(c) for c in found.contributors if c.role != "aut"],
        "belongs-to-collection": found.collection and _collection(found.collection),
        "cover-image": found.cover and found.cover.source,
        "cover-image-alt": found.cover and found.cover.alt,
        "certified-by": found.certified_by,
    }
    return {key: value for key, value in fields.items() if value}


def _contributor(contributor: Contributor) -> dict[str, str]:
    fields = {"name": contributor.name, "role": contributor.role, "file-as": contributor.file_as}
    return {key: value for key, value in fields.items() if value}


def _collection(collection: Collection) -> dict[str, str]:
    fields = {
        "title": collection.title,
        "type": collection.kind,
        "position": collection.position,
        "identifier": collection.identifier,
    }
    return {key: value for key, value in fields.items() if value}


def _held_by_a_book(fragment: str) -> Element:
    """Parse what the sanitiser leaves, well nested; all of it where a build would complain."""
    refused = re.search(rf"<(?:{'|'.join(LOST)})\b", fragment)
    return tree.parse(fragment if refused else sanitise(fragment))


def _readdress(root: Element, addresses: Mapping[str, str]) -> None:
    for tag, name in (("img", "src"), ("a", "href")):
        for element in root.iter(tag):
            if new := addresses.get(element.get(name, "")):
                element.set(name, new)


def _line(fragment: str) -> str:
    return one_line(tree.parse(fragment))


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


def _left_out(manuscript: Manuscript) -> str:
    if not manuscript.dropped:
        return ""
    lines = "\n".join(f"line {d.line}: {d.text} ({d.why})" for d in manuscript.dropped)
    return f"\n<!-- Left out:\n{lines.replace('--', '- -')}\n-->\n"
