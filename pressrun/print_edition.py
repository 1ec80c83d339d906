"""Set up the print edition: its parts, and what they share; knows templates, and no layout."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pressrun
from pressrun import (
    codes,
    fonts,
    lending,
    limits,
    markup,
    pages,
    pictures,
    standards,
    standing,
    stylesheets,
    themes,
)
from pressrun.errors import Complaints, EditionError
from pressrun.fragments import Design, Part
from pressrun.lending import NO_LOAN, Loan
from pressrun.standards import USUAL, Production
from pressrun.templating import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from markupsafe import Markup

    from pressrun.model import Article, Picture, Publication, Section

_SOURCE = re.compile(r'\ssrc="([^"]*)"')
_DEEPEST = 4  # of the outline; what styles/print.css knows
_HEAD = re.compile(r"<head>.*</head>\n?", re.DOTALL)


def galleys(publication: Publication, page_size: str | None = None) -> dict[str, Markup]:
    """Return the text of each article as it is printed, by its slug.

    Making it is most of the work of what takes it here, and makes it where it is not given.
    """
    page = stylesheets.geometry(publication.theme or themes.usual(), page_size)
    return {a.slug: _galley(a, publication.links, page) for a in publication.articles}


def borrowed_fonts(publication: Publication, texts: Mapping[str, Markup] | None = None) -> Loan:
    """Return the fonts that the text needs beside the faces of every build.

    Raises Complaints that name every character that no font has.
    """
    texts = texts or galleys(publication)
    folder = fonts.font_folder()
    drawings = {picture.href: pictures.words_in(picture) for picture in publication.pictures}
    wanted: dict[str, Article] = {}
    for char in fonts.uncovered(_front_words(publication), folder):
        wanted.setdefault(char, publication.articles[0])
    for article in publication.articles:
        drawn = [drawings.get(figure.image, "") for figure in article.body.figures]
        text = texts[article.slug]
        # Tags need not be told from text where all that is in both can be drawn.
        if fonts.uncovered(" ".join((unescape(text), *drawn)), folder):
            for char in fonts.uncovered(" ".join((text.striptags(), *drawn)), folder):
                wanted.setdefault(char, article)
    loan = lending.lend(wanted)
    if loan.undrawn:
        raise Complaints(_no_font(char, wanted[char]) for char in loan.undrawn)
    return loan


def _front_words(publication: Publication) -> str:
    """Return what is printed before and behind the articles, the press’s own words among it."""
    openers = (pages.section_page(section) for section in publication.sections if section.title)
    around = (pages.contents_page(publication), *openers) if len(publication.articles) > 1 else ()
    title, colophon = pages.title_page(publication), pages.colophon_page(publication)
    return " ".join(page.striptags() for page in (title, *around, colophon))


def print_design(
    publication: Publication,
    *,
    page_size: str | None = None,
    loan: Loan = NO_LOAN,
    production: Production = USUAL,
) -> Design:
    """Set up what all parts of a print edition share; the fonts of `loan` stand in for others.

    Its page is that of its theme, unless a `page_size` is given.
    """
    theme = publication.theme or themes.usual()
    page = stylesheets.geometry(theme, page_size)
    most = limits.current()
    whole = _document(publication)
    folder = fonts.font_folder()
    configuration = lending.fontconfig_file(folder, loan)
    return Design(
        stylesheet=stylesheets.print_stylesheet(theme, page, bleed=production.surround.margin),
        frame=_without_head(whole),
        metadata=whole,
        width=page.width,
        columns=page.columns,
        column=page.column,
        line=page.line,
        direction=publication.direction,
        fontconfig=str(configuration),
        font_folders=(str(folder), str(configuration.parent)),
        production=production,
        profile=standards.profile_for(production),
        line_numbers=page.line_numbers,
        seconds=most.layout,
        megabytes=most.memory,
    )


def print_parts(
    publication: Publication,
    page_size: str | None = None,
    texts: Mapping[str, Markup] | None = None,
) -> tuple[Part, ...]:
    """Set up the documents of a print edition: each of them begins on a page of its own."""
    texts = texts or galleys(publication, page_size)
    page = stylesheets.geometry(publication.theme or themes.usual(), page_size)
    files = {picture.href: picture for picture in publication.pictures}
    parts = []
    if len(publication.articles) > 1:
        parts.append(_part(_front_matter(publication), leading=True, front=page.front))
    for section in publication.sections:
        if section.title:
            opener = {"slug": section.slug, "page": pages.section_page(section)}
            parts.append(_part(_document(publication, opener=opener), section.slug))
        for article in section.articles:
            opened = _opened(article, _depth(article, section), texts[article.slug])
            part = _article_part(publication, article, opened, files, page, leading=not parts)
            parts.append(part)
    return tuple(_on_their_sides(parts, publication, page))


def _on_their_sides(
    parts: Sequence[Part], publication: Publication, page: stylesheets.Geometry
) -> Iterator[Part]:
    """Say which parts begin on right-hand pages: the first with a page 1, and what is asked to."""
    before: Part | None = None
    for part in parts:
        first = before is not None and before.front and page.facing
        yield replace(part, recto=first or (bool(part.slugs) and publication.openers == "recto"))
        before = part


def print_part(publication: Publication, slug: str, page_size: str | None = None) -> Part:
    """Set up the document of one article of several, as `print_parts` does it."""
    page = stylesheets.geometry(publication.theme or themes.usual(), page_size)
    files = {picture.href: picture for picture in publication.pictures}
    article, depth = next(
        (article, _depth(article, section))
        for section in publication.sections
        for article in section.articles
        if article.slug == slug
    )
    opened = _opened(article, depth, _galley(article, publication.links, page))
    return _article_part(publication, article, opened, files, page, leading=False)


def _depth(article: Article, section: Section) -> int:
    """Return how deep in the outline an article is, from 1: below its section, and its chapter."""
    return min(article.level + bool(section.title), _DEEPEST)


def _article_part(  # noqa: PLR0913 - where it stands, and what is on its page
    publication: Publication,
    article: Article,
    opened: dict[str, object],
    files: Mapping[str, Picture],
    page: stylesheets.Geometry,
    *,
    leading: bool,
) -> Part:
    # It follows the last article on its page, if there is room.
    last = article is publication.articles[-1]
    colophon = _colophon(publication) if last else None
    code = _code_of(article) if publication.links != "none" else None
    html = _document(publication, articles=[{**opened, "code": code}], colophon=colophon)
    resources = tuple(_resources(html, article, files, page))
    return _part(html, article.slug, resources, article.path, leading=leading)


def _colophon(publication: Publication) -> Markup | None:
    """Return the colophon; a loose manuscript has no imprint.

    A page that says only when it was saved is a page wasted.
    """
    if publication.publisher or publication.rights or publication.imprint:
        return pages.colophon_page(publication)
    return None


def _part(  # noqa: PLR0913 - what a part is
    html: str,
    slug: str | None = None,
    resources: tuple[tuple[str, str, bytes], ...] = (),
    path: Path | None = None,
    *,
    leading: bool = False,
    front: bool = False,
) -> Part:
    """Return a part without what is said of the whole, so that a date there is no other layout."""
    slugs = (slug,) if slug else ()
    html = _without_head(html)
    return Part(
        html=html, resources=resources, slugs=slugs, leading=leading, front=front, path=path
    )


def _without_head(html: str) -> str:
    return _HEAD.sub("", html, count=1)


def _front_matter(publication: Publication) -> str:
    return _document(
        publication,
        title_page=pages.title_page(publication),
        contents=pages.contents_page(publication),
    )


def _resources(
    html: str, article: Article, files: Mapping[str, Picture], page: stylesheets.Geometry
) -> Iterator[tuple[str, str, bytes]]:
    room = page.column, page.picture
    for href in dict.fromkeys(map(unescape, _SOURCE.findall(html))):
        if href in files:
            picture = files[href]
            yield href, picture.media_type, pictures.for_print(picture, *room)
    code = _code_of(article)
    if code and article.source_url and code in html:
        yield code, "image/svg+xml", codes.drawn(article.source_url)
    fragments = (article.body.html, *(note.body for note in article.body.notes))
    yield from ((d.href, "image/svg+xml", d.svg) for d in markup.drawings(fragments))


def _opened(article: Article, depth: int, text: Markup) -> dict[str, object]:
    return {
        "slug": article.slug,
        "depth": depth,
        "language": article.language,
        "direction": article.direction,
        "page": text,
        "address": article.source_url,
    }


def _document(  # noqa: PLR0913 - what a part may hold
    publication: Publication,
    *,
    title_page: Markup | None = None,
    contents: Markup | None = None,
    opener: Mapping[str, object] | None = None,
    articles: Sequence[dict[str, object]] = (),
    colophon: Markup | None = None,
) -> str:
    return render(
        "print/publication.html.jinja",
        publication=publication,
        authors=[c.name for c in publication.contributors if c.role == "aut"],
        generator=f"Pressrun {pressrun.__version__}",
        modified=publication.modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
        title_page=title_page,
        contents=contents,
        opener=opener,
        articles=articles,
        colophon=colophon,
    )


def _code_of(article: Article) -> str | None:
    address = article.source_url
    return f"codes/{article.slug}.svg" if address and codes.takes(address) else None


def _galley(article: Article, links: str, page: stylesheets.Geometry) -> Markup:
    initial = bool(page.initial)

    def set_() -> Markup:
        body, language = article.body, article.language
        text = markup.for_print(
            body.html, body.notes, language, links=links, slug=article.slug, initial=initial
        )
        return pages.article_page(article, text)

    return standing.kept(("print", article, links, initial), set_)


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
