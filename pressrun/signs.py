"""Tell the signs of a text, by which print tells the EPUB where a page begins.

A sign is any character but white space and U+00AD; a picture or a formula counts as one. Lines,
hyphenation and justification change none of them, so the count is the same in both editions.
"""

from __future__ import annotations

from dataclasses import dataclass

PICTURE = "\ufffc"
SOFT_HYPHEN = "\u00ad"


def is_sign(char: str) -> bool:
    """Tell whether `char` counts."""
    return not char.isspace() and char != SOFT_HYPHEN


def signs_in(text: str) -> str:
    """Return what counts of a text; of a whole text, in a small part of the time."""
    return "".join(text.split()).replace(SOFT_HYPHEN, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTarget:
    """Where a printed page begins in an article.

    `folio` is the number printed on the page; `offset` counts the article's signs, white space and
    soft hyphens left out and a picture counted as one, up to the page's first.
    """

    folio: str
    slug: str
    offset: int

    @property
    def anchor(self) -> str:
        """Return the id of the page's mark in the EPUB."""
        return f"{self.slug}-page-{self.folio}"
