"""Read what shops and libraries want to know: identifiers, contributors, collection, cover.

The keys are pandoc's (https://pandoc.org/MANUAL.html#epub-metadata). Knows front matter's values,
and nothing of packages.
"""

from __future__ import annotations

import re
import uuid
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun.errors import ManuscriptError
from pressrun.model import Collection, Contributor, CoverImage, Particulars
from pressrun.nearest import did_you_mean
from pressrun.readers import front_matter
from pressrun.readers.front_matter import Mapping, Scalar, Sequence
from pressrun.readers.relators import CODES, NAMES
from pressrun.standards import LINKS, OPENERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressrun.readers.front_matter import Value

# The fields of contributors, and the role of those who have no other.
ROLES = {
    "author": "aut", "editor": "edt", "translator": "trl", "illustrator": "ill",
    "contributor": "ctb",
}  # fmt: skip
PARTICULARS = (*ROLES, "identifier", "belongs-to-collection", "group-position", "cover-image",
               "cover-image-alt", "certified-by", "theme", "links", "openers")  # fmt: skip
_OF_A_CONTRIBUTOR = ("name", "text", "role", "file-as")
_OF_A_COLLECTION = ("title", "type", "position", "identifier")
_ISBN = re.compile(r"(?:urn:)?isbn(?:-1[03])?[:\s]*(.+)|([\d][\d\s-]{8,}[\dxX])", re.IGNORECASE)
_ISSN = re.compile(r"(?:urn:)?issn[:\s]*(.+)|(\d{4}-\d{3}[\dxX])", re.IGNORECASE)
_DOI = re.compile(
    r"(?:urn:)?(?:doi:\s*|https?://(?:dx\.)?doi\.org/)(.+)|(10\.\d{4,}/.+)", re.IGNORECASE
)
# The DOI Handbook, 2.2: a prefix of digits and full stops, and any signs behind the slash.
_SOUND_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s<>\"]+")
_UUID = re.compile(r"(?:urn:)?uuid:\s*(.+)", re.IGNORECASE)
POSITION = re.compile(r"\d+(?:\.\d+)*")


def particulars(fields: Mapping, path: Path) -> Particulars:
    """Read the particulars of a publication; raises ManuscriptError for a value that is wrong."""
    return Particulars(
        identifiers=tuple(identifiers_of(fields.get("identifier"), "identifier", path)),
        contributors=tuple(
            contributor
            for key, role in ROLES.items()
            for contributor in _contributors(_named(fields, key), key, role, path)
        ),
        collection=_collection(fields, path),
        cover=_cover(fields, path),
        certified_by=front_matter.text_of(fields.get("certified-by"), "certified-by", path),
        links=_one_of(LINKS, fields, "links", "links cannot stand as “{}” on paper", path),
        openers=_one_of(OPENERS, fields, "openers", "articles cannot begin on “{}” pages", path),
        theme=front_matter.text_of(fields.get("theme"), "theme", path),
        lines=tuple((f.key, f.line) for f in fields.fields if f.key in PARTICULARS),
    )


def particulars_of_article(fields: Mapping, path: Path) -> Particulars | None:
    """Read them from front matter, whose byline says already who wrote; None where nothing else is.

    Raises ManuscriptError, as `particulars` does.
    """
    found = particulars(fields, path)
    known = tuple(c for c in found.contributors if c != Contributor(name=c.name))
    found = replace(found, contributors=known)
    return None if found == Particulars() else found


def _one_of(
    known: tuple[str, ...], fields: Mapping, key: str, fault: str, path: Path
) -> str | None:
    """Return which of the `known` words a field says; `fault` is what is wrong with another."""
    value = fields.get(key)
    text = front_matter.text_of(value, key, path)
    if value is None or text is None or text in known:
        return text
    raise ManuscriptError(
        fault.format(text), path=path, line=value.line,
        hint=did_you_mean(text, known) or f"write one of {', '.join(known)}",
    )  # fmt: skip


