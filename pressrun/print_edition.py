"""Make the print edition; knows templates and the process that lays out, not its insides."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Self

import pressrun
from pressrun import fonts, markup, pages, stylesheets
from pressrun.errors import EditionError, MachineError
from pressrun.press import Failure, PrintedEdition, PrintJob
from pressrun.templating import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from pressrun.model import Article, Publication

_PANGO = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_INSTALL = {"darwin": "brew install pango", "win32": "see WeasyPrint’s documentation for Windows"}


class Press:
    """A process that is getting ready to lay out while the sources are still being read.

    Use it as a context manager: leaving it ends the process.
    """

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        """Start the process; `tell` is called when fonts have to be made first."""
        folder = fonts.font_folder(tell=tell)
        settings = {
            "FONTCONFIG_FILE": str(fonts.fontconfig_file(folder)),
            "PYTHONHASHSEED": "0",
            "LC_ALL": "C.UTF-8",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pressrun.press"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment() | settings,
        )

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
        self._process.communicate()

    def lay_out(self, job: PrintJob) -> PrintedEdition:
        """Hand a job to the process and wait for the answer.

        Raises EditionError when the layout failed, MachineError when Pango is missing.
        """
        answer, errors = self._process.communicate(pickle.dumps(job))
        if self._process.returncode != 0 or not answer:
            raise EditionError(_last_words(self._process.returncode, errors))
        result = pickle.loads(answer)  # noqa: S301 - from our own child
        if isinstance(result, Failure):
            raise _failure(result)
        assert isinstance(result, PrintedEdition)  # noqa: S101 - there is no third answer
        return result


def undrawn(article: Article) -> tuple[str, ...]:
    """Return the characters of an article that no font of the print edition draws, each once."""
    page = pages.article_page(article, article.body.html)
    notes = "".join(note.body for note in article.body.notes)
    return fonts.uncovered((page + notes).striptags(), fonts.font_folder())


def print_job(publication: Publication, *, page_size: str) -> PrintJob:
    """Set up the document of a print edition."""
    page = stylesheets.geometry(*stylesheets.page_size(page_size))
    return PrintJob(
        html=str(_document(publication)),
        stylesheet=stylesheets.print_stylesheet(page),
        width=page.width,
        line=page.line,
        resources=tuple((p.href, p.media_type, p.data) for p in publication.pictures),
        slugs=tuple(article.slug for article in publication.articles),
    )


def _document(publication: Publication) -> str:
    articles = [
        {
            "slug": article.slug,
            "language": article.language,
            "page": pages.article_page(
                article, markup.for_print(article.body.html, article.body.notes)
            ),
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


def _environment() -> dict[str, str]:
    """Pass on what a process needs to find its libraries, nothing that changes the result."""
    kept = (
        "PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
        "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "VIRTUAL_ENV", "PYTHONPATH",
    )  # fmt: skip
    return {name: os.environ[name] for name in kept if name in os.environ}


def _failure(failure: Failure) -> EditionError | MachineError:
    if not failure.missing:
        return EditionError(failure.message)
    command = _INSTALL.get(sys.platform, _PANGO)
    return MachineError(
        "the PDF needs Pango, which this machine lacks", hint=f"run “make”, or: {command}"
    )


def _last_words(status: int, errors: bytes) -> str:
    lines = errors.decode(errors="replace").strip().splitlines()
    reason = lines[-1] if lines else "it said nothing"
    return f"the layout ended with status {status}: {reason}"
