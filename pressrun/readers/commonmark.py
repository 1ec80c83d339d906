"""Parse CommonMark and GFM, with what we add to them, into tokens; knows no house rule.

https://spec.commonmark.org/0.31.2/ and https://github.github.com/gfm/; footnotes, definition lists,
attributes, `:::` containers and math are written as pandoc has them (https://pandoc.org/MANUAL.html),
references as pandoc-crossref and Quarto do (https://quarto.org/docs/authoring/cross-references.html).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from pressrun import limits
from pressrun.readers import denden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.utils import OptionsDict

__all__ = [
    "CONTAINERS",
    "Token",
    "attributes_of",
    "container_name",
    "inline",
    "mark_references",
    "parse",
    "render",
    "words_of",
]

CONTAINERS = ("pull-quote", "sidebar")
_MATH_BLOCK = math_block_dollar(allow_labels=False, allow_blank_lines=False)
_OPTIONS = {
    "alerts": True, "html": True, "strikethrough_single_tilde": True, "tasklists": True,
    "xhtmlOut": True,
}  # fmt: skip
_ATTRIBUTES_AFTER = ("image", "code_inline", "link_close", "span_close", "math_inline")
# A dollar opens math where no space follows it, and closes it where none stands before it (pandoc's
# manual, tex_math_dollars), and neither letter nor digit after it: so prices stay prices, and
# $HOME stays what it is.
_MATH = re.compile(r"\$(\$?)(?=\S)((?:\\.|[^\\$`])+?)(?<=\S)\$\1(?!\w)", re.DOTALL)
# An address as GFM has it; what may stand before one is a line's start, a space or one of `*_~(`.
_EMAIL = re.compile(r"(?<![^\s*_~(])[A-Za-z0-9.+_-]+@(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]*[A-Za-z]")
_EMPHASIS = re.compile(r"</?(?:b|cite|code|del|em|i|ins|kbd|mark|s|small|strong|sub|sup|u)>")
_EMAIL_GOES_ON = re.compile(r"[\w-]")
# A reference, such as @fig-map or @tbl:tides, and several in brackets, [@fig-map; @fig-sea].
_REFERENCE = re.compile(r"@((?:fig|tbl|lst|eq|sec)[:-]\w+(?:[:_-]+\w+)*)")
_REFERENCES = re.compile(rf"\[({_REFERENCE.pattern}(?:;\s*{_REFERENCE.pattern})*)\](?![\[({{:])")
_LOOSE_ATTRIBUTES = re.compile(
    r"""\{(?:\s*(?:[#.][\w:-]+|[A-Za-z][\w:-]*=(?:"[^"]*"|[^\s{}"]+)))+\s*\}"""
)
_FENCE_OPENS = re.compile(r":{3,}[ \t]*(\{?[.#\w-].*)$")
_FENCE_CLOSES = re.compile(r":{3,}[ \t]*$")
_CODE_FENCE = re.compile(r"(`{3,}|~{3,})")
_MATH_CLOSES = re.compile(r"(?<!\\)\$\$([ \t]*(\{[^{}]*\})[ \t]*)$")


def parse(text: str, env: dict[str, Any]) -> list[Token]:
    """Parse a text into tokens; `env` takes its link references and footnotes."""
    parser = _parser()
    # Of what is nested deeper, markdown-it drops the words in silence.
    parser.options["maxNesting"] = limits.current().nesting
    tokens = parser.parse(text, env)
    for token in tokens:
        if token.children:
            token.children = list(_with_addresses(token.children))
        for child in token.children or ():
            if child.tag == "s":
                child.tag = "del"  # GFM's element; `s` is for what is no longer true
    return tokens


def inline(text: str, *, references: bool = False) -> tuple[str, str]:
    """Return a line of Markdown as its words and as an HTML fragment.

    Raw HTML in it is text, but for emphasis and the like: a headline may speak of Vec<T>. It has
    `references` where there is room for links.
    """
    parser = _parser(references=references)
    tokens = parser.parseInline(text)
    mark_references(tokens[0].children or [])
    for child in tokens[0].children or ():
        if child.type == "html_inline" and not _EMPHASIS.fullmatch(child.content):
            child.type = "text"
    fragment = str(parser.renderer.render(tokens, parser.options, {}))
    return words_of(tokens[0]), fragment


def mark_references(children: Sequence[Token]) -> None:
    """Mark links without words that lead to a place of the publication."""
    for link, after in pairwise(children):
        href = str(link.attrGet("href") or "")
        inside = href and not href.startswith("//") and ":" not in href.partition("#")[0]
        if link.type == "link_open" and after.type == "link_close" and inside:
            link.attrSet("class", "reference")


def words_of(token: Token) -> str:
    """Return the words of an inline token, white space folded, raw HTML and readings left out."""
    return " ".join("".join(map(_plain, _without_readings(token.children or ()))).split())


def _without_readings(children: Iterable[Token]) -> Iterator[Token]:
    inside = False
    for child in children:
        inside = (inside or child.type == "rt_open") and child.type != "rt_close"
        if not inside:
            yield child


def _plain(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return "" if token.type == "html_inline" else token.content


def render(tokens: Sequence[Token]) -> str:
    """Render tokens to an HTML fragment that is well formed but not yet trusted."""
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, {}))


def container_name(words: str) -> str:
    """Return the name in `sidebar` or, as pandoc writes it, `{#id .sidebar}`."""
    if classes := attributes_of(words.strip()).get("class"):
        return str(classes).partition(" ")[0]
    return "".join(re.findall(r"^\{?\.?([\w-]+)", words.strip()))


class _Parser(MarkdownIt):
    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """Leave a bare address as it was typed, where markdown-it would decode it."""
        return link

    def validateLink(self, _: str) -> bool:  # noqa: N802 - as above
        """Let the sanitiser judge addresses, as those of HTML.

        markdown-it would leave `![…](file:///…)` in the text as it was typed, and tell nobody.
        """
        return True


@cache  # to set one up takes as long as to parse a page
def _parser(*, references: bool = True) -> MarkdownIt:
    parser = _Parser("commonmark", _OPTIONS).enable(["table", "strikethrough"])
    special = parser.inline.terminator_re.pattern
    parser.use(gfm_autolink_plugin).disable("gfm_autolink_email")
    parser.use(footnote_plugin).use(deflist_plugin)
    parser.use(attrs_plugin, after=_ATTRIBUTES_AFTER).use(attrs_block_plugin)
    places = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "container", _container, {"alt": places})
    for name in CONTAINERS:
        parser.add_render_rule(f"container_{name}_open", _render_container)
    _add_math(parser)
    parser.inline.ruler.before("link", "reading", denden.reading)
    parser.inline.ruler.before("link", "references", _references)
    parser.inline.ruler.before("link", "reference", _reference)
    parser.inline.ruler.push("loose_attributes", _loose_attributes)
    # For addresses without a scheme, every rule was asked at every w.
    parser.inline.terminator_re = re.compile(rf"{special}|www\.")
    return parser if references else parser.disable(["reference", "references"])


def _with_addresses(children: Iterable[Token]) -> Iterator[Token]:
    """Make links of e-mail addresses, outside links.

    mdit-py-plugins 0.7.0 begins an address behind its last underscore (a_b@c.de), since it looks
    only at the text before the sign in hand.
    """
    depth = 0
    for child in children:
        depth += child.nesting if child.type in {"link_open", "link_close"} else 0
        if child.type == "html_inline" and re.match(r"</?a[\s>]", child.content, re.IGNORECASE):
            depth += -1 if child.content.startswith("</") else 1
        if child.type == "text" and depth == 0 and "@" in child.content:
            yield from _parted_at_addresses(child.content, child.level)
        else:
            yield child


def _parted_at_addresses(text: str, level: int) -> Iterator[Token]:
    done = 0
    for found in _EMAIL.finditer(text):
        if _EMAIL_GOES_ON.match(text, found.end()):
            continue
        yield Token("text", "", 0, content=text[done : found.start()], level=level)
        yield Token(
            "link_open", "a", 1, attrs={"href": f"mailto:{found[0]}"}, level=level, info="auto"
        )
        yield Token("text", "", 0, content=found[0], level=level + 1)
        yield Token("link_close", "a", -1, level=level, info="auto")
        done = found.end()
    yield Token("text", "", 0, content=text[done:], level=level)


def _references(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it’s protocol
    found = _REFERENCES.match(state.src, state.pos, state.posMax)
    if found is None or state.linkLevel:
        return False
    if not silent:
        for number, name in enumerate(_REFERENCE.findall(found[1])):
            state.pending += ", " if number else ""
            _refer(state, name)
    state.pos = found.end()
    return True


def _reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it’s protocol
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    inside = state.pos and re.match(r"[\w@/.]", state.src[state.pos - 1])
    if found is None or state.linkLevel or inside:
        return False
    if not silent:
        _refer(state, found[1])
    state.pos = found.end()
    return True


def _loose_attributes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Take attributes that pandoc allows and mdit-py-plugins 0.7.0 does not, such as width=50%."""
    found = _LOOSE_ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if found is None or state.pending or not state.tokens:
        return False
    if state.tokens[-1].type not in _ATTRIBUTES_AFTER or state.tokens[-1].nesting < 0:
        return False
    if not silent:
        quoted = re.sub(r'=([^\s{}"]+)', r'="\1"', found[0])
        state.tokens[-1].attrs |= attributes_of(quoted)
    state.pos = found.end()
    return True


def _refer(state: StateInline, name: str) -> None:
    """Write a link without words, to which the press gives those of its place."""
    state.push("link_open", "a", 1).attrs = {"href": f"#{name}"}
    state.push("link_close", "a", -1)


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a formula, and attributes in braces behind its end, where pandoc-crossref has them."""
    if not state.src.startswith("$$", state.bMarks[start] + state.tShift[start]):
        return False  # asked at every line that could end a paragraph
    line = start
    while line < end and not state.isEmpty(line):
        found = _MATH_CLOSES.search(state.src, state.bMarks[line], state.eMarks[line])
        if found:
            break
        line += 1
    else:
        return _MATH_BLOCK(state, start, end, silent)
    kept, state.eMarks[line] = state.eMarks[line], found.start(1)
    taken = _MATH_BLOCK(state, start, end, silent)
    state.eMarks[line] = kept
    if taken:
        state.tokens[-1].attrs |= attributes_of(found[2])
    return taken


def attributes_of(braces: str) -> dict[str, str | int | float]:
    """Return the attributes in braces, none where they are not well formed."""
    if not braces.startswith("{"):
        return {}
    try:
        return dict(parse_attributes(braces)[1])
    except ParseError:
        return {}


def _add_math(parser: MarkdownIt) -> None:
    parser.block.ruler.before(
        "fence", "math_block", _math_block, {"alt": ["paragraph", "blockquote"]}
    )
    parser.inline.ruler.before("escape", "math_inline", _math_inline)
    parser.add_render_rule("math_block", _render_math)
    parser.add_render_rule("math_inline", _render_math)


def _math_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it’s protocol
    if state.src[state.pos] != "$" or (state.pos and re.match(r"[\w$]", state.src[state.pos - 1])):
        return False
    found = _MATH.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("math_inline", "span", 0)
        token.content, token.markup = found[2], f"${found[1]}"
    state.pos = found.end()
    return True


def _render_math(
    self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: object
) -> str:
    token = tokens[index]
    token.tag = "div" if token.block else "span"
    token.attrJoin("class", "math display" if token.markup == "$$" else "math inline")
    formula = escapeHtml(token.content.strip())
    return f"<{token.tag}{self.renderAttrs(token)}>{formula}</{token.tag}>" + "\n" * token.block


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a `:::` container; the words behind its colons say which.

    https://pandoc.org/MANUAL.html#extension-fenced_divs: a fence that opens has a name, so that one
    which closes belongs to the last that was opened, however many colons either has.
    """
    found = None if state.is_code_block(start) else _FENCE_OPENS.match(_line_of(state, start))
    name = container_name(found[1]) if found else None
    if found is None or name not in CONTAINERS:
        return False
    if not silent:
        _parse_container(state, start, end, (name, found[1]))
    return True


def _line_of(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _parse_container(state: StateBlock, start: int, end: int, kind: tuple[str, str]) -> None:
    close, closed = _end_of(state, start, end)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", close
    opening = state.push(f"container_{kind[0]}_open", "div", 1)
    opening.block, opening.info, opening.map = True, kind[1], [start, close]
    state.md.block.tokenize(state, start + 1, close)
    state.push(f"container_{kind[0]}_close", "div", -1).block = True
    state.parentType, state.lineMax = parent, line_max
    state.line = close + closed


def _end_of(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Return the line that closes a container, or where its parent ends, and which of the two."""
    depth, code = 1, ""
    for number in range(start + 1, end):
        text = _line_of(state, number)
        if text and state.sCount[number] < state.blkIndent:
            return number, False
        fence = _CODE_FENCE.match(text)
        if code:
            code = "" if fence and fence[1].startswith(code) and text == fence[1] else code
        elif fence:
            code = fence[1]
        elif _FENCE_CLOSES.match(text):
            depth -= 1
            if not depth:
                return number, True
        elif _FENCE_OPENS.match(text):
            depth += 1
    return end, False


def _render_container(
    _self: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    token = tokens[index]
    name = attributes_of(token.info.strip()).get("id")
    place = f' id="{escapeHtml(str(name))}"' if name else ""
    line = token.attrGet("data-line")
    return f'<div class="{container_name(token.info)}"{place} data-line="{line}">\n'
