"""Look styles up, and set up Pango for them, in less of WeasyPrint's time; with the same result.

WeasyPrint 70.0 computes each value of each style by one function that provides for every case, and
makes a font's description, its features and a Pango context anew for every line that it tries.
What depends on a style alone is made once for each style here, and kept with it: a style is not
changed once there is a text in it, but copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    # WeasyPrint ships no types.
    Original = Any

# What is computed together with others, or is no matter of inheritance.
_TOGETHER = frozenset({"display", "float", "page", "position"})
_KNOWN, _KEYS = "_known_to_pango", "_known_keys"
# What nothing but a footnote has, a note, an item of a list.
_OF_FOOTNOTES = frozenset({"footnote-call", "footnote-marker"})
_OF_NOTES = frozenset({"note-call", "note-marker", "note-callback"})
_OF_ITEMS = frozenset({"marker"})


def set_computed_styles(_: Any, set_styles: Original) -> Callable[..., None]:  # noqa: ANN401
    """Return what gives an element its style, and its pseudo-elements theirs, if it has them."""

    def set_those_wanted(
        style_for: Any,  # noqa: ANN401
        element: Any,  # noqa: ANN401
        parent: Any,  # noqa: ANN401
        root: Any = None,  # noqa: ANN401
        pseudo_type: str | None = None,
        **rest: Any,  # noqa: ANN401
    ) -> None:
        own = style_for.get_computed_styles().get((element, None)) if pseudo_type else None
        if own is None or _has(own, pseudo_type):
            set_styles(style_for, element, parent, root, pseudo_type, **rest)

    return set_those_wanted


def _has(style: Any, pseudo_type: str | None) -> bool:  # noqa: ANN401
    if pseudo_type in _OF_FOOTNOTES:
        return bool(style["float"] == "footnote")
    if pseudo_type in _OF_NOTES:
        return bool(style["position"][0] == "note()")
    return pseudo_type not in _OF_ITEMS or "list-item" in style["display"]


def missing(weasyprint: Any, compute: Original) -> Callable[[Any, str], Any]:  # noqa: ANN401
    """Return what computes a value: at once where it is inherited, or no rule says anything."""
    css = weasyprint.css
    inherited, initial, uncomputed = css.INHERITED, css.INITIAL_VALUES, css.INITIAL_NOT_COMPUTED
    slow = _TOGETHER | {key for key in initial if key.startswith("text_decoration_")}
    # A side that a rule may have called by where it lies in the flow of the text.
    logical = {
        key: {way: name(block="ttb", inline=way) for way in ("ltr", "rtl")}
        for key, name in css.PHYSICAL_FUNCTIONS.items()
    }

    def __missing__(style: Any, key: str) -> Any:  # noqa: ANN401, N807 - its name there
        if key in style.cascaded or key in slow:
            return compute(style, key)
        if key in logical and logical[key][style["direction"]] in style.cascaded:
            return compute(style, key)
        if key in inherited:
            value = style.parent_style[key] if style.parent_style else None
            if value is None or type(value) is tuple or hasattr(value, "type"):
                return compute(style, key)
        elif key in initial and key not in uncomputed:
            value = initial[key]
        else:
            return compute(style, key)
        style[key] = value
        return value

    return __missing__


def resolve_one_percentage(_: Any, resolve: Original) -> Original:  # noqa: ANN401
    """Return what sets one of a box's measures from its style."""

    def resolve_simply(box: Any, name: str, refer_to: Any) -> None:  # noqa: ANN401
        value = box.style[name]
        unit = getattr(value, "unit", None)
        if unit == "px":
            setattr(box, name, value.value)
        elif unit == "%":
            setattr(box, name, refer_to * value.value / 100)
        else:
            resolve(box, name, refer_to)

    return resolve_simply


def cache_key(_: Any, make: Original) -> Original:  # noqa: ANN401
    """Return what names the font of a style."""

    def known_key(style: Any, include_size: bool = False) -> str:  # noqa: ANN401, FBT001, FBT002 - as there
        keys: dict[bool, str] = vars(style).setdefault(_KEYS, {})
        if include_size not in keys:
            keys[include_size] = make(style, include_size)
        return keys[include_size]

    return known_key


def setup(weasyprint: Any, begin: Original) -> Original:  # noqa: ANN401
    """Return what makes a Pango layout for a style.

    WeasyPrint's own never gives back the list of features that it makes for each of them.
    """
    text = weasyprint.text
    ffi, pango, gobject = text.ffi.ffi, text.ffi.pango, text.ffi.gobject

    def begin_with_known(layout: Any, style: Any) -> None:  # noqa: ANN401
        if style["text_decoration_line"] != "none":
            begin(layout, style)
            return
        context, layout.language, description, features = described(text, style)
        layout.style, layout.first_line_direction = style, 0
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003 - C's
        pango.pango_layout_set_font_description(layout.layout, description)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        if features:
            listed = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            pango.pango_attr_list_insert(listed, pango.pango_attr_font_features_new(features))
            pango.pango_layout_set_attributes(layout.layout, listed)

    return begin_with_known


def described(text: Any, style: Any) -> tuple[Any, Any, Any, bytes]:  # noqa: ANN401
    """Return what Pango wants to know of a style: context, language, font and features.

    `text` is WeasyPrint's module.
    """
    known: tuple[Any, Any, Any, bytes] | None = vars(style).get(_KNOWN)
    if known is None:
        known = vars(style)[_KNOWN] = _described(text, style)
    return known


def _described(text: Any, style: Any) -> tuple[Any, Any, Any, bytes]:  # noqa: ANN401
    ffi, pango, gobject = text.ffi.ffi, text.ffi.pango, text.ffi.gobject
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - C's
    pango.pango_context_set_base_dir(context, text.line_break.PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"]
    if override != "normal":
        name = text.line_break.LST_TO_ISO.get(override.lower(), override)
    language = pango.pango_language_get_default()
    if name:
        pointer, _bytes = text.ffi.unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    features = text.line_break.font_features(
        style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
        style["font_variant_caps"], style["font_variant_numeric"],
        style["font_variant_alternates"], style["font_variant_east_asian"],
        style["font_feature_settings"],
    )  # fmt: skip
    said = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    return context, language, text.line_break.get_font_description(style), said
