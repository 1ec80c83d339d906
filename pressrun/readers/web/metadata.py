"""Read what a page says of itself: JSON-LD, Open Graph, Dublin Core, microdata, `<meta>`.

Knows the vocabularies (https://schema.org/Article, https://ogp.me, https://www.dublincore.org) and
which of them is to be believed first; knows nothing of the text.
"""

from __future__ import annotations

import datetime
import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressrun.readers.web import dom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.readers.web.dom import Element

Node = dict[str, Any]

# schema.org's Article and what is below it; a page of another kind may still say who wrote it.
_ARTICLE = re.compile(
    r"(?:https?://schema\.org/)?(?:\w*Article|\w*NewsArticle|BlogPosting|LiveBlogPosting|DiscussionForumPosting"
    r"|SocialMediaPosting|Report|Review|Recipe|HowTo|CreativeWork|ScholarlyArticle|TechArticle|APIReference)\Z"
)
_TITLES = (
    "dc:title", "dcterm:title", "dcterms:title", "og:title", "weibo:article:title",
    "weibo:webpage:title", "title", "twitter:title", "parsely-title",
)  # fmt: skip
_AUTHORS = (
    "dc:creator", "dcterm:creator", "dcterms:creator", "author", "parsely-author",
    "sailthru:author", "article:author", "og:article:author", "byl", "citation_author",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "parsely-pub-date", "dc:date:issued", "dcterms:issued", "dc:date", "dcterm:date",
    "dcterms:date", "dc:created", "dcterms:created", "sailthru:date", "pubdate", "publishdate",
    "publish-date", "publish_date", "ptime", "displaydate", "cxenseparse:recs:publishtime",
    "date", "article:date", "citation_publication_date", "originalpublicationdate",
    "weibo:article:create_at",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms:modified", "dc:date:modified", "last-modified", "lastmod", "utime",
)  # fmt: skip
_LANGUAGES = ("content-language", "dc:language", "dcterms:language", "language")
_DATE = re.compile(r"((?:18|19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)|((?:19|20)\d\d)/(\d\d)/(\d\d)(?!\d)")
_ADDRESS = re.compile(r"(?:https?:)?//|^www\.|^/", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says; `titles` and `authors` best first, as they were written."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: datetime.date | None = None
    updated: datetime.date | None = None
    language: str | None = None
    site: str | None = None
    address: str | None = None
    description: str | None = None


def read_metadata(root: Element) -> Metadata:
    """Read the metadata of a page."""
    data = _linked_data(root)
    metas = _metas(root)
    return Metadata(
        titles=tuple(_titles(root, data, metas)),
        authors=tuple(_authors(data, metas)),
        published=_first_date(
            [data.get("datePublished")], _values(metas, _PUBLISHED), _items(root, "datePublished")
        ),
        updated=_first_date(
            [data.get("dateModified")], _values(metas, _UPDATED), _items(root, "dateModified")
        ),
        language=_language(root, data, metas),
        site=_site(data, metas),
        address=_address(root, metas),
        description=next(
            _values(metas, ("og:description", "description", "twitter:description")), None
        ),
    )


def as_date(value: object) -> datetime.date | None:
    """Return the calendar date that an ISO 8601 time begins with, in its own time zone."""
    match = _DATE.search(value) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _linked_data(root: Element) -> Node:
    """Return the first article that JSON-LD describes."""
    for script in dom.xpath(root, ".//script[@type='application/ld+json']"):
        for node in _nodes(_loaded(script.text or "")):
            kind = node.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if any(isinstance(k, str) and _ARTICLE.match(k) for k in kinds):
                return node
    return {}


def _loaded(text: str) -> object:
    bare = re.sub(
        r"^\s*(?:<!\[CDATA\[|<!--|//\s*<!\[CDATA\[)|(?:\]\]>|-->|//\s*\]\]>)\s*$", "", text
    )
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: object) -> Iterator[Node]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            yield from _nodes(item.get("@graph"))
            yield from _nodes(item.get("mainEntity"))


