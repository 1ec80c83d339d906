"""Lay out and draw a print edition in a process of its own; alone in importing WeasyPrint.

`python -m pressrun.press` takes a pickled PrintJob on its standard input and answers with a pickled
PrintedEdition or Failure on its standard output. A process of its own, because a crash of the
layout must not take the EPUB with it, because Pango may be missing, and because importing
WeasyPrint 70.0 changes Pillow for the whole process. It reaches no file and no network: all that it
may read comes with the job.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import sys
from copy import copy
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from threading import Thread
from time import sleep
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO

from pressrun.baseline import ENDLESS_PAGE, snap
from pressrun.bidi import part_runs
from pressrun.errors import EditionError
from pressrun.pagination import page_targets
from pressrun.standards import standard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.model import PageTarget
    from pressrun.standards import Production

# Declared here because WeasyPrint 70.0 has no need of them.
_PANGO = """
uint8_t *pango_log2vis_get_embedding_levels(const char *text, int length, int *direction);
void g_free(void *memory);
"""
# A host that cannot exist (RFC 2606, 2), since addresses of an unknown scheme are not joined;
# nothing is asked of it.
ORIGIN = "https://publication.invalid/"
# Characters of a document, about 250 pages: a shorter one is drawn before its garbage is worth the
# tenth of the time that looking for it takes.
_LONG = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """All that a layout needs: a document, a sheet, and its pictures as (href, media type, bytes).

    `width` is the page's, `column` that of a line of text, `line` the distance of two baselines, in
    points. `fontconfig` is the file that names its fonts, `direction` that of its pages, `profile`
    that of its press, if any. Each line that `line_numbers` divides is numbered. It may take so
    many `seconds` of the processor and `megabytes` of memory.
    """

    html: str
    stylesheet: str
    width: float
    column: float
    line: float
    fontconfig: str
    direction: str
    resources: tuple[tuple[str, str, bytes], ...]
    slugs: tuple[str, ...]
    seconds: int
    megabytes: int
    production: Production
    profile: bytes = b""
    line_numbers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedEdition:
    """The finished PDF, and where its pages begin in the articles."""

    pdf: bytes
    targets: tuple[PageTarget, ...]
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no PDF: a library is `missing`, or a `limit` of that name was met."""

    message: str
    missing: bool = False
    limit: str | None = None


def lay_out(job: PrintJob) -> PrintedEdition:
    """Lay out and draw a print edition.

    Raises EditionError for anything that WeasyPrint only logs: a picture that it could not read, a
    link to nowhere, a declaration that it ignored.
    """
    os.environ["FONTCONFIG_FILE"] = job.fontconfig  # read when the first configuration is made
    from pressrun.substitutes import (  # noqa: PLC0415 - see below
        ADDITIONS,
        SHORTCUTS,
        in_inks,
        in_place,
        with_line_numbers,
    )

    weasyprint = _weasyprint()
    inks = in_inks(job.production.ink, job.profile)
    numbers = with_line_numbers(job.line_numbers)
    with in_place((*ADDITIONS, *inks, *numbers, *SHORTCUTS), weasyprint):
        return _printed(job, weasyprint)


def _weasyprint() -> Any:  # noqa: ANN401 - it ships no types
    """Import what this process alone needs, and takes most of its time for."""
    from pressrun.substitutes import quick_import  # noqa: PLC0415

    with quick_import():
        import weasyprint  # noqa: PLC0415

    return weasyprint


def _printed(job: PrintJob, weasyprint: Any) -> PrintedEdition:  # noqa: ANN401
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - it is there by now

    from pressrun.substitutes import BOTH_WAYS, in_place  # noqa: PLC0415

    log = _Log()
    logging.getLogger("weasyprint").handlers = [log]
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    fetcher = _fetcher(job)
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(
        string=job.stylesheet, base_url=ORIGIN, url_fetcher=fetcher, font_config=fonts
    )
    document = weasyprint.HTML(string=job.html, base_url=ORIGIN, url_fetcher=fetcher)
    kind = standard(job.production.standard)
    as_wanted = {"pdf_tags": kind.tagged, "pdf_variant": kind.variant}
    how = {"font_config": fonts, **as_wanted}
    mixed = part_runs(document.etree_element.find("body"), job.direction, _levels_of)
    with in_place(BOTH_WAYS if mixed else (), weasyprint):
        boxes_of = partial(_boxes_of, document, (job.width, job.column), sheet, how)
        snap(document.etree_element, job.line, boxes_of)
        rendered = document.render(stylesheets=[sheet], **how)
        targets = page_targets((page._page_box for page in rendered.pages), job.slugs)  # noqa: SLF001 - no other way to the text
        pdf = rendered.write_pdf(finisher=_finisher(job, rendered), **as_wanted)
    if log.messages:
        raise EditionError("the layout is at fault: " + "; ".join(dict.fromkeys(log.messages)))
    return PrintedEdition(pdf=pdf, targets=targets, pages=len(rendered.pages))


