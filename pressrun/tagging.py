"""Finish a PDF before it is written: structure tree, claims, page labels, boxes and marks.

And let its text be read back as it was written, whatever glyphs it is drawn with.

Works on pydyf’s objects; what the tree is, `pressrun.structure` decides.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from typing import TYPE_CHECKING, Any

import pydyf

from pressrun.fonts import nominal_characters
from pressrun.marks import boxes, marks
from pressrun.namespaces import qualify
from pressrun.sequences import RIGHT_TO_LEFT
from pressrun.soft_hyphens import SOFT, is_divided, soften
from pressrun.standards import condition
from pressrun.structure import Annotation, Content, Element, elements_below
from pressrun.word_breaks import is_before_space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pressrun.marks import Surround
    from pressrun.standards import Standard

# ISO 14289-1, 5: the identification; ISO 19005-3, 6.6.2.3.3: a schema that PDF/A does not know must
# be described.
_PDFUA = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""

# Combining marks; scripts from Devanagari to Myanmar, Khmer and Mongolian; joiners; those of the
# supplementary plane that join; emoji and their modifiers.
_SHAPED = re.compile(
    "[\u0300-\u036f\u0900-\u109f\u1780-\u18af\u1a20-\u1bff\u20d0-\u20ff\u3099\u309a"
    "\u200b-\u200d\u2060-\u206f\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U00011000-\U00011fff\U0001f000-\U0001faff\U000e0000-\U000e01ef]"
)
# Small capitals of Greek have no accents, and one sigma.
_ALIKE_AS_CAPITALS = re.compile("[\u0390\u03ac-\u03b0\u03c2\u03ca-\u03ce\u1f00-\u1fff]")
# Stands for a glyph that adds no character to those of its neighbours: a value has to be there (ISO
# 19005-3, 6.2.11.7.2), and a reader should not see it.
_NOTHING = "\N{WORD JOINER}"
_POINTS = 0.75  # of a CSS pixel
# WeasyPrint 70.0 writes it; ISO 14289-2, 5 has no such property.
_UNKNOWN = b' pdfuaid:conformance="PDF/UA-2"'
_RANDOM = re.compile(rb"xmp\.did:[-0-9a-f]*")


def speaking(draw: Callable[..., None]) -> Callable[..., None]:
    """Let WeasyPrint’s `draw_text` say what it draws where glyphs are not the text in its order.

    So it is where letters join, change places, are pictures, or share one with others (ISO 32000-1,
    14.9.4). Not where they run from right to left: readers turn such text round themselves, with or
    without this.
    """

    def draw_and_say(stream: Any, textbox: Any, *rest: Any) -> None:  # noqa: ANN401
        begin = len(stream.stream)
        if textbox.text and not textbox.text.strip(" "):
            _draw_spaces(draw, stream, textbox, *rest)
        elif RIGHT_TO_LEFT.search(textbox.text):
            draw(stream, textbox, *rest)
        elif not (_SHAPED.search(textbox.text) or _is_alike(textbox)):
            draw(stream, textbox, *rest)
            if is_divided(textbox):
                soften(stream.stream, begin)
        else:
            said = textbox.text.replace(SOFT, "")
            said = said[:-1] + SOFT if is_divided(textbox) else said
            said += " " if is_before_space(textbox) else ""
            words = pydyf.Dictionary({"ActualText": pydyf.String(said)})
            stream.begin_marked_content("Span", words)
            draw(stream, textbox, *rest)
            stream.end_marked_content()
        _drop_empty_strings(stream.stream, begin)

    return draw_and_say


def _is_alike(textbox: Any) -> bool:  # noqa: ANN401
    capitals = textbox.style["font_variant_caps"] != "normal"
    return capitals and bool(_ALIKE_AS_CAPITALS.search(textbox.text))


def _draw_spaces(draw: Callable[..., None], stream: Any, textbox: Any, *rest: Any) -> None:  # noqa: ANN401
    """Draw a text of spaces, which WeasyPrint 70.0 leaves out: so words joined when read back.

    It looks at the box's own text for that, and draws what was laid out.
    """
    spaces, textbox.text = textbox.text, "."
    draw(stream, textbox, *rest)
    textbox.text = spaces


def _drop_empty_strings(operators: list[Any], begin: int) -> None:
    """Leave numbers alone between glyphs: PDFium forgets one that follows an empty string.

    So Chromium set Hebrew that is justified with a ragged edge (November 2026).
    """
    for index in range(begin, len(operators)):
        operator = operators[index]
        if isinstance(operator, bytes) and operator.endswith(b"TJ") and b"<>" in operator:
            operators[index] = operator.replace(b"<>", b" ")


def map_to_unicode(fonts: Iterable[Any]) -> None:
    """Mend what glyphs mean before WeasyPrint 70.0 writes it.

    It takes the part of a cluster that follows a glyph, which is nothing where a cluster has
    several, and nothing is malformed (ISO 32000-1, 9.10.3).
    """
    for font in fonts:
        meant = font.to_unicode
        if all(len(text) == 1 for text in meant.values()):
            continue
        nominal = nominal_characters(font.file_content, font.index)
        marks = {own for g, own in nominal.items() if g in meant and unicodedata.combining(own)}
        for glyph, text in meant.items():
            alone = "".join(char for char in text if char not in marks)
            if not text or alone != text or _SHAPED.search(text):
                meant[glyph] = nominal.get(glyph) or alone or _NOTHING


def write_structure(
    pdf: pydyf.PDF,
    document: Any,  # noqa: ANN401 - WeasyPrint ships no types
    version: str | None,
    *_: object,
) -> None:
    """Write the structure tree; takes the place of WeasyPrint 70.0's own `add_tags`.

    The tree is that of the document's `binding`; its pages follow in its `direction`. In a PDF of
    `version` 2.0 it is one of PDF/UA-2.
    """
    whole: Element = document.binding.structure
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    written = _write_elements(pdf, whole, root)
    root["K"] = written[whole].reference
    root["ParentTree"] = _parent_tree(whole, written, len(document.pages))
    if names := _names(whole, written):
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
    if version == "2.0":
        qualify(pdf, root, whole, written)
    pdf.catalog["StructTreeRoot"] = root.reference
    reading = "/R2L" if document.direction == "rtl" else "/L2R"
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(
        {"DisplayDocTitle": "true", "Direction": reading}
    )
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def mark_artifacts(stream: Any, mcids: set[int]) -> None:  # noqa: ANN401
    """Let what is no content be an artifact: running heads, folios, repeated table heads.

    ISO 32000-1, 14.8.2.2.
    """
    operators = stream.stream
    for index, operand in enumerate(operators):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in mcids:
            operators[index - 1] = "/Artifact"
            operators[index] = pydyf.Dictionary({"Type": "/Pagination"})


def _write_elements(pdf: pydyf.PDF, document: Element, root: Any) -> dict[Element, Any]:  # noqa: ANN401
    """Add an object for every element; return them by element."""
    references = pdf.page_references
    written: dict[Element, Any] = {}
    for element in elements_below(document):
        written[element] = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{element.role}"})
        pdf.add_object(written[element])
    written[document]["P"] = root.reference
    for element, dictionary in written.items():
        for kid in element.kids:
            if isinstance(kid, Element):
                written[kid]["P"] = dictionary.reference
        page = next((kid.page for kid in element.kids if isinstance(kid, Content)), None)
        if page is not None:
            dictionary["Pg"] = references[page]
        kids = [_kid(kid, page, references, written) for kid in element.kids]
        dictionary["K"] = pydyf.Array(kids)
        _describe(element, dictionary)
    return written


def _kid(
    kid: Element | Content | Annotation,
    page: int | None,
    references: Sequence[bytes],
    written: dict[Element, Any],
) -> Any:  # noqa: ANN401
    if isinstance(kid, Element):
        return written[kid].reference
    if isinstance(kid, Annotation):
        return pydyf.Dictionary(
            {"Type": "/OBJR", "Obj": kid.link.reference, "Pg": references[kid.page]}
        )
    if kid.page == page:
        return kid.mcid
    return pydyf.Dictionary({"Type": "/MCR", "Pg": references[kid.page], "MCID": kid.mcid})


def _describe(element: Element, dictionary: Any) -> None:  # noqa: ANN401
    texts = {
        "Lang": element.language,
        "Alt": element.alt,
        "ID": element.identifier,
        "E": element.expansion,
        "ActualText": element.actual,
    }
    for key, text in texts.items():
        if text:
            dictionary[key] = pydyf.String(text)
    attributes = [*element.attributes]
    if element.box:
        numbers = " ".join(f"{corner * _POINTS:.3f}" for corner in element.box[1:])
        attributes.append(("/Layout", "BBox", f"[{numbers}]"))
    if attributes:
        owner = attributes[0][0]
        values = {name: value for _, name, value in attributes}
        dictionary["A"] = pydyf.Dictionary({"O": owner, **values})


def _parent_tree(document: Element, written: dict[Element, Any], pages: int) -> Any:  # noqa: ANN401
    """Map every sequence and every link annotation to its element (ISO 32000-1, 14.7.4.4)."""
    sequences: list[dict[int, Any]] = [{} for _ in range(pages)]
    links: list[Any] = []
    for element in elements_below(document):
        for kid in element.kids:
            if isinstance(kid, Content):
                sequences[kid.page][kid.mcid] = written[element].reference
            elif isinstance(kid, Annotation):
                kid.link["StructParent"] = pages + len(links)
                links.append(written[element].reference)
    numbers: list[Any] = []
    for page, owners in enumerate(sequences):
        row = [owners.get(mcid, "null") for mcid in range(max(owners, default=-1) + 1)]
        numbers += [page, pydyf.Array(row)]
    for place, reference in enumerate(links, start=pages):
        numbers += [place, reference]
    return pydyf.Dictionary({"Nums": pydyf.Array(numbers)})


def _names(document: Element, written: dict[Element, Any]) -> list[Any]:
    named = {e.identifier: written[e].reference for e in elements_below(document) if e.identifier}
    return [part for name in sorted(named) for part in (pydyf.String(name), named[name])]


def finisher(
    standard: Standard, surround: Surround, ink: str, profile: str, front: int
) -> Callable[[Any, pydyf.PDF], None]:
    """Return what finishes a PDF before it is written; `profile` is a press’s by its name.

    Its pages in `front`, so many, are numbered by themselves.
    """

    def finish(_document: object, pdf: pydyf.PDF) -> None:
        if standard.universal:
            _claim_pdfua(pdf)
        if standard.printed:
            _say_what_for(pdf, profile)
        if standard.variant:
            metadata = _metadata(pdf)
            metadata.compress = False  # any program may look for what is claimed
            metadata.stream = [metadata.stream[0].replace(_UNKNOWN, b"")]
        _label_pages(pdf, front)
        if surround.margin:
            _surround_pages(pdf, surround, ink)

    return finish


def _metadata(pdf: pydyf.PDF) -> Any:  # noqa: ANN401
    return next(o for o in pdf.objects if getattr(o, "extra", {}).get("Type") == "/Metadata")


def _pages(pdf: pydyf.PDF) -> list[Any]:
    return [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]


def _say_what_for(pdf: pydyf.PDF, profile: str) -> None:
    """Name the printing condition, blend in its inks, and be the same file each time.

    WeasyPrint 70.0 names the document at random in its XMP.
    """
    intent = pdf.catalog["OutputIntents"][0]
    identifier, registry = condition(profile)
    intent["OutputConditionIdentifier"] = pydyf.String(identifier)
    intent["Info"] = pydyf.String(profile)
    if registry:
        intent["RegistryName"] = pydyf.String(registry)
    group = pydyf.Dictionary({"Type": "/Group", "S": "/Transparency", "CS": "/DeviceCMYK"})
    for page in _pages(pdf):
        page["Group"] = group
    metadata = _metadata(pdf)
    xmp = _RANDOM.sub(b"", metadata.stream[0])
    name = f"xmp.did:{uuid.uuid5(uuid.NAMESPACE_OID, xmp.decode())}"
    metadata.stream = [_RANDOM.sub(name.encode(), metadata.stream[0])]


def _surround_pages(pdf: pydyf.PDF, surround: Surround, ink: str) -> None:
    """Give each page its boxes, cut off what runs over them, and draw the marks as an artifact."""
    written: dict[tuple[float, float], tuple[Any, Any]] = {}
    for page in _pages(pdf):
        width, height = page["TrimBox"][2:]
        named = boxes(width, height, surround)
        page.update({name: pydyf.Array(box) for name, box in named.items()})
        if (width, height) not in written:
            left, bottom, right, top = named["BleedBox"]
            cut = f"q {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n"
            drawn = f"Q /Artifact BMC\n{marks(width, height, surround, ink)}EMC"
            written[width, height] = pydyf.Stream([cut]), pydyf.Stream([drawn])
            for stream in written[width, height]:
                pdf.add_object(stream)
        before, after = written[width, height]
        content = [before.reference, *page["Contents"], after.reference]
        page["Contents"] = pydyf.Array(content)


def _claim_pdfua(pdf: pydyf.PDF) -> None:
    """Let the file say that it follows PDF/UA-1 too."""
    metadata = _metadata(pdf)
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _PDFUA.encode())]


def _label_pages(pdf: pydyf.PDF, front: int) -> None:
    """Label the pages i, ii, 1, 2, 3, as they are printed (ISO 32000-1, 12.4.2)."""
    figures = [0, pydyf.Dictionary({"S": "/r"})] if front else []
    figures += [front, pydyf.Dictionary({"S": "/D"})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(figures)})
