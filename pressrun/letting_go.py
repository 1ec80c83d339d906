"""Let go at once of what WeasyPrint made, when it is done with; with the same result.

Of what WeasyPrint 70.0 makes of a document, a little refers to itself by way of other things, and
holds all the rest until the garbage collector has looked through everything that there is: a
twelfth of a layout's time. It is known what that is, so it comes apart as soon as the pages are
drawn.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pressrun.substitutes import Substitute, in_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Each by why it refers to itself.
HELD: Final = {
    "css.AnonymousStyle": "A style without rules is the one that it was specified by.",
    "css.InitialStyle": "So is the one that all begin with.",
    "css.targets.TargetCollector": "What quotes a page is called again by way of itself.",
    "formatting_structure.boxes.PageBox": "Notes know the page that they stand on.",
    "images.RasterImage": "A picture's data refer to what all pictures are kept in.",
    "images.SVGImage": "A drawing is kept there, too, and knows the layout.",
    "layout.LayoutContext": "What fetches pictures for a layout knows the layout.",
    "svg.SVG": "What a drawing uses again knows the drawing.",
}


@contextmanager
def letting_go(weasyprint: Any) -> Iterator[None]:  # noqa: ANN401 - it ships no types
    """Take apart, at the end, what was made inside this; nothing laid out may be used after it."""
    made: list[Any] = []
    with in_place(noting(made), weasyprint):
        try:
            yield
        finally:
            for each in made:
                _take_apart(each)


def noting(made: list[Any]) -> tuple[Substitute, ...]:
    """Return what lists in `made` all that would hold others."""
    return tuple(
        Substitute(
            place=f"{kind}.__init__",
            make=lambda _, start: _noted(start, made),
            why=why,
            address="https://github.com/Kozea/WeasyPrint/issues/1496",
        )
        for kind, why in HELD.items()
    )


def _take_apart(each: Any) -> None:  # noqa: ANN401 - as above
    held = vars(each)
    for box, _ in held.get("counter_lookup_items", ()):
        vars(box).pop("missing_link", None)  # to itself
    held.clear()


def _noted(start: Callable[..., None], made: list[Any]) -> Callable[..., None]:
    def begin(each: Any, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as above
        made.append(each)
        start(each, *arguments, **options)

    return begin
