"""Give an EPUB the faces that it is set in, each with no more than the signs that it sets.

Knows finished documents, their sheet and the packaged fonts. What none of these draws, such as
Chinese, is left to the reader's own. The fonts are under the SIL Open Font License, which wants
its notice in every copy: in the name table (IDs 0, 13 and 14), and its text beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import cssselect2
from lxml import etree

from pressrun import fonts
from pressrun.epub_styles import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pressrun.fonts import Face

TEXT_FAMILY = "Source Serif 4 Text"
_XHTML = "{http://www.w3.org/1999/xhtml}"
# What reading systems do by themselves (HTML, 15.3).
_USUAL = """
em, i, cite, dfn, var, address { font-style: italic }
b, strong, th, h1, h2, h3, h4, h5, h6, dt { font-weight: 700 }
code, kbd, samp, pre { font-family: monospace }
"""
_BOLD = 550  # the weights of a family lie on both sides of it
_ADDED = "-\u2010.\u20220123456789"  # what a reading system adds: hyphens, and the marks of lists
_NAMES = (0, 1, 2, 13, 14)
_NEVER_SET = frozenset({f"{_XHTML}{name}" for name in ("head", "script", "style", "rp")})
_MATHML = "{http://www.w3.org/1998/Math/MathML}"


@dataclass(frozen=True, slots=True, order=True)
class _Look:
    """How a text is set: its families in the order of preference, its weight and its slope."""

    families: tuple[str, ...] = (TEXT_FAMILY,)
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The fonts of a book by file name, the rules that name them, and their licences by package."""

    files: Mapping[str, bytes]
    rules: str
    licences: Mapping[str, str]


def embedded(documents: Iterable[str], sheet: str) -> Embedded:
    """Return what documents are set in by a sheet."""
    wanted: dict[Face, set[str]] = {}
    for document in documents:
        for look, text in _looks(document, sheet):
            for char in set(text):
                for face in _faces_for(char, look):
                    wanted.setdefault(face, set()).add(char)
    for face, chars in wanted.items():
        chars |= {char for char in _ADDED if ord(char) in fonts.drawn_by(_file(face))}
    faces = sorted(wanted, key=lambda face: face.file_name)
    return Embedded(
        files={face.file_name: _subset(face, wanted[face]) for face in faces},
        rules="\n".join(map(_rule, faces)),
        licences={face.package: fonts.licence(face.package) for face in faces},
    )


def with_families(sheet: str, embedded: Embedded) -> str:
    """Return a sheet in which the text has its face, and the faces of other scripts follow each."""
    scripts = [f'"{face.family}"' for face in _script_faces() if face.file_name in embedded.files]
    others = "".join(f"{name}, " for name in dict.fromkeys(scripts))
    text = f'body {{ font-family: "{TEXT_FAMILY}", serif }}'
    whole = f"{embedded.rules}\n{sheet}\n{text}"
    for generic in ("serif", "sans-serif", "monospace"):
        whole = whole.replace(f'", {generic}', f'", {others}{generic}')
    return whole


def _looks(document: str, sheet: str) -> Iterator[tuple[_Look, str]]:
    """Yield each text of a document with the look that the sheet gives it."""
    root = etree.fromstring(document.encode())
    matcher = _matcher(sheet)
    wrapped = cssselect2.ElementWrapper.from_xml_root(root)
    looks: dict[Any, _Look | None] = {None: _Look()}
    for element in wrapped.iter_subtree():
        node = element.etree_element
        outer = looks[node.getparent()]
        if outer is None:
            looks[node] = None
            continue
        if (node.tail or "").strip():
            yield outer, node.tail
        hidden = node.tag in _NEVER_SET or str(node.tag).startswith(_MATHML)
        looks[node] = look = None if hidden else _look(matcher.match(element), outer)
        if look and (node.text or "").strip():
            yield look, node.text


@lru_cache(maxsize=1)  # the next book's is another
def _matcher(sheet: str) -> cssselect2.Matcher:
    matcher = cssselect2.Matcher()
    for prelude, declared in rules_of(_USUAL + sheet):
        for selector in cssselect2.compile_selector_list(prelude):
            if selector.pseudo_element is None:
                matcher.add_selector(selector, dict(declared))
    return matcher


def _look(matches: Iterable[Any], outer: _Look) -> _Look:
    values: dict[str, str] = {}
    for *_, declared in sorted(matches, key=lambda match: match[:2]):
        values |= declared
    weight, slope = values.get("font-weight"), values.get("font-style")
    family = values.get("font-family")
    return _Look(
        families=tuple(name.strip(' "') for name in family.split(","))
        if family
        else outer.families,
        bold=outer.bold if weight is None else weight == "bold" or int(weight) > _BOLD,
        italic=outer.italic if slope is None else slope == "italic",
    )


def _faces_for(char: str, look: _Look) -> Iterator[Face]:
    """Yield the face that draws a character, if any does: of the look's families, or a script's."""
    if char.isspace() and char != " ":
        return
    candidates = [_nearest(name, look) for name in look.families if name in _families()]
    candidates += [_nearest(name, look) for name in _script_families()]
    found = (face for face in candidates if ord(char) in fonts.drawn_by(_file(face)))
    face = next(found, None)
    if face is not None:
        yield face


@cache
def _nearest(family: str, look: _Look) -> Face:
    """Return the face of a family that is most like a look."""
    faces = [face for face in _all_faces() if face.family == family]
    return min(
        faces, key=lambda f: (f.italic is not look.italic, (f.wght > _BOLD) is not look.bold)
    )


def _all_faces() -> tuple[Face, ...]:
    return (*fonts.FACES, *_script_faces())


def _script_faces() -> tuple[Face, ...]:
    return tuple(face for script in fonts.SCRIPTS for face in script)


@cache
def _families() -> frozenset[str]:
    return frozenset(face.family for face in fonts.FACES)


@cache
def _script_families() -> tuple[str, ...]:
    return tuple(dict.fromkeys(face.family for face in _script_faces()))


@cache
def _file(face: Face) -> Path:
    group = next((faces for faces in (fonts.FACES, *fonts.SCRIPTS) if face in faces), fonts.FACES)
    return fonts.font_folder(group) / face.file_name


def _subset(face: Face, chars: Iterable[str]) -> bytes:
    return fonts.subset(_file(face), chars, _NAMES)


def _rule(face: Face) -> str:
    style = "italic" if face.italic else "normal"
    weight = 400 if face.wght <= _BOLD else face.wght
    return (
        f'@font-face {{ font-family: "{face.family}"; font-style: {style}; '
        f"font-weight: {weight}; src: url(fonts/{face.file_name}) }}"
    )
