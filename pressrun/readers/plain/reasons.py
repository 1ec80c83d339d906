"""Why words were left out, in words that an editor understands."""

from __future__ import annotations

from typing import Final

FURNITURE: Final = {
    "advertisement": "an advertisement",
    "share": "a share button",
    "related": "a pointer to other articles",
    "newsletter": "an invitation to a newsletter",
    "subscription": "an invitation to subscribe",
    "comments": "the readers’ comments",
    "consent": "a notice about cookies or terms",
    "navigation": "the site’s navigation",
    "rights": "a notice of rights",
    "breaking": "a notice about the state of the report",
    "platforms": "the name of a platform to share on",
    "counters": "a counter",
    "relative": "a relative date, which nothing here resolves",
    "player": "the buttons of a player",
    "tail": "below the article’s end",
}
BYLINE_LABEL: Final = "the label of the byline"
ABOUT_AUTHOR: Final = "about the author"
BESIDE_BYLINE: Final = "beside the names of the byline"
DATELINE_SIGNS: Final = "the signs around the dateline"
ABOVE: Final = "above the headline"
BELOW: Final = "below the article’s end"
LABEL: Final = "a label above the article"
TEASER: Final = "the headline of another article"
ITEM_SIGN: Final = "the sign of a list item"


def repeats(line: int) -> str:
    """Say which line the words repeat."""
    return f"repeats line {line}"