def _finisher(job: PrintJob, rendered: Any) -> Any:  # noqa: ANN401
    """Return what finishes the PDF; give it the profiles of its press, and then no links."""
    from pressrun.tagging import finisher  # noqa: PLC0415 - as above

    kind, name = standard(job.production.standard), ""
    if kind.printed:
        profiles = _profiles(job.profile)
        rendered.color_profiles.update(profiles)
        name = profiles["device-cmyk"].name
        for page in rendered.pages:
            page.links.clear()
    return finisher(kind, job.production.surround, job.production.ink, name)


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


def _boxes_of(
    document: Any,  # noqa: ANN401 - WeasyPrint ships no types
    widths: tuple[float, float],
    sheet: Any,  # noqa: ANN401 - as above
    how: dict[str, Any],
    tree: Any,  # noqa: ANN401 - as above
) -> Iterator[Any]:
    """Lay out a tree that was made of the document's, without writing and parsing it again."""
    import weasyprint  # noqa: PLC0415 - it is there by now

    excerpt = copy(document)
    excerpt.etree_element = tree
    root = type(document.wrapper_element)
    excerpt.wrapper_element = root.from_html_root(tree, content_language=None)
    page = weasyprint.CSS(string=ENDLESS_PAGE % widths)
    for rendered in excerpt.render(stylesheets=[sheet, page], **how).pages:
        yield from rendered._page_box.descendants()  # noqa: SLF001 - no other way to a box's height


def _fetcher(job: PrintJob) -> Any:  # noqa: ANN401 - WeasyPrint ships no types
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    given = {ORIGIN + href: (media_type, data) for href, media_type, data in job.resources}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Hand out what came with the job; everything else does not exist."""

        def __init__(self) -> None:
            super().__init__(fail_on_errors=True)

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002
            if url not in given:
                message = f"“{url.removeprefix(ORIGIN)}” is not part of the publication"
                raise ValueError(message)
            media_type, data = given[url]
            return URLFetcherResponse(url, data, {"Content-Type": media_type})

    return Fetcher()


class _Log(logging.Handler):
    """Keep what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def main() -> None:
    """Serve one job: read it, answer it."""
    answer_to = _own_standard_output()
    Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    gc.disable()  # what importing makes stays
    try:
        _weasyprint()  # begins while the job is still being made
    except OSError as error:
        sys.stdin.buffer.read()
        pickle.dump(Failure(message=str(error).splitlines()[0], missing=True), answer_to)
        return
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    _bound(job)
    if len(job.html) > _LONG:
        gc.freeze()
        gc.set_threshold(50_000)
        gc.enable()
    try:
        answer: PrintedEdition | Failure = lay_out(job)
    except EditionError as error:
        answer = Failure(message=error.message)
    except MemoryError:
        most = f"the layout takes over {job.megabytes:,} MB of memory"
        answer = Failure(message=most, limit="memory")
    except RecursionError:  # WeasyPrint 70.0 goes down into boxes by recursion
        answer = Failure(message="the layout nests too deep", limit=None)
    pickle.dump(answer, answer_to)
    answer_to.flush()


def _end_with(parent: int) -> None:
    """End this process when the one that started it is gone, be it killed."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


def _bound(job: PrintJob) -> None:
    """Let the system end this process with SIGXCPU, or refuse it memory, beyond the limits."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return

    def lower(kind: int, most: int) -> None:
        """Bound it below what the system allows, which only root may raise."""
        allowed = resource.getrlimit(kind)[1]
        if allowed == resource.RLIM_INFINITY or most < allowed:
            resource.setrlimit(kind, (most, allowed))

    lower(resource.RLIMIT_CPU, job.seconds)
    if sys.platform == "linux":  # elsewhere more is mapped than is used
        lower(resource.RLIMIT_AS, job.megabytes * 1_000_000)


def _own_standard_output() -> BinaryIO:
    """Keep standard output for the answer, apart from whatever a library prints."""
    answer_to = sys.stdout.buffer
    sys.stdout = sys.stderr
    return answer_to


if __name__ == "__main__":
    # Under its own name, so that what is pickled here is what the parent knows.
    from pressrun import press  # noqa: PLW0406

    press.main()
