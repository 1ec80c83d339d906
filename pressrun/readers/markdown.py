"""Read Markdown; knows nothing of what a body may hold, which `pressrun.markup` decides.

`pressrun.readers.commonmark` knows the syntax; here is what we make of it. The front matter's keys
are pandoc's.
"""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pressrun import limits
from pressrun.errors import Complaints, ManuscriptError
from pressrun.model import Dropped, Manuscript
from pressrun.readers import front_matter, keys
from pressrun.readers.captions import join_captions, listings_astray
from pressrun.readers.commonmark import (
    CONTAINERS,
    Token,
    container_name,
    inline,
    mark_references,
    parse,
    render,
    words_of,
)
from pressrun.readers.decoding import decode, printable
from pressrun.readers.mdbook import Copy, copy_of, hide_lines
from pressrun.readers.particulars import particulars_of_article
from pressrun.readers.unshown import Fault, unshown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

# Fields of site generators that have a meaning here too, and those that give an address.
_READ_ANYWAY = frozenset(
    {"authors", "lastmod", "last_modified_at", "publishDate", "summary", "tags"}
)
_ADDRESSES = ("path", "aliases", "permalink", "url", "redirect_from")
_FENCE = re.compile(r"[ >]*:::+[ \t]*(.*)$")
_CODE = re.compile(r"(`+).+?\1")
_RULE_OF_TABLE = re.compile(r"[ >]*\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*$")
_FENCE_OPENS = re.compile(r"container_.*_open$")
_SILENT = re.compile(r"<!--.*?-->|</?a\b[^>]*>", re.DOTALL | re.IGNORECASE)
# The day that Jekyll begins a file's name with, and that sites begin an address with.
_DAY = re.compile(r"(?:^|/)(\d{4})[-/](\d\d)[-/](\d\d)[-/]")
_HEADING_ATTRIBUTES = re.compile(r"\s*\{(?:[#.][\w:-]+\s*)+\}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headline:
    words: str | None
    fragment: str
    name: str | None = None
    dropped: tuple[Dropped, ...] = ()


def read(
    data: bytes, path: Path, folder: Path | None = None, *, incomplete: bool = False
) -> Manuscript:
    """Read a Markdown file; a heading that it begins with is the headline.

    Where the front matter has a headline, that one counts, and a heading that repeats it goes.
    Files of `folder` may be included; of an `incomplete` one, what is not there is told as dropped.
    Raises ManuscriptError with the line of what is wrong, Complaints when several things are.
    """
    fields, body, first_line = front_matter.split(decode(data, path), path)
    foreign = keys.generator_fields(fields)
    known = keys.ARTICLE_KEYS | {field.key for field in foreign}
    keys.refuse_unknown_keys(fields, known, path)
    env: dict[str, Any] = {}
    copy = copy_of(body, path, first_line, folder, incomplete=incomplete)
    _refuse_large_tables(copy)
    tokens = parse(printable("\n".join(copy.lines)), env)
    _refuse_too_deep(tokens, copy)
    _refuse_faults(tokens, copy, env, unshown(tokens, copy, incomplete=incomplete))
    copy.dropped += hide_lines(tokens, copy)
    for token in tokens:
        mark_references(token.children or [])
    _number_lines(tokens, copy)
    _take_heading_attributes(tokens)
    _make_tasks(tokens)
    _make_sidebars(tokens)
    _read_captions(tokens)
    made = _manuscript(fields, join_captions(tokens), path)
    return replace(
        made, dropped=(*made.dropped, *copy.dropped), files=tuple(dict.fromkeys(copy.files))
    )


def _refuse_large_tables(copy: Copy) -> None:
    """Raise ManuscriptError for a table of too many cells, before markdown-it takes minutes on it.

    A code block with such a table in it is refused too: nobody reads that either.
    """
    most = limits.current().cells
    columns = cells = 0
    for index, line in enumerate(copy.lines):
        columns = line.count("|") if columns or _RULE_OF_TABLE.match(line) else 0
        cells = cells + columns if columns else 0
        if cells > most:
            raise ManuscriptError(
                f"a table of over {most:,} cells", path=copy.path, line=copy.number(index),
                hint=limits.remedy("cells", "divide it"),
            )  # fmt: skip


def _refuse_too_deep(tokens: Iterable[Token], copy: Copy) -> None:
    deepest = limits.current().nesting
    for token in tokens:
        if token.level >= deepest - 1:
            raise ManuscriptError(
                f"lists or quotations nested over {deepest} levels deep",
                path=copy.path,
                line=copy.number(token.map[0]) if token.map else None,
                hint=limits.remedy("nesting", "take some levels out"),
            )


def _refuse_faults(
    tokens: Sequence[Token],
    copy: Copy,
    env: Mapping[str, Any],
    faults: Iterable[Fault],
) -> None:
    """Raise Complaints of all that would be printed, swallowed or lost; some `faults` are known."""
    found = sorted((
        *faults,
        *_containers_astray(tokens, copy.lines),
        *_notes_astray(tokens, copy.lines, env),
        *listings_astray(tokens),
    ))  # fmt: skip
    errors = [
        ManuscriptError(message, path=copy.path, line=copy.number(index), hint=hint)
        for index, message, hint in found
    ]
    if errors or copy.errors:
        raise Complaints(sorted((*copy.errors, *errors), key=lambda error: error.line or 0))


def _containers_astray(
    tokens: Iterable[Token], lines: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    """Find a `:::` that would be printed or would swallow what follows: line, fault, hint."""
    for token in tokens:
        start, end = token.map or (0, 0)
        if token.type == "inline":
            for index in range(start, end):
                if fence := _FENCE.match(lines[index]):
                    yield index, *_fault_of_fence(container_name(fence[1]))
        elif _FENCE_OPENS.match(token.type) and not (end < len(lines) and _FENCE.match(lines[end])):
            fault = f"the {container_name(token.info)} has no end"
            yield start, fault, "close it with a line “:::”"


def _fault_of_fence(name: str) -> tuple[str, str]:
    if not name:
        return "this “:::” closes nothing", f"one that opens has a name: {', '.join(CONTAINERS)}"
    return f"there is no container “{name}”", f"there are: {', '.join(CONTAINERS)}"


def _notes_astray(
    tokens: Iterable[Token], lines: Sequence[str], env: Mapping[str, Any]
) -> Iterator[tuple[int, str, str]]:
    """Find notes without a call, which would be lost, and calls without a note, just printed."""
    notes = env.get("footnotes", {}).get("refs", {})
    given: dict[str, int] = {}
    blocks = (token for token in tokens if token.map and token.type in {"fence", "code_block"})
    code = {index for token in blocks for index in range(*(token.map or (0, 0)))}
    for index, line in enumerate(lines):
        found = re.match(r"[ >]*\[\^([^\]\s]+)\]:", line)
        if found and index not in code and given.setdefault(found[1], index) != index:
            yield index, f"the note “{found[1]}” is given twice", "give one of them another name"
        if found and notes.get(f":{found[1]}", 0) < 0:
            yield (
                index,
                f"nothing calls the note “{found[1]}”",
                f"write “[^{found[1]}]” in the text",
            )
    for token in tokens:
        place = range(*(token.map or (0, 0)))
        for label in _calls_printed(token):
            call = re.compile(rf"(?<!\\)\[\^{re.escape(label)}\]")
            for index in [i for i in place if call.search(_CODE.sub("", lines[i]))][:1]:
                yield index, f"there is no note “{label}”", f"write it as “[^{label}]: …”"


def _calls_printed(token: Token) -> list[str]:
    texts = (child.content for child in token.children or () if child.type == "text")
    return [label for text in texts for label in re.findall(r"\[\^([^\]\s]+)\]", text)]


def _take_heading_attributes(tokens: Sequence[Token]) -> None:
    """Take `{#id .class}` at a heading's end, where pandoc has it, out of its text."""
    for heading, line in pairwise(tokens):
        last = line.children[-1] if line.children else None
        if heading.type != "heading_open" or last is None or last.type != "text":
            continue
        if found := _HEADING_ATTRIBUTES.search(last.content):
            last.content = last.content[: found.start()]
            for sign, name in re.findall(r"([#.])([\w:-]+)", found[0]):
                heading.attrJoin("class", name) if sign == "." else heading.attrSet("id", name)


def _make_tasks(tokens: Sequence[Token]) -> None:
    """Make signs of the boxes before tasks: a book has no form to fill in."""
    for index, token in enumerate(tokens):
        if "contains-task-list" in str(token.attrGet("class")):
            token.attrSet("class", "tasks")
        elif "checked" in token.meta:
            del token.attrs["class"]
            sign = "☑" if token.meta.pop("checked") else "☐"
            box = Token("html_inline", "", 0, content=f'<span class="task">{sign}</span> ')
            text = next(other for other in tokens[index:] if other.type == "inline")
            text.children = [box, *(text.children or ())]


def _read_captions(tokens: Iterable[Token]) -> None:
    """Read a picture's caption as the line of Markdown that it is."""
    for token in tokens:
        for image in token.children or ():
            caption = str(image.attrGet("title") or "") if image.type == "image" else ""
            if not caption:
                continue
            words, fragment = inline(caption, references=True)
            image.attrSet("title", words)
            if "<" in fragment:
                image.attrSet("caption", fragment)


def _make_sidebars(tokens: Iterable[Token]) -> None:
    """Make a sidebar of an alert, as GitHub calls a quotation that begins with `[!NOTE]`."""
    kind = ""
    for token in tokens:
        if token.type == "alert_open":
            token.attrSet("class", "sidebar")
            kind = str(token.meta["kind"]).lower()
        elif token.type == "alert_title_open":
            token.attrSet("class", f"sidebar-heading alert-{kind}")


def _take_headline(tokens: list[Token], given: str | None) -> tuple[_Headline, list[Token]]:
    """Part a heading at the beginning from the rest, unless it says something else than `given`."""
    words, fragment = inline(given) if given else ("", "")
    headline = _Headline(words=words or None, fragment=fragment)
    start = _beginning(tokens)
    if not (tokens[start:] and tokens[start].type == "heading_open"):
        return headline, tokens
    line, rest = tokens[start + 1], tokens[:start] + tokens[start + 3 :]
    heading = words_of(line)
    if any(child.type == "footnote_ref" for child in line.children or ()):
        return headline, tokens  # a headline has no place for a note, which would be lost
    if not words:
        name = str(tokens[start].attrGet("id") or "") or None
        return _Headline(words=heading or None, fragment=render([line]), name=name), rest
    if re.findall(r"\w+", words.lower()) != re.findall(r"\w+", heading.lower()):
        return headline, tokens
    number = int(tokens[start].attrGet("data-line") or 1)
    repeated = Dropped(line=number, text=heading, why="repeats the headline")
    return replace(headline, dropped=(repeated,)), rest


def _beginning(tokens: Sequence[Token]) -> int:
    """Return the place of the first token that says something: no comment, rule or place."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        comment = token.type == "html_block" and not _SILENT.sub("", token.content).strip()
        if comment or token.type == "hr":
            place += 1
        elif token.type == "paragraph_open" and _is_silent(tokens[place + 1]):
            place += 3
        else:
            break
    return place


def _is_silent(line: Token) -> bool:
    return all(
        child.type == "softbreak"
        or (child.type == "html_inline" and not _SILENT.sub("", child.content))
        for child in line.children or ()
    )


def _number_lines(tokens: Iterable[Token], copy: Copy) -> None:
    for token in tokens:
        if token.map and token.type == "html_block":
            numbered = rf'\g<0> data-line="{copy.number(token.map[0])}"'
            token.content = re.sub(r"\A\s*<[a-zA-Z][\w-]*", numbered, token.content, count=1)
        elif token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", str(copy.number(token.map[0])))


def _manuscript(fields: front_matter.Mapping, tokens: list[Token], path: Path) -> Manuscript:
    def text(*keys: str) -> str | None:
        return front_matter.text_of(fields.get(*keys), fields.named(*keys), path)

    def texts(*keys: str) -> tuple[str, ...]:
        return front_matter.texts_of(fields.get(*keys), fields.named(*keys), path)

    headline, tokens = _take_headline(tokens, text("headline", "title"))
    standfirst = [inline(line) for line in texts("standfirst", "description", "summary")]
    foreign = [f for f in keys.generator_fields(fields) if f.key not in _READ_ANYWAY]
    return Manuscript(
        path=path,
        headline=headline.words,
        headline_markup=_unless_plain(headline.words, headline.fragment),
        kicker=text("kicker"),
        standfirst=tuple(words for words, _ in standfirst),
        standfirst_markup=_unless_all_plain(standfirst),
        byline=texts("byline", "author", "authors"),
        dateline=text("dateline"),
        date=_date(fields, path, "date", "publishDate") or _day_in_names(fields, path),
        updated=_date(fields, path, "updated", "lastmod", "last_modified_at"),
        language=front_matter.language_of(fields.get("lang"), "lang", path),
        source=text("source"),
        source_url=front_matter.address_of(fields.get("source-url"), "source-url", path),
        direction=front_matter.direction_of(fields.get("dir"), "dir", path),
        vertical=front_matter.vertical_of(fields.get("writing-mode"), "writing-mode", path),
        body=render(tokens),
        dropped=(*(_foreign(field) for field in foreign), *headline.dropped),
        extra=_extra(fields, path),
        particulars=particulars_of_article(fields, path),
        addresses=(
            *([f"#{headline.name}"] if headline.name else []),
            *(a for key in _ADDRESSES for a in _texts_or_none(fields, key, path)),
        ),
    )


def _unless_plain(words: str | None, fragment: str) -> str | None:
    return fragment if words and "<" in fragment else None


def _unless_all_plain(lines: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f for _, f in lines) if any("<" in f for _, f in lines) else ()


def _date(fields: front_matter.Mapping, path: Path, *keys: str) -> datetime.date | None:
    return front_matter.date_of(fields.get(*keys), fields.named(*keys), path)


def _day_in_names(fields: front_matter.Mapping, path: Path) -> datetime.date | None:
    """Return the day that a site generator reads from a file's name or its address."""
    for name in (*_texts_or_none(fields, "path", path), path.name):
        if found := _DAY.search(name):
            with suppress(ValueError):
                return datetime.date(*map(int, found.groups()))
    return None


def _texts_or_none(fields: front_matter.Mapping, key: str, path: Path) -> tuple[str, ...]:
    """Return a generator's field as texts; what it has there otherwise is not ours to judge."""
    with suppress(ManuscriptError):
        return front_matter.texts_of(fields.get(key), key, path)
    return ()


def _foreign(field: front_matter.Field) -> Dropped:
    return Dropped(line=field.line, text=field.key, why="understood as a site generator’s field")


def _extra(fields: front_matter.Mapping, path: Path) -> tuple[tuple[str, str], ...]:
    """Keep the fields that are the publication's, for a folder of one article."""
    kept = ("subtitle", "keywords", "rights", "publisher", "credit")
    pairs = [(key, front_matter.texts_of(fields.get(key), key, path)) for key in kept]
    if not dict(pairs)["keywords"]:
        pairs.append(("keywords", _texts_or_none(fields, "tags", path)))
    return tuple((key, ", ".join(texts)) for key, texts in pairs if texts)
