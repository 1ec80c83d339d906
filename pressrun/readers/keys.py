"""Say which keys front matter and publication.yaml have, and which were not meant so."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pressrun.errors import Complaints, ManuscriptError

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.readers.front_matter import Field, Mapping

# pandoc's names where pandoc has one (https://pandoc.org/MANUAL.html#metadata-blocks), then those
# of news.
ARTICLE_KEYS = frozenset({
    "title", "subtitle", "author", "date", "lang", "description", "keywords", "rights", "publisher",
    "identifier", "cover-image", "cover-image-alt", "belongs-to-collection", "group-position",
    "editor", "translator", "illustrator", "contributor", "certified-by", "kicker", "headline",
    "standfirst", "byline", "dateline", "updated", "credit", "source", "dir", "theme",
    "links", "source-url", "writing-mode",
})  # fmt: skip
PUBLICATION_KEYS = frozenset({
    "title", "subtitle", "author", "editor", "translator", "illustrator", "contributor", "date",
    "lang", "description", "keywords", "rights", "publisher", "identifier", "belongs-to-collection",
    "group-position", "cover-image", "cover-image-alt", "certified-by", "articles",
    "file-name", "links", "number-captions", "sections", "theme", "writing-mode",
})  # fmt: skip

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


def _close(key: str) -> list[str]:
    return difflib.get_close_matches(_folded(key), sorted(ARTICLE_KEYS), n=1, cutoff=0.75)


def _folded(key: str) -> str:
    return key.lower().replace("_", "-")


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
    close = difflib.get_close_matches(_folded(key), sorted(known), n=1, cutoff=0.5)
    return f"did you mean “{close[0]}”?" if close else f"known fields: {', '.join(sorted(known))}"
