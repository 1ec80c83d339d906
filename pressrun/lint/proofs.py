"""Let every rule read every article of a publication; knows no rule itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import extensions, stylesheets, themes
from pressrun.errors import Complaints, MarkupError, PressError, StylesheetError, TemplateError
from pressrun.excerpts import lines_of
from pressrun.lint import dates, headings, links, matter, pictures, print_measure, words
from pressrun.lint.copy import Copy, finding_of
from pressrun.markup import tree
from pressrun.preflight.finding import Finding
from pressrun.print_edition import borrowed_fonts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pressrun.manuscript import Gathered
    from pressrun.stylesheets import Geometry

_CHECKS: tuple[Callable[[Copy], Iterator[Finding]], ...] = (
    matter.missing, matter.language, matter.headline,
    dates.order, dates.dateline, dates.weekdays,
    headings.levels, headings.empty, headings.bare, headings.repeated, headings.mere_bold,
    pictures.obstacles, pictures.alternatives, pictures.captions, pictures.resolution,
    pictures.contrast, pictures.tables,
    links.words, links.addresses, links.left_out,
    words.doubled, words.quotes, words.brackets, words.garbled, words.desk, words.spaces,
    words.parted, words.private,
    print_measure.code, print_measure.words,
)  # fmt: skip


def lint(gathered: Gathered, page_size: str | None = None) -> tuple[Finding, ...]:
    """Return what is found in a publication's manuscripts, article by article, line by line.

    Pictures and long lines are judged by the page that the theme has, or by `page_size`.
    """
    page = stylesheets.geometry(gathered.publication.theme or themes.usual(), page_size)
    found: list[Finding] = []
    for copy in _copies(gathered, page):
        own = [finding for check in _CHECKS for finding in check(copy)]
        own += _by_others(copy)
        found += sorted(own, key=lambda f: (f.line or 0, f.column or 0, f.number))
    return (*found, *_undrawn(gathered))


def _by_others(copy: Copy) -> Iterator[Finding]:
    """Yield what checks find that are installed besides."""
    for maker, number, line, message, hint in extensions.checked(copy.manuscript):
        yield Finding(
            validator=maker, severity="warning", number=number, message=message,
            path=copy.manuscript.path, line=line, hint=hint,
        )  # fmt: skip


def faults(error: PressError) -> tuple[Finding, ...]:
    """Return what stopped a build as findings."""
    errors = error.errors if isinstance(error, Complaints) else (error,)
    return tuple(_fault(each) for each in errors)


def _copies(gathered: Gathered, page: Geometry) -> Iterator[Copy]:
    publication = gathered.publication
    manuscripts = {manuscript.path: manuscript for manuscript in gathered.manuscripts}
    files = {picture.href: picture for picture in publication.pictures}
    several = len(publication.articles) > 1
    guessed: set[str] = set()  # once is enough: publication.yaml may say it for all
    for article in publication.articles:
        manuscript = manuscripts[article.path]
        named = bool(manuscript.language or gathered.language)
        yield Copy(
            manuscript=manuscript,
            article=article,
            root=tree.parse(manuscript.body),
            lines=lines_of(article.path),
            page=page,
            pictures=files,
            language_told=named or article.language in guessed,
            issued=publication.issued if several else None,
        )
        guessed.add(article.language)


def _undrawn(gathered: Gathered) -> Iterator[Finding]:
    """Yield the characters that no font here draws."""
    try:
        borrowed_fonts(gathered.publication)
    except Complaints as complaints:
        for each in complaints.errors:
            path, line = Path(each.path or gathered.publication.name), each.line
            yield finding_of("PR-603", each.message, path, line=line, hint=each.hint)


def _fault(error: PressError) -> Finding:
    number = (
        "PR-002" if isinstance(error, MarkupError)
        else "PR-003" if isinstance(error, StylesheetError | TemplateError)
        else "PR-001"
    )  # fmt: skip
    path = Path(error.path or ".")
    return finding_of(number, error.message, path, line=error.line, hint=error.hint)
