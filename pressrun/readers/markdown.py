"""Read Markdown: CommonMark with front matter, tables, footnotes, definition lists, attributes and `:::`
containers; knows nothing of what a body may hold, which `pressrun.markup` decides.

https://spec.commonmark.org/0.31.2/ and https://github.github.com/gfm/; the front matter's keys are
pandoc's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from pressrun.errors import ManuscriptError
from pressrun.model import Manuscript
from pressrun.readers import front_matter
from pressrun.readers.plain.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from markdown_it.token import Token

CONTAINERS = ("pull-quote", "sidebar")
# markdown-it drops in silence what is nested deeper than its `maxNesting` (20 unless told
# otherwise).
_DEEPEST = 100


def read(data: bytes, path: Path) -> Manuscript:
    """Read a Markdown file; its first heading of level 1 is the headline unless the front matter has one.

    Raises ManuscriptError with the line of what is wrong, Complaints when several fields are
    unknown.
    """
    fields, body, first_line = front_matter.split(decode(data, path), path)
    front_matter.refuse_unknown_keys(fields, front_matter.ARTICLE_KEYS, path)
    tokens = _parser().parse(body)
    _refuse_too_deep(tokens, path, first_line)
    heading, tokens = (
        _take_headline(tokens) if fields.get("title", "headline") is None else (None, tokens)
    )
    _number_lines(tokens, first_line)
    return _manuscript(fields, heading, render(tokens), path)


def render(tokens: list[Token]) -> str:
    """Render tokens to an HTML fragment that is well formed but not yet trusted."""
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, {}))


def _parser() -> MarkdownIt:
    options = {"html": True, "xhtmlOut": True, "maxNesting": _DEEPEST}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(attrs_plugin).use(attrs_block_plugin)
    for name in CONTAINERS:
        parser.use(container_plugin, name, render=_render_container)
    return parser


def _render_container(
    _self: object, tokens: list[Token], index: int, _options: object, _env: object
) -> str:
    token = tokens[index]
    if token.nesting < 0:
        return "</div>\n"
    name = token.info.strip().split()[0]
    return f'<div class="{name}" data-line="{token.attrGet("data-line")}">\n'


def _refuse_too_deep(tokens: Iterable[Token], path: Path, first_line: int) -> None:
    for token in tokens:
        if token.level >= _DEEPEST - 1:
            line = first_line + token.map[0] if token.map else None
            raise ManuscriptError(
                f"lists or quotations nested over {_DEEPEST} levels deep", path=path, line=line
            )


def _take_headline(tokens: list[Token]) -> tuple[str | None, list[Token]]:
    """Part a leading `# Heading` from the rest."""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        inline = tokens[1].children or []
        return "".join(_plain(token) for token in inline), tokens[3:]
    return None, tokens


def _plain(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


def _number_lines(tokens: Iterable[Token], first_line: int) -> None:
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", str(token.map[0] + first_line))


def _manuscript(
    fields: front_matter.Mapping, heading: str | None, body: str, path: Path
) -> Manuscript:
    def text(*keys: str) -> str | None:
        return front_matter.text_of(fields.get(*keys), keys[0], path)

    def texts(*keys: str) -> tuple[str, ...]:
        return front_matter.texts_of(fields.get(*keys), keys[0], path)

    return Manuscript(
        path=path,
        headline=text("headline", "title") or heading,
        kicker=text("kicker"),
        standfirst=texts("standfirst", "description"),
        byline=texts("byline", "author"),
        dateline=text("dateline"),
        date=front_matter.date_of(fields.get("date"), "date", path),
        updated=front_matter.date_of(fields.get("updated"), "updated", path),
        language=text("lang"),
        source=text("source"),
        body=body,
        extra=_extra(fields, path),
    )


def _extra(fields: front_matter.Mapping, path: Path) -> tuple[tuple[str, str], ...]:
    """Keep the fields that are the publication's, for a folder of one article."""
    kept = ("subtitle", "keywords", "rights", "publisher", "identifier", "credit")
    pairs = ((key, front_matter.texts_of(fields.get(key), key, path)) for key in kept)
    return tuple((key, ", ".join(texts)) for key, texts in pairs if texts)
