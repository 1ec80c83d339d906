"""What is put in WeasyPrint's places so that the pages of a part are pages of a whole."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from pressrun.substitutes import PageStyles, Substitute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressrun.substitutes import Original

_OWN = ("@footnote", "@note-area")  # a page's boxes beside its margins
_PAGES = "https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/layout/page.py"


def _set_own_styles(_: Any, set_styles: Original) -> Original:  # noqa: ANN401
    def set_styles_of_page(page_type: Any, html: Any, style_for: Any) -> None:  # noqa: ANN401
        set_styles(page_type, html, PageStyles(style_for, page_type, _OWN))

    return set_styles_of_page


# While a part is laid out, whose furniture comes later.
BARE: tuple[Substitute, ...] = (
    Substitute(
        place="layout.make_margin_boxes",
        make=lambda _, __: lambda *_: (),
        why="What stands in the margins is drawn when the number of the page is known.",
        address=_PAGES,
    ),
    Substitute(
        place="layout.page.set_page_type_computed_styles",
        make=_set_own_styles,
        why="Nor are there styles for it.",
        address=_PAGES,
    ),
)


def telling_pages(
    folios: Mapping[str, int], usual: int, asked: dict[str, int]
) -> tuple[Substitute, ...]:
    """Return what lets `target-counter` say the page numbers of `folios`, of any part.

    `usual` is said of a place that `folios` does not have. What was said is noted in `asked`.
    """

    def make(_: Any, look_up: Original) -> Original:  # noqa: ANN401
        def look_up_everywhere(
            collector: Any,  # noqa: ANN401
            token: Any,  # noqa: ANN401
            box: Any,  # noqa: ANN401
            *rest: Any,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            name = _anchor(token, box)
            page = {"page": [asked.setdefault(name, folios.get(name, usual))]}
            if name not in collector.target_lookup_items:
                elsewhere = SimpleNamespace(cached_counter_values=page)
                return SimpleNamespace(
                    state="up-to-date", target_box=elsewhere, cached_page_counter_values={}
                )
            item = look_up(collector, token, box, *rest)
            item.cached_page_counter_values = page
            return item

        return look_up_everywhere

    return (
        Substitute(
            place="css.targets.TargetCollector.lookup_target",
            make=make,
            why="A place of another part has a page number as well.",
            address=_PAGES,
        ),
        Substitute(
            place="css.targets.TargetCollector.cache_target_page_counters",
            make=lambda _, __: lambda *_: None,
            why="A page’s number is not its place in its part.",
            address=_PAGES,
        ),
    )


def _anchor(token: Any, box: Any) -> str:  # noqa: ANN401
    """Return the id that `target-counter` asks for: an address, or the attribute that holds it."""
    kind, value = token
    if kind == "attr()":
        return str(box.element.get(value[0], "")).rpartition("#")[2]
    return str(value[1] if kind == "url" else value).rpartition("#")[2]


def beginning_at(number: int, *, right: bool) -> Substitute:
    """Return what lets a document begin on a page of that number, on the right or on the left."""

    def make(_: Any, initialize: Original) -> Original:  # noqa: ANN401
        def initialize_page_maker(context: Any, root: Any) -> None:  # noqa: ANN401
            initialize(context, root)
            resume_at, next_page, _, _, remake = context.page_maker[0]
            counters = {"pages": [0], "page": [number - 1]}
            groups: list[Any] = []
            state = ([0], counters, [set(counters)], groups)
            context.page_maker[0] = resume_at, next_page, right, state, remake

        return initialize_page_maker

    return Substitute(
        place="layout.initialize_page_maker",
        make=make,
        why="The pages of a part are pages of a whole.",
        address=_PAGES,
    )


def counted_from(index: int) -> Substitute:
    """Return what lets `:first` and `:nth()` count pages of which `index` come before."""

    def make(_: Any, page_type: Original) -> Original:  # noqa: ANN401
        return lambda side, blank, name, place, groups: page_type(
            side, blank, name, place + index, groups
        )

    return Substitute(
        place="layout.page.PageType",
        make=make,
        why="The first page of a part is not the first of the whole.",
        address=_PAGES,
    )