def _named(fields: Mapping, key: str) -> Value | None:
    return fields.get(*(("author", "byline", "authors") if key == "author" else (key,)))


def identifiers_of(value: Value | None, key: str, path: Path) -> Iterator[str]:
    """Yield identifiers as URIs: an ISBN, an ISSN, a DOI, a UUID, and what else is given as it is.

    Numbers are proved by their check digit (ISO 2108, ISO 3297). pandoc's `scheme` and `text` are
    understood. Raises ManuscriptError for one that is wrong.
    """
    for item in _items(value):
        scheme = ""
        if isinstance(item, Mapping):
            scheme = front_matter.text_of(item.get("scheme"), key, path) or ""
            scheme = re.sub(r"[-\s]?1[03]$", "", scheme.lower())
        text = _text(item, key, path, "text")
        prefixed = f"{scheme}:{text}" if scheme in {"isbn", "issn", "doi", "uuid"} else text
        if text:
            yield _identifier(prefixed, path, item.line)


def _identifier(text: str, path: Path, line: int) -> str:
    if found := _ISSN.fullmatch(text):
        return f"urn:issn:{_issn(found[1] or found[2], path, line)}"
    if found := _ISBN.fullmatch(text):
        return f"urn:isbn:{_isbn(found[1] or found[2], path, line)}"
    if found := _DOI.fullmatch(text):
        doi = found[1] or found[2]
        if _SOUND_DOI.fullmatch(doi):
            return f"doi:{doi}"
        hint = "a DOI has a prefix, a slash and a suffix: “doi:10.1000/182”"
        raise ManuscriptError(f"“{doi}” is not a DOI", path=path, line=line, hint=hint)
    if found := _UUID.fullmatch(text):
        with suppress(ValueError):
            return uuid.UUID(found[1]).urn
        raise ManuscriptError(
            f"“{found[1]}” is not a UUID", path=path, line=line,
            hint="it has 32 hexadecimal digits; without an identifier, the press derives one",
        )  # fmt: skip
    return text


def printed(identifier: str) -> str:
    """Return an identifier as it is printed: an ISBN in its groups (ISO 2108, 5.4), an ISSN."""
    kind, _, number = identifier.removeprefix("urn:").partition(":")
    if kind == "isbn":
        from stdnum import isbn  # noqa: PLC0415 - few books have one, and it is slow to import

        number = str(isbn.format(number))
    return f"{kind.upper()} {number}" if kind in {"isbn", "issn"} else identifier


def _isbn(text: str, path: Path, line: int) -> str:
    """Return the thirteen digits of an ISBN, of an old one too."""
    from stdnum import isbn  # noqa: PLC0415 - few books have one, and it is slow to import

    try:
        return str(isbn.to_isbn13(isbn.validate(text)))
    except isbn.ValidationError as error:
        raise _wrong_number("ISBN", text, error, path, line) from None


def _issn(text: str, path: Path, line: int) -> str:
    """Return an ISSN in its two groups of four."""
    from stdnum import issn  # noqa: PLC0415 - as above

    try:
        return str(issn.format(issn.validate(text)))
    except issn.ValidationError as error:
        raise _wrong_number("ISSN", text, error, path, line) from None


def _wrong_number(name: str, text: str, error: Exception, path: Path, line: int) -> ManuscriptError:
    length = "10 or 13" if name == "ISBN" else "8"
    hint = "a digit is wrong, or two have changed places"
    if "checksum" not in str(error):
        hint = f"it has {length} digits, of which the last proves the others"
    return ManuscriptError(f"“{text}” is not an {name}", path=path, line=line, hint=hint)


def _contributors(value: Value | None, key: str, role: str, path: Path) -> Iterator[Contributor]:
    for item in _items(value):
        name = _text(item, key, path, "name", "text")
        if isinstance(item, Mapping):
            _refuse_slips(item, _OF_A_CONTRIBUTOR, path)
            yield Contributor(
                name=name,
                role=_role(item.get("role"), path) or role,
                file_as=front_matter.text_of(item.get("file-as"), "file-as", path),
            )
        elif name:
            yield Contributor(name=name, role=role)


