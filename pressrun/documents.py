"""Make the documents of the EPUB, each a page of XHTML; knows templates, not packaging.

Which article stands in which document `pressrun.chapters` says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pressrun import cover, epub_styles, markup, navigation, pages, standing
from pressrun.chapters import Homes
from pressrun.templating import render
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from markupsafe import Markup

    from pressrun.model import Article, Publication, Section
    from pressrun.signs import PageTarget

DRAWN_COVER = "figures/cover.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of the package; `name` is its id, and its file name without the suffix.

    `flow` is that of its lines, `ltr`, `rtl` or `vertical`.
    """

    name: str
    content: str
    flow: str
    linear: bool = True
    properties: tuple[str, ...] = ()


class _Root(NamedTuple):
    """Where the pages of all documents follow to, and whether each names the flow of its lines.

    `language` is that of what opens a section.
    """

    direction: str
    classed: bool
    language: str


def cover_picture(publication: Publication) -> bytes:
    """Return the cover, which wants nothing of the print edition; drawn, unless one is given."""
    if publication.cover is not None:
        return publication.cover.data
    return cover.draw(_cover_text(publication, Wording(publication.language)))


def document(publication: Publication, targets: Sequence[PageTarget], name: str) -> str | None:
    """Return one document of an EPUB in which each article has its own, by its name, if it has it.

    Raises EditionError as `documents` does.
    """
    article = next((each for each in publication.articles if each.slug == name), None)
    if article:
        begun = _by_slug(targets)
        return _of_articles([article], begun, Homes(), _root(publication)).content.strip()
    made = documents(publication, targets, Homes(), articles=False)
    return next((document.content.strip() for document in made if document.name == name), None)


def documents(
    publication: Publication,
    targets: Sequence[PageTarget],
    home: Homes,
    *,
    articles: bool = True,
) -> Iterator[Document]:
    """Yield the documents in reading order, those with `articles` among them or not.

    Raises EditionError for a page that begins beyond the end of its article.
    """
    wording, language = Wording(publication.language), publication.language
    several, root = len(publication.articles) > 1, _root(publication)

    def document(
        name: str, title: str, flow: str, template: str = "", **context: object
    ) -> Document:
        page = render(
            f"epub/{template or name}.xhtml.jinja",
            language=language,
            flow=flow if root.classed else "",
            direction=root.direction,
            title=title,
            **context,
        )
        return Document(name=name, content=page, flow=flow)

    flow = _flow(publication)
    cover_page = {"image": cover_name(publication), "alt": _alt_of_cover(publication, wording)}
    yield document("cover", wording["cover"], publication.direction, **cover_page)
    yield document("titlepage", publication.title, flow, page=pages.title_page(publication))
    nav = document(
        "nav",
        wording["contents"],
        flow,
        wording=wording,
        toc=navigation.contents(publication, wording, home),
        landmarks=navigation.landmarks(publication, wording, home),
        page_list=navigation.page_list(targets, home),
    )
    yield replace(nav, properties=("nav",), linear=several)
    begun = _by_slug(targets)
    for section in publication.sections:
        page = _opener(section, begun.get(section.slug, ())) if section.title else None
        if page and home.of(section.slug) == section.slug:
            yield document(section.slug, section.title or "", flow, "section", opener=page)
            page = None
        found = section.articles if articles else ()
        for _, group in groupby(found, key=lambda article: home.of(article.slug)):
            yield _of_articles([*group], begun, home, root, page)
            page = None
    yield document("colophon", wording["colophon"], flow, page=pages.colophon_page(publication))


def _opener(section: Section, targets: Sequence[PageTarget]) -> dict[str, object]:
    """Return what opens a section as its template has it."""
    page = markup.for_epub(pages.section_page(section), targets)
    return {"slug": section.slug, "title": section.title, "page": page, "language": None}


def _by_slug(targets: Iterable[PageTarget]) -> dict[str, list[PageTarget]]:
    found: dict[str, list[PageTarget]] = {}
    for target in targets:
        found.setdefault(target.slug, []).append(target)
    return found


