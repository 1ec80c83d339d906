"""Tell the signs of a text, by which print tells the EPUB where a page begins.

A sign is any character but white space and U+00AD; a picture or a formula counts as one. Lines,
hyphenation and justification change none of them, so the count is the same in both editions.
"""

PICTURE = "\ufffc"
SOFT_HYPHEN = "\u00ad"


def is_sign(char: str) -> bool:
    """Tell whether `char` counts."""
    return not char.isspace() and char != SOFT_HYPHEN


def signs_in(text: str) -> str:
    """Return what counts of a text; of a whole text, in a small part of the time."""
    return "".join(text.split()).replace(SOFT_HYPHEN, "")