def _role(value: Value | None, path: Path) -> str | None:
    """Return the code of a role that is given by it or by its English name."""
    text = front_matter.text_of(value, "role", path)
    if value is None or text is None:
        return None
    if text in CODES:
        return text
    if code := NAMES.get(text.lower()):
        return code
    raise ManuscriptError(
        f"“{text}” is no role", path=path, line=value.line,
        hint=did_you_mean(text, [*NAMES, *CODES])
        or "write a code of id.loc.gov/vocabulary/relators, such as “trl”, or “translator”",
    )  # fmt: skip


def _collection(fields: Mapping, path: Path) -> Collection | None:
    value, apart = fields.get("belongs-to-collection"), fields.get("group-position")
    inside = value if isinstance(value, Mapping) else None
    if inside:
        _refuse_slips(inside, _OF_A_COLLECTION, path)
    position = _position(inside.get("position") if inside else None, "position", path)
    position = position or _position(apart, "group-position", path)
    title = _text(value, "belongs-to-collection", path, "title") if value else ""
    if title:
        numbers = identifiers_of(inside.get("identifier"), "identifier", path) if inside else ()
        return Collection(
            title=title,
            kind=_kind(inside.get("type") if inside else None, path),
            position=position,
            identifier=next(iter(numbers), None),
        )
    if apart is not None and position:
        raise ManuscriptError(
            "“group-position” says a place in nothing", path=path, line=apart.line,
            hint="name the series: “belongs-to-collection: …”",
        )  # fmt: skip
    return None


def _kind(value: Value | None, path: Path) -> str:
    text = front_matter.text_of(value, "type", path)
    if value is None or text in {None, "series", "set"}:
        return text or "series"
    hint = "write “series”, or “set” for one that is complete"
    raise ManuscriptError(f"“{text}” is no collection", path=path, line=value.line, hint=hint)


def _position(value: Value | None, key: str, path: Path) -> str | None:
    text = front_matter.text_of(value, key, path)
    if value is None or text is None or POSITION.fullmatch(text):
        return text
    raise ManuscriptError(
        f"“{text}” is no place in a series", path=path, line=value.line,
        hint="write a number, such as “7”, or “12.3” for the third issue of volume 12",
    )  # fmt: skip


def _cover(fields: Mapping, path: Path) -> CoverImage | None:
    image, words = fields.get("cover-image"), fields.get("cover-image-alt")
    source = front_matter.text_of(image, "cover-image", path)
    alt = front_matter.text_of(words, "cover-image-alt", path)
    if image is not None and source:
        return CoverImage(source=source, alt=alt, line=image.line)
    if words is not None and alt:
        raise ManuscriptError(
            "“cover-image-alt” describes no picture", path=path, line=words.line,
            hint="name it: “cover-image: …”",
        )  # fmt: skip
    return None


def _refuse_slips(item: Mapping, known: tuple[str, ...], path: Path) -> None:
    """Refuse what is nearly a key; others, such as an e-mail address, are for other programs."""
    for field in item.fields:
        near = did_you_mean(field.key.replace("_", "-"), known, cutoff=0.7)
        if field.key not in known and near:
            raise ManuscriptError(
                f"unknown field “{field.key}”", path=path, line=field.line,
                hint=near,
            )  # fmt: skip


def _items(value: Value | None) -> tuple[Value, ...]:
    if value is None:
        return ()
    return value.items if isinstance(value, Sequence) else (value,)


def _text(item: Value, key: str, path: Path, *names: str) -> str:
    """Return the text of a scalar, or the one that a mapping has under one of `names`."""
    if isinstance(item, Scalar):
        return front_matter.text_of(item, key, path) or ""
    text = isinstance(item, Mapping) and front_matter.text_of(item.get(*names), key, path)
    if text:
        return text
    raise ManuscriptError(
        f"“{key}” has an entry without a {names[0]}", path=path, line=item.line,
        hint=f"write “{names[0]}: …”",
    )  # fmt: skip
