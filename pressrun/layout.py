"""Lay out, furnish and join; alone in importing WeasyPrint.

It reaches no network and no file but its fonts: all else that it may read comes with the parts.
"""

from __future__ import annotations

import logging
import os
import pickle
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from importlib.resources import files
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from pressrun.baseline import ENDLESS_PAGE, mark, widen
from pressrun.bidi import part_runs
from pressrun.errors import EditionError
from pressrun.fragments import (
    Fragment,
    Furniture,
    LaidPage,
)
from pressrun.furnishing import furnish
from pressrun.pagination import pagination
from pressrun.standards import standard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pressrun.fragments import Design, Furnishing, Joining, Part

# Declared here because WeasyPrint 70.0 has no need of them.
_PANGO = """
uint8_t *pango_log2vis_get_embedding_levels(const char *text, int length, int *direction);
void g_free(void *memory);
"""
# A host that cannot exist (RFC 2606, 2), since addresses of an unknown scheme are not joined;
# nothing is asked of it.
ORIGIN = "https://publication.invalid/"
# What a place's page number is taken for until it is known: two figures wide, as most are.
UNKNOWN = 88
_FAR = 1_000_000


class Layout:
    """What lays out the parts of one edition, with its sheet and its fonts."""

    def __init__(self, design: Design, before: Layout | None = None) -> None:
        """Get ready; fonts and sheet are those of the layout `before`, if they are the same.

        A process decides on its fonts once.
        """
        os.environ["FONTCONFIG_FILE"] = design.fontconfig  # read at the first configuration
        self._design = design
        self._weasyprint = weasyprint()
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - it is there by now

        self._kind = standard(design.production.standard)
        known = before if before and before._design.fontconfig == design.fontconfig else None  # noqa: SLF001 - its own kind
        self._fonts: Any = known._fonts if known else FontConfiguration()  # noqa: SLF001 - as above
        same = known and known._design.stylesheet == design.stylesheet  # noqa: SLF001 - as above
        self._sheet: Any = known._sheet if known and same else self._parsed(design.stylesheet)  # noqa: SLF001 - as above

    def _parsed(self, stylesheet: str) -> Any:  # noqa: ANN401 - WeasyPrint ships no types
        with _heeding_warnings():
            return self._weasyprint.CSS(
                string=stylesheet, base_url=ORIGIN, url_fetcher=_Fetcher(),
                font_config=self._fonts,
            )  # fmt: skip

    @cached_property
    def _endless(self) -> Any:  # noqa: ANN401 - as above
        widths = self._design.width, self._design.column
        return self._weasyprint.CSS(string=ENDLESS_PAGE % widths, url_fetcher=_Fetcher())

    @property
    def _intent(self) -> str | None:
        variants = self._weasyprint.pdf.VARIANTS
        return variants[self._kind.variant][1].get("output_intent") if self._kind.variant else None

    @property
    def _ground(self) -> Any:  # noqa: ANN401 - imported where it is used
        from pressrun.drawing import Ground  # noqa: PLC0415 - it imports what a parent need not

        profile = "device-cmyk" if self._kind.printed else self._intent
        return Ground(intent=self._intent, profile=profile, tagged=self._kind.tagged)

    @property
    def _how(self) -> dict[str, Any]:
        return {
            "cache": {},
            "font_config": self._fonts,
            "pdf_tags": self._kind.tagged,
            "pdf_variant": self._kind.variant,
        }

    def fragment(self, part: Part, folios: Mapping[str, int]) -> Fragment:
        """Lay out and draw a part that quotes the page numbers of `folios`, by anchor.

        Raises EditionError for anything that WeasyPrint only logs: a picture that it could not
        read, a declaration that it ignored.
        """
        from pressrun.page_numbers import BARE, counted_from, telling_pages  # noqa: PLC0415
        from pressrun.substitutes import BOTH_WAYS  # noqa: PLC0415

        asked: dict[str, int] = {}
        document = self._document(part.html, part.resources)
        mixed = part_runs(document.etree_element.find("body"), self._design.direction, _levels_of)
        places = (
            *(() if self._design.line_numbers else BARE),
            *telling_pages(folios, UNKNOWN, asked),
            counted_from(0 if part.leading else _FAR),
            *(BOTH_WAYS if mixed else ()),
        )
        with _heeding_warnings(), self._mended(*places):
            how = self._how
            if self._design.columns > 1:
                widen(document.etree_element, lambda tree: self._boxes(document, tree, how))
            mark(document.etree_element, self._design.line)
            rendered = document.render(stylesheets=[self._sheet], **how)
            return self._finished(part, document, rendered, asked)

    def _finished(
        self,
        part: Part,
        document: Any,  # noqa: ANN401
        rendered: Any,  # noqa: ANN401
        asked: dict[str, int],
    ) -> Fragment:
        from pressrun import drawing  # noqa: PLC0415 - it imports what a parent need not

        boxes = [page._page_box for page in rendered.pages]  # noqa: SLF001 - no other way to the text
        found = pagination(boxes, part.slugs)
        if self._kind.printed:
            for page in rendered.pages:
                page.links.clear()
        body = document.etree_element.find("body")
        shells = [child for child in body if isinstance(child.tag, str)]
        drawn = drawing.body(self._weasyprint, rendered.pages, self._ground)
        anchors: dict[str, int] = {}
        for number, page in enumerate(rendered.pages):
            for name in page.anchors:
                anchors.setdefault(name, number)
        return Fragment(
            pages=tuple(_laid(box, body, shells) for box in boxes),
            shells=tuple((shell.tag, tuple(shell.attrib.items())) for shell in shells),
            anchors=anchors,
            references=asked,
            targets=tuple((int(t.folio) - 1, t.slug, t.offset) for t in found.targets),
            lines=found.lines,
            drawing=pickle.dumps(drawn, pickle.HIGHEST_PROTOCOL),
        )

    def furniture(self, furnishing: Furnishing) -> Furniture:
        """Draw what stands around the text of pages.

        Raises EditionError for a sheet whose left pages give the text another measure.
        """
        from pressrun import drawing  # noqa: PLC0415 - as above
        from pressrun.page_numbers import beginning_at, counted_from  # noqa: PLC0415

        document = self._document(self._design.frame, ())
        furnish(document.etree_element, furnishing)
        before, front = furnishing.first - 1, furnishing.front
        right = before % 2 == (self._design.direction == "ltr")
        number = before - (front if before >= front else 0)
        places = beginning_at(number, right=right), counted_from(before - 1)
        with _heeding_warnings(), self._mended(*places):
            rendered = self._rewrapped(document).render(stylesheets=[self._sheet], **self._how)
            pages = rendered.pages[1:]
            shifts = []
            for page, laid in zip(pages, furnishing.pages, strict=True):
                left, *measure = _area(page._page_box)  # noqa: SLF001 - as above
                if any(abs(a - b) > 0.01 for a, b in zip(measure, laid.area[1:], strict=True)):  # noqa: PLR2004
                    raise EditionError("left and right pages differ in the size of their text")
                shifts.append(left - laid.area[0])
            drawn = drawing.furniture(self._weasyprint, pages, shifts, self._ground)
        return Furniture(drawing=drawn, shifts=tuple(shifts))

    def joined(self, joining: Joining) -> bytes:
        """Return the PDF of drawings and their furniture.

        Raises EditionError for a link to nowhere.
        """
        from pressrun.joining import Binding  # noqa: PLC0415 - as above

        binding = Binding(
            [pickle.loads(each) for each in joining.drawings],  # noqa: S301 - our own
            joining.furniture,
        )
        with _heeding_warnings(), self._mended():
            document = self._envelope(binding)
            if joining.proof:
                return self._proof(binding, document)
            finish = self._finish(document, joining.front)

            def dressed(_: object, pdf: Any) -> None:  # noqa: ANN401
                binding.dress(document, pdf)
                finish(document, pdf)

            pdf: bytes = document.write_pdf(
                finisher=dressed, pdf_tags=self._kind.tagged, pdf_variant=self._kind.variant
            )
        return pdf

    def _proof(self, binding: Any, document: Any) -> bytes:  # noqa: ANN401
        for page in binding.pages:
            page.links.clear()
            page.anchors.clear()
            page.bookmarks.clear()
        pdf: bytes = document.write_pdf(
            finisher=binding.dress, output_intent=self._intent, pdf_tags=False
        )
        return pdf

    def _finish(self, document: Any, front: int) -> Any:  # noqa: ANN401
        from pressrun.tagging import finisher  # noqa: PLC0415 - as above

        surround, ink = self._design.production.surround, self._design.production.ink
        name = document.color_profiles["device-cmyk"].name if self._kind.printed else ""
        return finisher(self._kind, surround, ink, name, front)

    def _envelope(self, binding: Any) -> Any:  # noqa: ANN401
        """Return a document of WeasyPrint's whose pages are drawn already."""
        from weasyprint.document import Document  # noqa: PLC0415 - as above
        from weasyprint.html import get_html_metadata  # noqa: PLC0415

        html = self._document(self._design.metadata, ())
        metadata = self._weasyprint.document.DocumentMetadata(**get_html_metadata(html))
        profiles = _profiles(self._design.profile) if self._kind.printed else {}
        document = Document(
            binding.pages, metadata, html.url_fetcher, self._fonts, profiles, self._intent
        )
        document.fonts = binding.fonts(self._weasyprint, self._design.font_folders)
        document.direction = self._design.direction
        document.binding = binding
        return document

    @contextmanager
    def _mended(self, *others: Any) -> Iterator[None]:  # noqa: ANN401
        from pressrun.letting_go import letting_go  # noqa: PLC0415 - it imports what a parent need not
        from pressrun.shortcuts import SHORTCUTS  # noqa: PLC0415 - as above
        from pressrun.substitutes import (  # noqa: PLC0415 - as above
            ADDITIONS,
            in_inks,
            in_place,
            with_line_numbers,
        )

        inks = in_inks(self._design.production.ink, self._design.profile)
        lines = with_line_numbers(self._design.line_numbers)
        ours = *ADDITIONS, *inks, *lines, *SHORTCUTS, *others
        with in_place(ours, self._weasyprint), letting_go(self._weasyprint):
            yield

    def _document(self, html: str, resources: tuple[tuple[str, str, bytes], ...]) -> Any:  # noqa: ANN401
        return self._weasyprint.HTML(string=html, base_url=ORIGIN, url_fetcher=_Fetcher(resources))

    def _rewrapped(self, document: Any, tree: Any = None) -> Any:  # noqa: ANN401
        """Return a document with another tree, without writing and parsing it again."""
        excerpt = copy(document)
        excerpt.etree_element = document.etree_element if tree is None else tree
        root = type(document.wrapper_element)
        excerpt.wrapper_element = root.from_html_root(excerpt.etree_element, content_language=None)
        return excerpt

    def _boxes(self, document: Any, tree: Any, how: dict[str, Any]) -> Iterator[Any]:  # noqa: ANN401
        """Lay out a tree that was made of the document's on one endless page."""
        sheets = [self._sheet, self._endless]
        rendered = self._rewrapped(document, tree).render(stylesheets=sheets, **how)
        for each in rendered.pages:
            yield from each._page_box.descendants()  # noqa: SLF001 - no other way to a box's height


