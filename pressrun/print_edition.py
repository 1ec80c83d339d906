"""Make the print edition; knows templates and the process that lays out, not its insides."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pressrun
from pressrun import (
    fonts,
    lending,
    limits,
    markup,
    pages,
    pictures,
    standards,
    stylesheets,
    themes,
)
from pressrun.errors import Complaints, EditionError, MachineError
from pressrun.lending import NO_LOAN, Loan
from pressrun.press import Failure, PrintedEdition, PrintJob
from pressrun.standards import USUAL, Production
from pressrun.templating import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from markupsafe import Markup

    from pressrun.model import Article, Publication

_SIGKILL = 9
_PANGO = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_INSTALL = {"darwin": "brew install pango", "win32": "see WeasyPrint’s documentation for Windows"}


class Press:
    """A process that is getting ready to lay out while the sources are still being read.

    Use it as a context manager: leaving it ends the process.
    """

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        """Start the process; `tell` is called when fonts have to be made first."""
        fonts.font_folder(tell=tell)
        settings = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "PYTHONPATH": _import_path()}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pressrun.press"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment() | settings,
        )
        self._asked = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        if self._asked:  # whoever asked reads to the end, in a thread of its own perhaps
            self._process.wait()
        else:
            self._process.communicate()

    def lay_out(self, job: PrintJob) -> PrintedEdition:
        """Hand a job to the process and wait for the answer.

        Raises EditionError when the layout failed, MachineError when Pango is missing.
        """
        self._asked = True
        answer, errors = self._process.communicate(pickle.dumps(job))
        if self._process.returncode != 0 or not answer:
            raise _last_words(self._process.returncode, errors, job)
        result = pickle.loads(answer)  # noqa: S301 - from our own child
        if isinstance(result, Failure):
            raise _failure(result)
        assert isinstance(result, PrintedEdition)  # noqa: S101 - there is no third answer
        return result


def borrowed_fonts(publication: Publication) -> Loan:
    """Return the fonts that the text needs beside the faces of every build.

    Raises Complaints that name every character that no font has.
    """
    folder = fonts.font_folder()
    drawings = {picture.href: pictures.words_in(picture) for picture in publication.pictures}
    wanted: dict[str, Article] = {}
    for article in publication.articles:
        drawn = (drawings.get(figure.image, "") for figure in article.body.figures)
        text = " ".join((_page(article).striptags(), *drawn))
        for char in fonts.uncovered(text, folder):
            wanted.setdefault(char, article)
    loan = lending.lend(wanted)
    if loan.undrawn:
        raise Complaints(_no_font(char, wanted[char]) for char in loan.undrawn)
    return loan


def print_job(
    publication: Publication,
    *,
    page_size: str | None = None,
    loan: Loan = NO_LOAN,
    production: Production = USUAL,
) -> PrintJob:
    """Set up the document of a print edition; the fonts of `loan` stand in where others end.

    Its page is that of its theme, unless a `page_size` is given.
    """
    theme = publication.theme or themes.usual()
    page = stylesheets.geometry(theme, page_size)
    most = limits.current()
    return PrintJob(
        html=str(_document(publication)),
        stylesheet=stylesheets.print_stylesheet(theme, page, bleed=production.surround.margin),
        width=page.width,
        column=page.column,
        line=page.line,
        direction=publication.direction,
        fontconfig=str(lending.fontconfig_file(fonts.font_folder(), loan)),
        resources=tuple(_resources(publication, page)),
        slugs=tuple(article.slug for article in publication.articles),
        production=production,
        profile=standards.profile_for(production),
        line_numbers=page.line_numbers,
        seconds=most.layout + (len(publication.articles) - 1) * most.layout // 12,
        megabytes=most.memory,
    )


def _resources(
    publication: Publication, page: stylesheets.Geometry
) -> Iterator[tuple[str, str, bytes]]:
    room = page.column, page.picture
    for picture in publication.pictures:
        yield picture.href, picture.media_type, pictures.for_print(picture, *room)
    bodies = [article.body for article in publication.articles]
    fragments = [text for b in bodies for text in (b.html, *(note.body for note in b.notes))]
    yield from ((d.href, "image/svg+xml", d.svg) for d in markup.drawings(fragments))


def _document(publication: Publication) -> str:
    articles = [
        {
            "slug": article.slug,
            "language": article.language,
            "direction": article.direction,
            "page": _page(article),
        }
        for article in publication.articles
    ]
    several = len(articles) > 1
    return render(
        "print/publication.html.jinja",
        publication=publication,
        authors=[c.name for c in publication.contributors if c.role == "aut"],
        generator=f"Pressrun {pressrun.__version__}",
        modified=publication.modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
        title_page=pages.title_page(publication) if several else None,
        contents=pages.contents_page(publication) if several else None,
        articles=articles,
        # A loose manuscript has no imprint, and a page that says only when it was saved is a page
        # wasted.
        colophon=pages.colophon_page(publication)
        if publication.publisher or publication.rights
        else None,
    )


def _page(article: Article) -> Markup:
    body = article.body
    return pages.article_page(article, markup.for_print(body.html, body.notes, article.language))


def _no_font(char: str, article: Article) -> EditionError:
    name = unicodedata.name(char, "unnamed")
    return EditionError(
        f"no font here draws “{char}” (U+{ord(char):04X}, {name})",
        path=article.path,
        line=_line_with(char, article.path),
        hint=f"install one that does; Debian’s {lending.debian_package(char)} may",
    )


def _line_with(char: str, path: Path) -> int | None:
    """Find a character in a manuscript’s lines; one that is no text, or is not there, has none."""
    try:
        lines = path.read_text(encoding="utf-8", errors="ignore").splitlines()
    except OSError:
        return None
    return next((n for n, line in enumerate(lines, start=1) if char in line), None)


def _environment() -> dict[str, str]:
    """Pass on what a process needs to find its libraries, nothing that changes the result."""
    kept = (
        "PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
        "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "VIRTUAL_ENV",
    )  # fmt: skip
    return {name: os.environ[name] for name in kept if name in os.environ}


def _import_path() -> str:
    """Let the process import this very package, and with -P nothing from the working folder."""
    ours = str(Path(pressrun.__file__).parent.parent)
    return os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))


def _failure(failure: Failure) -> EditionError | MachineError:
    if not failure.missing:
        hint = limits.remedy(failure.limit, "divide what is long") if failure.limit else None
        return EditionError(failure.message, hint=hint)
    command = _INSTALL.get(sys.platform, _PANGO)
    return MachineError(
        "the PDF needs Pango, which this machine lacks", hint=f"run “make”, or: {command}"
    )


def _last_words(status: int, errors: bytes, job: PrintJob) -> EditionError:
    """Say why the process ended; one that a signal ended has a negative status."""
    if status == -getattr(signal, "SIGXCPU", 0):
        message = f"the layout takes over {job.seconds} seconds of computing"
        return EditionError(message, hint=limits.remedy("layout", "divide what is long"))
    lines = errors.decode(errors="replace").strip().splitlines()
    reason = lines[-1] if lines else "it said nothing"
    how = f"was ended by {_signal_named(-status)}" if status < 0 else f"ended with status {status}"
    hint = "the system ends what takes too much memory" if status == -_SIGKILL else None
    return EditionError(f"the layout {how}: {reason}", hint=hint)


def _signal_named(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # real-time signals have no names
        return f"signal {number}"
