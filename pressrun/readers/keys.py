"""Say which keys front matter and publication.yaml have, and which were not meant so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pressrun.errors import Complaints, ManuscriptError
from pressrun.nearest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.readers.front_matter import Field, Mapping


@dataclass(frozen=True, slots=True)
class Key:
    """What a key takes, by the name that `pressrun.schemas` has for it, and what it is for."""

    kind: str
    says: str


# pandoc's names where pandoc has one (https://pandoc.org/MANUAL.html#metadata-blocks), then those
# of news. Both tables are what the reference and the schemas are made of.
_COMMON = {
    "title": Key("text", "the headline of an article, the title of a publication"),
    "subtitle": Key("text", "what stands below a publication’s title"),
    "author": Key("contributors", "who wrote; a name, or a mapping of name, role and file-as"),
    "editor": Key("contributors", "who edited"),
    "translator": Key("contributors", "who translated"),
    "illustrator": Key("contributors", "who drew"),
    "contributor": Key("contributors", "who else took part, in the role that is given"),
    "date": Key("date", "when it was published: 2026-04-30"),
    "lang": Key("language", "the language, as BCP 47 has it: en, de-AT"),
    "description": Key("text", "what it is about, in a sentence or two"),
    "keywords": Key("texts", "its subjects"),
    "rights": Key("text", "who has which rights in it"),
    "publisher": Key("text", "who publishes it"),
    "identifier": Key("identifiers", "ISBN, ISSN, DOI, UUID or any other; check digits count"),
    "belongs-to-collection": Key("collection", "the series or set of which it is a part"),
    "group-position": Key("position", "its place in that: 7, or 12.3"),
    "cover-image": Key("text", "a picture for the cover, JPEG or PNG; else one is drawn"),
    "cover-image-alt": Key("text", "what is to be seen on it"),
    "certified-by": Key("text", "who answers for its conformance to WCAG 2.2 AA"),
    "theme": Key("text", "how print looks: journal, broadsheet, large-print, manuscript"),
    "links": Key("links", "where paper says what links lead to: none, notes, list"),
    "openers": Key("openers", "which pages articles begin on in print: any, recto"),
    "writing-mode": Key("writing-mode", "vertical-rl lets lines of Japanese run downwards"),
}
# What an article may say in several lines, and a publication in one.
_OF_SEVERAL_LINES = ("subtitle", "description", "rights", "publisher")
ARTICLE: dict[str, Key] = {
    **_COMMON,
    **{name: replace(_COMMON[name], kind="texts") for name in _OF_SEVERAL_LINES},
    "headline": Key("text", "the headline, where “title” is another program’s"),
    "kicker": Key("text", "the line above the headline"),
    "standfirst": Key("texts", "the summary below the headline; a paragraph, or several"),
    "byline": Key("texts", "who wrote, as it is printed"),
    "dateline": Key("text", "the place of filing; it begins the first paragraph"),
    "updated": Key("date", "when it was last changed"),
    "credit": Key("texts", "whose pictures are in it"),
    "source": Key("text", "where it was published first"),
    "source-url": Key("address", "its own address there; print shows it as a code"),
    "dir": Key("direction", "ltr or rtl, where the language does not decide"),
}
PUBLICATION: dict[str, Key] = {
    **_COMMON,
    "articles": Key("articles", "the articles in order: files of articles/, without their endings"),
    "sections": Key("sections", "parts with a title, a standfirst if you like, and their articles"),
    "defaults": Key("defaults", "what each article says that does not say otherwise"),
    "file-name": Key("text", "what the editions are called; else, the title"),
    "imprint": Key("texts", "lines for the colophon: address, web site, printer, subscriptions"),
    "number-captions": Key("flag", "true lets every caption begin with its number"),
}
SECTION: dict[str, Key] = {
    "title": Key("text", "what stands on the page that opens it"),
    "standfirst": Key("text", "the summary below"),
    "articles": Key("articles", "its articles in order"),
    "defaults": Key("defaults", "what each of its articles says; it counts more than the whole’s"),
}
# What holds for each article that does not say otherwise.
DEFAULTS: dict[str, Key] = {
    name: ARTICLE[name]
    for name in (
        "author", "byline", "date", "dateline", "dir", "kicker", "lang", "source", "updated",
    )
}  # fmt: skip
# What would be the same of no two articles.
OF_EACH_ARTICLE = frozenset({
    "title", "headline", "standfirst", "subtitle", "description", "source-url", "identifier",
    "credit",
})  # fmt: skip
ARTICLE_KEYS, PUBLICATION_KEYS = frozenset(ARTICLE), frozenset(PUBLICATION)

# What site generators write there besides: Zola (getzola.org/documentation/content/page), Hugo
# (gohugo.io/content-management/front-matter) and Jekyll (jekyllrb.com/docs/front-matter).
GENERATOR_KEYS = frozenset({
    "aliases", "authors", "banner", "bookComments", "categories", "category", "comments", "cover",
    "draft", "excerpt", "expiryDate", "extra", "featured", "generate_feeds", "id", "image",
    "in_search_index", "insert_anchor_links", "isCJKLanguage", "keywords", "lastmod",
    "last_modified_at", "layout", "linkTitle", "markup", "math", "menu", "menus", "nav_order",
    "outputs", "params", "parent", "path", "permalink", "publishDate", "published", "redirect_from",
    "resources", "series", "slug", "sitemap", "summary", "tag", "tags", "taxonomies", "template",
    "thumbnail", "toc", "translationKey", "type", "url", "weight",
})  # fmt: skip


# What newsrooms and shops call some of them.
_MEANT = {
    "cover": "cover-image", "doi": "identifier", "isbn": "identifier", "issn": "identifier",
    "issue": "group-position", "issue-number": "group-position", "language": "lang",
    "magazine": "belongs-to-collection", "number": "group-position", "photographer": "contributor",
    "series": "belongs-to-collection", "series-number": "group-position", "tags": "keywords",
    "volume": "group-position",
}  # fmt: skip


def generator_fields(fields: Mapping) -> tuple[Field, ...]:
    """Return an article's fields that are a site generator's, and say nothing to a publication.

    What is written nearly as one of ours is none of them, since it is a slip of the pen.
    """
    return tuple(
        field
        for field in fields.fields
        if field.key not in ARTICLE_KEYS
        and (field.key in GENERATOR_KEYS or (fields.generator and not _close(field.key)))
    )


def _close(key: str) -> bool:
    return did_you_mean(_folded(key), ARTICLE_KEYS, cutoff=0.75) is not None


def _folded(key: str) -> str:
    return key.replace("_", "-")


def refuse_unknown_keys(fields: Mapping, known: frozenset[str], path: Path) -> None:
    """Raise Complaints that name every unknown key and the known one nearest to it."""
    errors = [
        ManuscriptError(
            f"unknown field “{field.key}”",
            path=path,
            line=field.line,
            hint=_nearest(field.key, known),
        )
        for field in fields.fields
        if field.key not in known
    ]
    if errors:
        raise Complaints(errors)


def _nearest(key: str, known: frozenset[str]) -> str:
    meant = _MEANT.get(_folded(key).lower())
    if meant in known:
        return f"did you mean “{meant}”?"
    close = did_you_mean(_folded(key), known, cutoff=0.5)
    return close or f"known fields: {', '.join(sorted(known))}"