def _flow(text: Article | Publication) -> str:
    return "vertical" if text.vertical else text.direction


def flows(publication: Publication) -> frozenset[str]:
    """Return how lines run in its documents: one way, or several, which all have one sheet."""
    articles = frozenset(map(_flow, publication.articles))
    return articles | {publication.direction, _flow(publication)}


def _root(publication: Publication) -> _Root:
    return _Root(publication.direction, len(flows(publication)) > 1, publication.language)


def _of_articles(
    articles: Sequence[Article],
    begun: Mapping[str, Sequence[PageTarget]],
    home: Homes,
    root: _Root,
    opener: Mapping[str, object] | None = None,
) -> Document:
    """Return the document of a chapter, or of an article that stands alone."""
    first = articles[0]
    name, language = first.slug, root.language if root.language != first.language else None

    def composed() -> Markup:
        to = partial(_address, home, name)
        return render(
            "epub/article.xhtml.jinja",
            language=first.language,
            direction=root.direction,
            text_direction=first.direction,
            flow=_flow(first) if root.classed else "",
            title=first.headline,
            opener=opener and {**opener, "language": language},
            articles=[_part(each, begun.get(each.slug, ()), to) for each in articles],
        )

    targets = [begun.get(each.slug, ()) for each in articles]
    content = standing.kept(("EPUB", name, articles, targets, home, root, opener), composed)
    formulas = ("mathml",) if "<math" in content else ()
    return Document(name=name, content=content, flow=_flow(first), properties=formulas)


def _address(home: Homes, here: str, anchor: str) -> str:
    """Return where an id is from the document `here`; it begins with the slug of its article."""
    slug = anchor.partition("--")[0]
    return home.href(slug, anchor if anchor != slug else "", here)


def _part(
    article: Article, targets: Sequence[PageTarget], address: Callable[[str], str]
) -> dict[str, object]:
    """Return an article as its template has it."""
    whole = pages.article_page(article, article.body.html)
    page = markup.for_epub(whole, targets, address, epub_styles.classes())
    if article.vertical:
        page = markup.upright(page)
    if article.direction == "rtl":
        page = markup.isolate_calls(page)
    return {"slug": article.slug, "page": page, "notes": _notes(article, address)}


def _notes(article: Article, address: Callable[[str], str]) -> str:
    if not article.body.notes:
        return ""
    wording = Wording(article.language)
    return render(
        "epub/notes.xhtml.jinja",
        heading=wording["notes"],
        notes=[
            replace(
                note,
                body=markup.note_for_epub(note, wording["back"], address, epub_styles.classes()),
            )
            for note in article.body.notes
        ],
    )


def _cover_text(publication: Publication, wording: Wording) -> cover.CoverText:
    authors = [c.name for c in publication.contributors if c.role == "aut"]
    issued = wording.date(publication.issued) if publication.issued else None
    imprint = " · ".join(filter(None, (publication.publisher, issued))) or None
    only = publication.articles[0] if len(publication.articles) == 1 else None
    return cover.CoverText(
        title=publication.title,
        kicker=only.kicker if only and only.headline == publication.title else None,
        subtitle=publication.subtitle,
        headlines=_headlines(publication),
        byline=wording.by(authors) if 0 < len(authors) <= 3 else None,  # noqa: PLR2004 - more is a list
        imprint=imprint,
    )


def _headlines(publication: Publication) -> tuple[str, ...]:
    """Return what the cover announces below the title, unless the title is the headline itself."""
    headlines = tuple(article.headline for article in publication.articles)
    return () if headlines == (publication.title,) else headlines[:5]


def cover_name(publication: Publication) -> str:
    """Return the name of the picture on the cover."""
    return publication.cover.href if publication.cover else DRAWN_COVER


def _alt_of_cover(publication: Publication, wording: Wording) -> str:
    if publication.cover_alt:
        return publication.cover_alt
    text = _cover_text(publication, wording)
    said = (text.kicker, text.title, text.subtitle, *text.headlines, text.byline, text.imprint)
    return ". ".join((wording["cover"], *filter(None, said)))
