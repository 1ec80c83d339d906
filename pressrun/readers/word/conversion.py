"""Convert a prepared Word file to HTML whose classes are our roles; alone in importing mammoth.

https://github.com/mwilliamson/python-mammoth, whose style map says which style has which role.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import mammoth  # type: ignore[import-untyped] # 1.13 ships no types

from pressrun.errors import ManuscriptError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Word's names of styles, which are English in every language's Word (ECMA-376, part 1, 17.7.4.9),
# those of LibreOffice, Pages and Google Docs, and those that editors give their own.
ROLES = {
    "headline": ("title", "headline"),
    "standfirst": (
        "subtitle",
        "standfirst",
        "abstract",
        "lead",
        "lede",
        "deck",
        "dek",
        "intro",
        "introduction",
    ),
    "kicker": ("kicker", "eyebrow", "overline"),
    "byline": ("author", "byline", "authors"),
    "date": ("date",),
    "dateline": ("dateline",),
    "source": ("source", "agency"),
    "caption": (
        "caption",
        "figure",
        "illustration",
        "photo caption",
        "figure caption",
        "image caption",
    ),
    "credit": ("credit", "photo credit", "picture credit", "image credit"),
}
_QUOTATIONS = (
    "quote",
    "intense quote",
    "quotations",
    "block text",
    "block quotation",
    "blockquote",
    "block quote",
)
_PULLED = ("pull quote", "pullquote")
_CODE = ("html preformatted", "source code", "code", "preformatted text", "plain text")
_CODE_RUNS = ("html code", "source text", "code", "verbatim char", "inline code")
_HEADINGS = tuple((f"heading {level}", f"h{level}") for level in range(1, 7))
# A note's own paragraphs have no role.
_PLAIN = ("normal", "body text", "text body", "footnote text", "endnote text", "list paragraph")
KNOWN = frozenset({
    *(name for names in ROLES.values() for name in names), *_QUOTATIONS, *_PULLED, *_CODE,
    *(name for name, _ in _HEADINGS),
    "list bullet", "list number",
})  # fmt: skip


def convert(data: bytes, path: Path, take_picture: Callable[[bytes, str, str], str]) -> str:
    """Convert a Word file to HTML.

    `take_picture` gets a picture's bytes, its kind and its text alternative, and returns the
    source that the HTML is to name. Raises ManuscriptError for a file that cannot be converted.
    """

    def image(found: Any) -> dict[str, str]:  # noqa: ANN401 - mammoth has no types
        try:
            with found.open() as opened:
                data, kind = opened.read(), found.content_type or ""
        except mammoth.docx.files.InvalidFileReferenceError:  # it lies elsewhere, and is not read
            data, kind = b"", "only linked"
        return {"src": take_picture(data, kind, found.alt_text or "")}

    try:
        read = mammoth.docx.read(BytesIO(data), external_file_access=False)
        result = read.bind(
            lambda document: mammoth.conversion.convert_document_element_to_html(
                document, convert_image=mammoth.images.img_element(image), **_options()
            )
        )
    except Exception as error:  # noqa: BLE001 - mammoth 1.13 raises whatever its parsing meets
        raise ManuscriptError(
            f"this Word file cannot be read: {error}",
            path=path,
            hint="open it in Word and save it again",
        ) from None
    return str(result.value)


@cache
def _options() -> dict[str, Any]:
    """Return the style map as mammoth parses it, once: it costs as much as a short file."""
    return dict(mammoth.options.read_options({"style_map": _style_map()}).value)


def _style_map() -> str:
    lines = [
        f"p[style-name='{name}'] => p.{role}:fresh"
        for role, names in ROLES.items()
        for name in names
    ]
    lines += [f"p[style-name='{name}'] => {tag}:fresh" for name, tag in _HEADINGS]
    lines += [f"p[style-name='{name}'] => blockquote > p:fresh" for name in _QUOTATIONS]
    lines += [f"p[style-name='{name}'] => div.pull-quote > p:fresh" for name in _PULLED]
    lines += [f"p[style-name='{name}'] => pre:separator('\\n')" for name in _CODE]
    lines += _lists()
    lines += [f"r[style-name='{name}'] => code" for name in _CODE_RUNS]
    lines += [
        "r[style-name='Emphasis'] => em",
        "r[style-name='Strong'] => strong",
        "u => ",
        "small-caps => ",
    ]
    return "\n".join(lines)


def _lists() -> list[str]:
    """Map the list styles whose numbering the style itself does not say."""
    lines = []
    for name, tag in (("list bullet", "ul"), ("list number", "ol")):
        lines.append(f"p[style-name='{name}'] => {tag} > li:fresh")
        lines.append(f"p[style-name='{name} 2'] => ul|ol > li > {tag} > li:fresh")
        lines.append(f"p[style-name='{name} 3'] => ul|ol > li > ul|ol > li > {tag} > li:fresh")
    return lines
