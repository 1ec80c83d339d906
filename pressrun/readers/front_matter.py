"""Read the YAML in front of a manuscript, and publication.yaml; knows which keys there are, not what they are for.

Only strings, lists and mappings come out, each with its line: what YAML makes of `no`, `12:30` or
`2015-10-13` is a writer's surprise, so every scalar stays the string that was typed. Aliases, tags
and doubled keys are refused (YAML 1.2.2, 3.2.1.3: keys are unique).
"""

from __future__ import annotations

import datetime
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from pressrun.errors import Complaints, ManuscriptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# pandoc's names where pandoc has one (https://pandoc.org/MANUAL.html#metadata-blocks), then those
# of news.
ARTICLE_KEYS = frozenset({
    "title", "subtitle", "author", "date", "lang", "description", "keywords", "rights", "publisher",
    "identifier", "cover-image", "cover-image-alt", "belongs-to-collection", "group-position",
    "kicker", "headline", "standfirst", "byline", "dateline", "updated", "credit", "source",
})  # fmt: skip
PUBLICATION_KEYS = frozenset({
    "title", "subtitle", "author", "editor", "date", "lang", "description", "keywords", "rights", "publisher",
    "identifier", "belongs-to-collection", "group-position", "articles", "sections", "file-name",
})  # fmt: skip

_FENCE = re.compile(r"---[ \t]*\Z")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*\Z")
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A string as it was typed, and the line of the file (from 1) that it stands on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list of values."""

    items: tuple[Value, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key with its value; `line` is the key's."""

    key: str
    value: Value
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Fields, in the order of the file."""

    fields: tuple[Field, ...]
    line: int

    def get(self, *keys: str) -> Value | None:
        """Return the value of the first of `keys` that is there."""
        known = {field.key: field.value for field in self.fields}
        return next((known[key] for key in keys if key in known), None)


Value = Scalar | Sequence | Mapping


def split(text: str, path: Path) -> tuple[Mapping, str, int]:
    """Part a manuscript into its front matter, its body and the body's first line (from 1).

    A `---` that no key follows is a thematic break, not front matter. Raises ManuscriptError when
    the front matter has no end.
    """
    lines = text.split("\n")
    empty = Mapping(fields=(), line=1)
    if (
        not _FENCE.match(lines[0])
        or len(lines) == 1
        or not re.match(r"\s*(#|[\w-]+\s*:)", lines[1])
    ):
        return empty, text, 1
    for number, line in enumerate(lines[1:], start=1):
        if _END.match(line):
            fields = parse("\n".join(lines[1:number]), path, first_line=2)
            return fields, "\n".join(lines[number + 1 :]), number + 2
    raise ManuscriptError(
        "the front matter has no end", path=path, line=1, hint="close it with a line “---”"
    )


def parse(text: str, path: Path, *, first_line: int = 1) -> Mapping:
    """Parse YAML into a Mapping whose lines count from `first_line`.

    Raises ManuscriptError at the first thing that is no YAML, or that is YAML beyond strings, lists
    and mappings.
    """
    try:
        events = list(yaml.parse(text, Loader=yaml.SafeLoader))
        _refuse_beyond_plain(events, path, first_line)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise ManuscriptError(
            f"this is not YAML: {error.problem or error.context}", path=path, line=line,
            hint="put a value that holds “: ” or “ #”, or begins with a sign, between quotation marks",
        ) from None  # fmt: skip
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise ManuscriptError(
            f"the character U+{error.character:04X} is not allowed here", path=path, line=line
        ) from None
    if node is None:
        return Mapping(fields=(), line=first_line)
    value = _value(node, path, first_line)
    if not isinstance(value, Mapping):
        raise ManuscriptError("a list of “key: value” is wanted here", path=path, line=value.line)
    return value


def refuse_unknown_keys(fields: Mapping, known: frozenset[str], path: Path) -> None:
    """Raise Complaints that name every unknown key and the known one nearest to it."""
    errors = [
        ManuscriptError(
            f"unknown field “{field.key}”",
            path=path,
            line=field.line,
            hint=_nearest(field.key, known),
        )
        for field in fields.fields
        if field.key not in known
    ]
    if errors:
        raise Complaints(errors)


def text_of(value: Value | None, key: str, path: Path) -> str | None:
    """Return a single string with its white space folded, None for an absent or empty one.

    Raises ManuscriptError for a list or a mapping.
    """
    if value is None:
        return None
    if not isinstance(value, Scalar):
        raise ManuscriptError(f"“{key}” takes one line of text", path=path, line=value.line)
    return " ".join(value.text.split()) or None


def texts_of(value: Value | None, key: str, path: Path) -> tuple[str, ...]:
    """Return one string or a list of them as a tuple; raises ManuscriptError for anything else."""
    if value is None:
        return ()
    items = value.items if isinstance(value, Sequence) else (value,)
    texts = []
    for item in items:
        named = item.get("name") if isinstance(item, Mapping) else item
        if text := text_of(named, key, path):
            texts.append(text)
    return tuple(texts)


def date_of(value: Value | None, key: str, path: Path) -> datetime.date | None:
    """Return a calendar date; raises ManuscriptError unless it is written YYYY-MM-DD (ISO 8601)."""
    text = text_of(value, key, path)
    if text is None or value is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ManuscriptError(
            f"“{text}” is not a date", path=path, line=value.line,
            hint=f"write “{key}: 2015-10-13” (year, month, day)",
        ) from None  # fmt: skip


def _refuse_beyond_plain(events: list[yaml.Event], path: Path, first_line: int) -> None:
    depth = 0
    for event in events:
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise ManuscriptError(f"lists nested over {_DEEPEST} deep", path=path, line=line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ManuscriptError("YAML anchors and aliases are not used here", path=path, line=line,
                                  hint="write the value out")  # fmt: skip
        if getattr(event, "tag", None):
            raise ManuscriptError(f"the YAML tag “{event.tag}” is not used here", path=path, line=line,
                                  hint="put a value that begins with “!” between quotation marks")  # fmt: skip


def _value(node: yaml.Node, path: Path, first_line: int) -> Value:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        return Scalar(text=str(node.value), line=line)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(items=tuple(_value(n, path, first_line) for n in node.value), line=line)
    return Mapping(fields=tuple(_fields(node, path, first_line)), line=line)


def _fields(node: yaml.Node, path: Path, first_line: int) -> Iterator[Field]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = first_line + key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            raise ManuscriptError("a key is a single word", path=path, line=line)
        key = str(key_node.value)
        if key in seen:
            raise ManuscriptError(
                f"“{key}” stands here twice", path=path, line=line,
                hint=f"it was first given on line {seen[key]}",
            )  # fmt: skip
        seen[key] = line
        yield Field(key=key, value=_value(value_node, path, first_line), line=line)


def _nearest(key: str, known: frozenset[str]) -> str:
    close = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.5)
    return f"did you mean “{close[0]}”?" if close else f"known fields: {', '.join(sorted(known))}"