def _metas(root: Element) -> dict[str, list[str]]:
    """Return the values of `<meta>` by name, a `property` before a `name`."""
    found: dict[str, list[str]] = {}
    metas = dom.xpath(root, ".//meta[@content]")
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        own: dict[str, list[str]] = {}
        for meta in metas:
            value = _text(meta.get("content"))
            for key in (meta.get(attribute) or "").lower().replace(".", ":").split():
                if value:
                    own.setdefault(key, []).append(value)
        found = own | found
    return found


def _values(metas: dict[str, list[str]], keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        yield from metas.get(key, ())


def _items(root: Element, prop: str) -> Iterator[str]:
    """Yield the values of a microdata property (HTML, 5.2.4)."""
    for element in dom.xpath(root, f".//*[contains(concat(' ', @itemprop, ' '), ' {prop} ')]"):
        value = element.get("content") or element.get("datetime") or dom.text_of(element)
        if value.strip():
            yield dom.fold(value)


def _text(value: object) -> str | None:
    """Return a string without tags or references, None for anything else."""
    if not isinstance(value, str):
        return None
    plain = html.unescape(html.unescape(value))
    return dom.fold(re.sub(r"</?[a-zA-Z][^>]*>", "", plain)) or None


def _named(value: object) -> object:
    if isinstance(value, list):
        return _named(value[0]) if value else None
    return value.get("name") if isinstance(value, dict) else value


def _titles(root: Element, data: Node, metas: dict[str, list[str]]) -> Iterator[str]:
    given = (_text(data.get("headline")), _text(data.get("name")))
    own = page_title(root)
    alike = sorted(filter(None, given), key=lambda text: text != own)
    yield from dict.fromkeys((*alike, *_values(metas, _TITLES)))


def page_title(root: Element) -> str:
    """Return the text of `<title>`."""
    title = next(iter(dom.xpath(root, ".//title[not(ancestor::svg)]")), None)
    return dom.text_of(title) if title is not None else ""


def _authors(data: Node, metas: dict[str, list[str]]) -> Iterator[str]:
    author = data.get("author") or data.get("creator")
    named = [_text(_named(a)) for a in (author if isinstance(author, list) else [author])]
    if any(named):
        yield from dict.fromkeys(name for name in named if name)
        return
    for key in _AUTHORS:
        names = [name for name in metas.get(key, ()) if not _ADDRESS.match(name)]
        if names:
            yield from dict.fromkeys(names)
            return


def _first_date(*sources: object) -> datetime.date | None:
    values = (value for source in sources for value in source)  # type: ignore[attr-defined]
    return next((day for value in values if (day := as_date(value))), None)


def _language(root: Element, data: Node, metas: dict[str, list[str]]) -> str | None:
    told = (
        root.get("lang"), root.get("xml:lang"),
        next((b.get("lang") for b in root.iter("body")), None),
        next(_values(metas, _LANGUAGES), None),
        _named(data.get("inLanguage")), next(_values(metas, ("og:locale",)), None),
    )  # fmt: skip
    return next((tag for value in told if (tag := language_tag(value))), None)


def language_tag(value: object) -> str | None:
    """Return a BCP 47 tag in its usual case, None for what is none."""
    if not isinstance(value, str) or not _TAG.match(value.split(",")[0].strip()):
        return None
    first, *rest = re.split("[-_]", value.split(",")[0].strip())
    cased = (_CASES.get(len(part), str.lower)(part) for part in rest)
    return "-".join((first.lower(), *cased)) if first.lower() not in ("und", "mul") else None


# A region has two letters, a script four (RFC 5646, 2.1.1).
_CASES = {2: str.upper, 4: str.title}


def _site(data: Node, metas: dict[str, list[str]]) -> str | None:
    told = (
        _text(_named(data.get("publisher"))),
        *_values(metas, ("og:site_name", "application-name")),
    )
    return next((site for site in told if site and not _ADDRESS.match(site)), None)


def _address(root: Element, metas: dict[str, list[str]]) -> str | None:
    """Return the page's own address, against which its links are to be read."""
    base = next((b.get("href") for b in root.iter("base")), None)
    canonical = next(
        (link.get("href") for link in dom.xpath(root, ".//link[@rel='canonical']")), None
    )
    given = (base, canonical, next(_values(metas, ("og:url",)), None))
    return next((a.strip() for a in given if a and re.match(r"https?://", a.strip())), None)
