"""Place boxes in less of WeasyPrint's time; with the same result.

WeasyPrint 70.0 finds out anew for every box on every page what its style alone says: its margins,
whether it has a background, how high its lines are. Here that is kept with the style, which is not
changed once there is a text in it, but copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    # WeasyPrint ships no types.
    Original = Any
    Box = Any
    Style = Any

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{bound}{side}" for bound in ("", "min_", "max_") for side in ("width", "height")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_CORNERS = tuple(
    f"border_{end}_{side}_radius" for end in ("top", "bottom") for side in ("left", "right")
)
_SQUARE = dict.fromkeys(_CORNERS, (0, 0))
_IN_PLACE = frozenset({"static", "relative"})
_MEASURES, _BARE, _STRUT = "_known_measures", "_known_bare", "_known_strut"


def is_in_normal_flow(_: Any, tell: Original) -> Callable[[Box], bool]:  # noqa: ANN401
    """Return what tells whether a box is where its text puts it."""

    def is_flowing(box: Box) -> bool:
        style = box.style
        return (style["float"] == "none" and style["position"] in _IN_PLACE) or tell(box)

    return is_flowing


def resolve_percentages(_: Any, resolve: Original) -> Callable[[Box, Any], None]:  # noqa: ANN401
    """Return what sets the measures of a box: at once, where none is a share of another box."""

    def resolve_known(box: Box, around: Any) -> None:  # noqa: ANN401
        style = box.style
        known = style.__dict__.get(_MEASURES)
        if known is None:
            known = style.__dict__[_MEASURES] = _measures(style)
        if known:
            box.__dict__.update(known)
        else:
            resolve(box, around)

    return resolve_known


def _measures(style: Style) -> dict[str, Any]:
    """Return the measures that a style says itself, none if it does not say them all."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    found = {name: style[name] for name in _LENGTHS}
    if any(value != "auto" and getattr(value, "unit", None) != "px" for value in found.values()):
        return {}
    known = {name: "auto" if v == "auto" else v.value for name, v in found.items()}
    for name in ("min_width", "min_height"):
        known[name] = 0 if known[name] == "auto" else known[name]
    return known | {name: style[name] for name in _BORDERS}


def avoid_collisions(_: Any, avoid: Original) -> Callable[..., tuple[float, float, float]]:  # noqa: ANN401
    """Return what finds the place and the width of a line: at once, where nothing floats."""

    def find_place(context: Any, line: Box, around: Box, outer: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 - as there
        if outer or context.excluded_shapes or around.style["direction"] == "rtl":
            return avoid(context, line, around, outer)
        top, left, right = line.margin_top, line.margin_left, line.margin_right
        if top or left or right or line.style["float"] != "none":
            return avoid(context, line, around, outer)
        begin = around.content_box_x()
        return begin, line.position_y, begin + around.width - begin

    return find_place


def layout_box_backgrounds(weasyprint: Any, lay_out: Original) -> Callable[..., None]:  # noqa: ANN401
    """Return what sets the backgrounds of a box and of those in it."""
    get_color = weasyprint.draw.color.get_color

    def lay_out_those_with_any(
        page: Box,
        box: Box,
        get_image: Any,  # noqa: ANN401
        *rest: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> None:
        style = box.style
        bare = style.__dict__.get(_BARE)
        if bare is None:
            bare = style.__dict__[_BARE] = _is_bare(style, get_color)
        if not bare or box is page or rest or options:
            lay_out(page, box, get_image, *rest, **options)
            return
        box.__dict__.update(_SQUARE)
        for child in box.all_children():
            lay_out_those_with_any(page, child, get_image)
        box.background = None

    return lay_out_those_with_any


def _is_bare(style: Style, get_color: Callable[[Style, str], Any]) -> bool:
    """Tell whether nothing is drawn behind a box, nor on its edges with pictures."""
    return (
        all((0, "px") in style[corner] for corner in _CORNERS)
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )


def strut(_: Any, measure: Original) -> Callable[[Style], Any]:  # noqa: ANN401
    """Return what tells how high a line is, and where its baseline."""

    def known_strut(style: Style) -> Any:  # noqa: ANN401
        known = style.__dict__.get(_STRUT)
        if known is None:
            known = style.__dict__[_STRUT] = measure(style)
        return known

    return known_strut


def create_layout(weasyprint: Any, create: Original) -> Callable[..., Any]:  # noqa: ANN401
    """Return what makes the layout of a text that is let out, which is asked nothing before drawn.

    WeasyPrint 70.0 has Pango set that text for nothing.
    """
    layout_class = weasyprint.text.line_break.Layout

    def create_later(
        text: str,
        style: Style,
        context: Any,  # noqa: ANN401
        max_width: float | None,
        justification_spacing: float,
    ) -> Any:  # noqa: ANN401
        decorated = style["text_decoration_line"] != "none"
        if style["word_spacing"] or decorated or "\n" in text or max_width is not None:
            return create(text, style, context, max_width, justification_spacing)
        layout = layout_class.__new__(layout_class)
        layout.text, layout.max_width = text, max_width
        layout.justification_spacing, layout.first_line_direction = justification_spacing, 0
        return layout

    return create_later
