"""Set up the pages whose furniture is wanted: empty ones, of the same kinds, with the same strings.

So their margins say what they would say around the text. Knows trees, no layout.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressrun.fragments import Furnishing, Strings

# A block needs some height to be on its page.
_PAGE = "break-before: page; display: block; height: 1px"


def furnish(root: Any, furnishing: Furnishing) -> None:  # noqa: ANN401 - ElementTree's
    """Put an empty page for each of `furnishing` into a document's body, and one before them.

    That one sets the strings that were in force by then.
    """
    body = root.find("body")
    for child in [*body]:
        body.remove(child)
    _add_page(body, furnishing.before)
    for place, pages in groupby(furnishing.pages, key=lambda page: page.shell):
        tag, attributes = furnishing.shells[place]
        shell = body.makeelement(tag, dict(attributes))
        body.append(shell)
        for page in pages:
            _add_page(shell, page.strings)


def _add_page(shell: Any, strings: Strings) -> None:  # noqa: ANN401 - as above
    page = shell.makeelement("div", {"style": _PAGE})
    shell.append(page)
    for name, text in strings:
        assigned = {"data-text": text, "style": f"string-set: {name} attr(data-text)"}
        page.append(page.makeelement("div", assigned))