def weasyprint() -> Any:  # noqa: ANN401 - it ships no types
    """Import what this process alone needs, and takes most of its time for."""
    from pressrun.substitutes import quick_import  # noqa: PLC0415

    with quick_import():
        import weasyprint  # noqa: PLC0415

    return weasyprint


def _area(page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    return page.content_box_x(), page.content_box_y(), page.width, page.height


def _laid(page: Any, body: Any, shells: list[Any]) -> LaidPage:  # noqa: ANN401
    """Tell what furniture must know of a page; the frame sets the strings of the body itself."""
    places = {shell: place for place, shell in enumerate(shells)}
    strings = []
    shell = None
    for box in page.descendants():
        if shell is None:
            shell = places.get(box.element)
        if box.string_set and box.string_set != "none" and box.element is not body:
            strings += box.string_set
    return LaidPage(shell=shell or 0, strings=tuple(strings), area=_area(page))


def _profiles(press: bytes) -> dict[str, Any]:
    """Return the profile of the press, and that of pictures in RGB (ISO 32000-1, 8.6.5.6).

    They stand for WeasyPrint's `ColorProfile`, which writes a profile anew.
    """
    from pressrun.inks import description  # noqa: PLC0415 - as above

    srgb = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return {
        name: SimpleNamespace(content=data, components=inks, name=said, pdf_reference=None)
        for name, data, inks, said in (
            ("device-cmyk", press, "cmyk", description(press)),
            ("DefaultRGB", srgb, "rgb", "sRGB"),
        )
    }


def _levels_of(text: str, direction: str) -> list[int]:
    """Return the embedding level of each character (UAX 9), as Pango finds it.

    https://docs.gtk.org/Pango/type_func.log2vis_get_embedding_levels.html
    """
    from weasyprint.text.ffi import ffi, gobject, pango  # noqa: PLC0415 - it is there by now

    ffi.cdef(_PANGO, override=True)
    data = text.encode()
    base = ffi.new("int *", 1 if direction == "rtl" else 0)  # PANGO_DIRECTION_RTL and _LTR
    levels = pango.pango_log2vis_get_embedding_levels(data, len(data), base)
    try:
        return [*levels[0 : len(text)]]
    finally:
        gobject.g_free(levels)


class _Fetcher:
    """Hand out what came with a part; everything else does not exist.

    It is what WeasyPrint's `URLFetcher` is, without the handlers of protocols, which refer to it.
    """

    _fail_on_errors = True  # WeasyPrint asks for it

    def __init__(self, resources: Iterable[tuple[str, str, bytes]] = ()) -> None:
        self._given = {ORIGIN + href: (kind, data) for href, kind, data in resources}

    def __call__(self, url: str) -> Any:  # noqa: ANN401 - it ships no types
        """Return WeasyPrint's answer; raises ValueError for what is not there."""
        from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 - it is there by now

        if url not in self._given:
            message = f"“{url.removeprefix(ORIGIN)}” is not part of the publication"
            raise ValueError(message)
        media_type, data = self._given[url]
        return URLFetcherResponse(url, data, {"Content-Type": media_type})


@contextmanager
def _heeding_warnings() -> Iterator[None]:
    """Raise EditionError at the end for all that WeasyPrint warned of meanwhile."""
    log = _Log()
    logging.getLogger("weasyprint").handlers = [log]
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    yield
    if log.messages:
        raise EditionError("the layout is at fault: " + "; ".join(dict.fromkeys(log.messages)))


class _Log(logging.Handler):
    """Keep what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
