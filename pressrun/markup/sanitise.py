"""Let through what a manuscript may hold, and nothing else; knows HTML's names, not this project's.

Raw HTML in a manuscript is not trusted: no script, no style, no form, no frame, no handler, no
address other than the web's, a mailbox or a file of the publication.
"""

from __future__ import annotations

import re
from typing import Any

import nh3

_BLOCKS = (
    "article aside blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p "
    "pre section summary table caption colgroup col tbody td tfoot th thead tr ul"
)
_INLINES = (
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span "
    "strong sub sup time u var wbr"
)
TAGS = frozenset((_BLOCKS + " " + _INLINES).split())
_EVERYWHERE = {"class", "credit", "data-line", "dir", "id", "lang", "title"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "refused"},
    "div": {"alt"},
    "figure": {"number"},
    "span": {"alt"},
    "img": {"alt", "caption", "src"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
# An address that no link keeps; it is told.
_REFUSED = re.compile(
    rf'(<a\b[^<>]*?)\bhref="(?!(?:{"|".join(sorted(_SCHEMES))}):)([a-z][a-z0-9+.-]*:[^"]*)"',
    re.IGNORECASE,
)
# What a headline or a standfirst may hold beside words; in a caption there are links and formulas.
_IN_A_LINE = frozenset(
    [
        "b",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "rt",
        "ruby",
        "small",
        "strong",
        "sub",
        "sup",
    ]
)
_IN_A_CAPTION = _IN_A_LINE | {"a", "span"}
# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets); nh3 lets it through, also as what
# a reference such as “&#1;” means.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sanitise(fragment: str) -> str:
    """Return the fragment without what `TAGS` and the attribute lists do not name.

    A link that loses its address has it as `refused`.
    """
    return _cleaned(
        _REFUSED.sub(r'\1refused="\2"', fragment),
        tags=TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={
            "script",
            "style",
            "iframe",
            "noscript",
            "template",
            "title",
        },
        url_schemes=_SCHEMES,
        strip_comments=True,
        filter_style_properties={"text-align"},
    )


def sanitise_line(fragment: str) -> str:
    """Return the words of a line and what sets them off, such as emphasis; nothing else."""
    return _cleaned(fragment, tags=_IN_A_LINE, attributes={})


def sanitise_caption(fragment: str) -> str:
    """Return a line that may have links and formulas besides."""
    return _cleaned(
        fragment,
        tags=_IN_A_CAPTION,
        attributes={"a": {"href", "class"}, "span": {"class"}},
        url_schemes=_SCHEMES,
    )


def _cleaned(
    fragment: str,
    *,
    tags: frozenset[str],
    attributes: dict[str, set[str]],
    **more: Any,  # noqa: ANN401 - nh3’s own
) -> str:
    clean = nh3.clean(
        _NOT_XML.sub("", fragment), tags=set(tags), attributes=attributes, link_rel=None, **more
    )
    return _NOT_XML.sub("", clean)
