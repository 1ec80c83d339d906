"""Read the YAML or TOML in front of a manuscript, and publication.yaml; knows keys, not their use.

Only strings, lists and mappings come out, each with its line: what YAML makes of `no`, `12:30` or
`2015-10-13` is a writer's surprise, so every scalar stays the string that was typed. Aliases, tags
and doubled keys are refused (YAML 1.2.2, 3.2.1.3: keys are unique).
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from pressrun import limits
from pressrun.errors import ManuscriptError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_FENCES = {"---": re.compile(r"(?:---|\.\.\.)[ \t]*\Z"), "+++": re.compile(r"\+\+\+[ \t]*\Z")}
_KEY = re.compile(r"""\s*(["']?)[\w-]+\1\s*:(?:\s|$)""")
_TOML_KEY = re.compile(r"""\s*\[{0,2}\s*(["']?)([\w.-]+)\1\s*(?:=|\]{1,2}\s*(?:#.*)?$)""")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
# What XML 1.0 has no place for (https://www.w3.org/TR/xml/#charsets), and YAML's escapes can write.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
# A generator's date may have the hour behind it (RFC 3339, 5.6).
DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?")
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
_DEEPEST = 20
_TAKE_OUT = "take it out; XML, and so a book, has no place for it"


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
    """Fields, in the order of the file; `generator` where a site generator's own may be among them.

    Those who write TOML write it for Hugo or Zola, which take keys that a site made up.
    """

    fields: tuple[Field, ...]
    line: int
    generator: bool = False

    def named(self, *keys: str) -> str:
        """Return the first of `keys` that is there, as a complaint about its value names it."""
        known = {field.key for field in self.fields}
        return next((key for key in keys if key in known), keys[0])

    def get(self, *keys: str) -> Value | None:
        """Return the value of the first of `keys` that is there."""
        known = {field.key: field.value for field in self.fields}
        return next((known[key] for key in keys if key in known), None)


Value = Scalar | Sequence | Mapping


def split(text: str, path: Path) -> tuple[Mapping, str, int]:
    """Part a manuscript into its front matter, its body and the body's first line (from 1).

    It stands between lines `---` in YAML, between lines `+++` in TOML. A `---` that no key follows
    is a thematic break, not front matter. Raises ManuscriptError when the front matter has no end.
    """
    lines = text.split("\n")
    fence = lines[0].rstrip(" \t")
    if fence not in _FENCES or not _begins(lines, fence):
        return Mapping(fields=(), line=1), text, 1
    for number, line in enumerate(lines[1:], start=1):
        if _FENCES[fence].match(line):
            matter = "\n".join(lines[1:number])
            size = f"the front matter has {len(matter):,} signs"
            advice = "leave in it what is about the text"
            limits.refuse_large("matter", len(matter), size, advice, path)
            read = parse if fence == "---" else parse_toml
            fields = read(matter, path, first_line=2)
            return fields, "\n".join(lines[number + 1 :]), number + 2
    hint = ", or write a rule as “***”" if fence == "---" else ""
    raise ManuscriptError(
        "the front matter has no end",
        path=path,
        line=1,
        hint=f"close it with a line “{fence}”{hint}",
    )


def _begins(lines: list[str], fence: str) -> bool:
    """Tell whether a key follows the fence, comments left out, or the fence that closes."""
    first = next((line for line in lines[1:] if line.strip() and not line.startswith("#")), "")
    if fence == "+++":
        return bool(_TOML_KEY.match(first) or _FENCES[fence].match(first))
    return bool(_KEY.match(first) or (first in lines[1:2] and _FENCES[fence].match(first)))


def parse(text: str, path: Path, *, first_line: int = 1) -> Mapping:
    """Parse YAML into a Mapping whose lines count from `first_line`.

    Raises ManuscriptError at the first thing that is no YAML, or that is YAML beyond strings, lists
    and mappings.
    """
    try:
        # One by one: PyYAML 6.0.3 takes a minute for 5,000 open brackets.
        events = [*_plain(yaml.parse(text, Loader=yaml.SafeLoader), path, first_line)]
        node = _Composer(events).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _no_yaml(error, path, first_line) from None
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise ManuscriptError(
            f"the character U+{error.character:04X} is not allowed here",
            path=path, line=line, hint=_TAKE_OUT,
        ) from None  # fmt: skip
    except (OverflowError, ValueError):  # PyYAML 6.0.3 hands an escape such as \UFFFFFFFF to chr()
        line = first_line + text.count("\n", 0, text.find("\\U"))
        raise ManuscriptError(
            "there is no such character", path=path, line=line, hint=_TAKE_OUT
        ) from None
    if node is None:
        return Mapping(fields=(), line=first_line)
    value = _value(node, path, first_line)
    if not isinstance(value, Mapping):
        raise ManuscriptError(
            "a list of “key: value” is wanted here", path=path, line=value.line,
            hint="write each on a line of its own, as in “title: What the tide left”",
        )  # fmt: skip
    return value


def parse_toml(text: str, path: Path, *, first_line: int = 1) -> Mapping:
    """Parse TOML 1.0 into a Mapping of strings, lists and mappings, as YAML would give.

    Raises ManuscriptError at the first thing that is no TOML.
    """
    try:
        table = tomllib.loads(text)
    except RecursionError:  # CPython 3.11’s reads a list within a list by calling itself
        raise _too_deep(path, first_line) from None
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        message = _TOML_PLACE.sub("", str(error))
        raise ManuscriptError(
            f"this is not TOML: {message}", path=path, line=first_line + line - 1,
            hint="a value of TOML stands between quotation marks",
        ) from None  # fmt: skip
    lines: dict[str, int] = {}
    for number, written in enumerate(text.split("\n"), start=first_line):
        if key := _TOML_KEY.match(written):
            lines.setdefault(key[2].partition(".")[0], number)
    fields = (
        Field(key=key, value=_toml_value(value, lines.get(key, first_line)),
              line=lines.get(key, first_line))
        for key, value in table.items()
    )  # fmt: skip
    return Mapping(fields=tuple(fields), line=first_line, generator=True)


def _toml_value(value: object, line: int) -> Value:
    if isinstance(value, dict):
        fields = (Field(key=k, value=_toml_value(v, line), line=line) for k, v in value.items())
        return Mapping(fields=tuple(fields), line=line)
    if isinstance(value, list):
        return Sequence(items=tuple(_toml_value(item, line) for item in value), line=line)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Scalar(text=_NOT_XML.sub("", text), line=line)


def _no_yaml(error: yaml.MarkedYAMLError, path: Path, first_line: int) -> ManuscriptError:
    mark = error.problem_mark or error.context_mark
    tab = "\\t" in (error.problem or "")
    return ManuscriptError(
        f"this is not YAML: {error.problem or error.context}",
        path=path,
        line=first_line + (mark.line if mark else 0),
        hint="YAML is indented with spaces, never with tabs" if tab
        else "put a value that holds “: ” or “ #”, or begins with a sign, between quotation marks",
    )  # fmt: skip


def text_of(value: Value | None, key: str, path: Path) -> str | None:
    """Return a single string with its white space folded, None for an absent or empty one.

    Raises ManuscriptError for a list or a mapping.
    """
    if value is None:
        return None
    if not isinstance(value, Scalar):
        raise ManuscriptError(
            f"“{key}” takes one line of text", path=path, line=value.line,
            hint=f"write “{key}: …”, between quotation marks where it begins with a bracket",
        )  # fmt: skip
    return " ".join(value.text.split()) or None


def texts_of(value: Value | None, key: str, path: Path) -> tuple[str, ...]:
    """Return one string or a list of them as a tuple; an author may be a mapping with a `name`.

    Raises ManuscriptError for anything else.
    """
    if value is None:
        return ()
    items = value.items if isinstance(value, Sequence) else (value,)
    texts = []
    for item in items:
        named = item.get("name", "text") if isinstance(item, Mapping) else item
        if named is None:
            raise ManuscriptError(
                f"“{key}” has an entry without a name",
                path=path,
                line=item.line,
                hint="write “name: …”",
            )
        if text := text_of(named, key, path):
            texts.append(text)
    return tuple(texts)


def date_of(value: Value | None, key: str, path: Path) -> datetime.date | None:
    """Return a calendar date; raises ManuscriptError unless it is written YYYY-MM-DD (ISO 8601)."""
    text = text_of(value, key, path)
    if text is None or value is None:
        return None
    # fromisoformat alone takes weeks and dates without hyphens too.
    if written := DATE.fullmatch(text):
        with suppress(ValueError):
            return datetime.date.fromisoformat(written[1])
    raise ManuscriptError(
        f"“{text}” is not a date",
        path=path,
        line=value.line,
        hint=f"write “{key}: 2015-10-13” (year, month, day)",
    )


def language_of(value: Value | None, key: str, path: Path) -> str | None:
    """Return a language tag; raises ManuscriptError unless it is well formed (BCP 47, 2.2.9)."""
    text = text_of(value, key, path)
    if text is None or value is None or LANGUAGE.fullmatch(text):
        return text
    likely = text.replace("_", "-")
    raise ManuscriptError(
        f"“{text}” is not a language tag", path=path, line=value.line,
        hint=f"did you mean “{likely}”?" if LANGUAGE.fullmatch(likely)
        else "write two letters and, if need be, a region: “en”, “de-AT”",
    )  # fmt: skip


def address_of(value: Value | None, key: str, path: Path) -> str | None:
    """Return an address on the web; raises ManuscriptError for anything else."""
    text = text_of(value, key, path)
    if value is None or text is None or ADDRESS.fullmatch(text):
        return text
    raise ManuscriptError(
        f"“{text}” is no address on the web", path=path, line=value.line,
        hint=f"write it whole: “{key}: https://example.org/tide”",
    )  # fmt: skip


def direction_of(value: Value | None, key: str, path: Path) -> str | None:
    """Return `ltr` or `rtl`, as pandoc's `dir` has it; raises ManuscriptError for anything else."""
    text = text_of(value, key, path)
    if text is None or value is None or text in {"ltr", "rtl"}:
        return text
    hint = "write “ltr” (left to right) or “rtl” (right to left)"
    raise ManuscriptError(f"“{text}” is no direction", path=path, line=value.line, hint=hint)


def vertical_of(value: Value | None, key: str, path: Path) -> bool | None:
    """Return whether lines run downwards, None where nothing is said.

    The values are those of CSS Writing Modes 3; raises ManuscriptError for anything else.
    """
    text = text_of(value, key, path)
    if text is None or value is None or text in {"vertical-rl", "horizontal-tb"}:
        return None if text is None else text == "vertical-rl"
    hint = "write “vertical-rl” (lines run downwards) or “horizontal-tb”"
    raise ManuscriptError(f"“{text}” is no writing mode", path=path, line=value.line, hint=hint)


def flag_of(value: Value | None, key: str, path: Path) -> bool:
    """Return whether a field says `true`; raises ManuscriptError unless it says that or `false`."""
    text = text_of(value, key, path)
    if value is None or text in {None, "true", "false"}:
        return text == "true"
    message, hint = f"“{key}” is “true” or “false”", "write one of these two words"
    raise ManuscriptError(message, path=path, line=value.line, hint=hint)


class _Composer(yaml.composer.Composer, yaml.resolver.Resolver):
    """Make nodes of events that were looked at, instead of parsing the text again."""

    def __init__(self, events: Iterable[yaml.Event]) -> None:
        yaml.composer.Composer.__init__(self)
        yaml.resolver.Resolver.__init__(self)
        self._events = deque(events)

    def peek_event(self) -> yaml.Event | None:
        """Return the next event, as PyYAML’s parser does."""
        return self._events[0] if self._events else None

    def get_event(self) -> yaml.Event | None:
        """Return the next event, and go on."""
        return self._events.popleft() if self._events else None

    def check_event(self, *kinds: type[yaml.Event]) -> bool:
        """Tell whether the next event is of these kinds."""
        return bool(self._events) and isinstance(self._events[0], kinds)


def _plain(events: Iterable[yaml.Event], path: Path, first_line: int) -> Iterator[yaml.Event]:
    """Yield events; raise ManuscriptError at the first that is beyond strings, lists, mappings."""
    depth = 0
    for event in events:
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise _too_deep(path, line)
        if fault := _beyond_plain(event):
            message, hint = fault
            raise ManuscriptError(message, path=path, line=line, hint=hint)
        yield event


def _too_deep(path: Path, line: int) -> ManuscriptError:
    message = f"lists nested over {_DEEPEST} deep"
    return ManuscriptError(message, path=path, line=line, hint="write them out of one another")


def _beyond_plain(event: yaml.Event) -> tuple[str, str] | None:
    """Return what an event has that is no string, list or mapping, and a hint."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "YAML anchors and aliases are not used here", "write the value out"
    if tag := getattr(event, "tag", None):
        hint = "put a value that begins with “!” between quotation marks"
        return f"the YAML tag “{tag}” is not used here", hint
    if odd := _NOT_XML.search(getattr(event, "value", None) or ""):
        return f"the character U+{ord(odd[0]):04X} is not allowed here", _TAKE_OUT
    return None


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
            raise ManuscriptError(
                "a key is a single word", path=path, line=line, hint="write it as “key: value”"
            )
        key = str(key_node.value)
        if key in seen:
            raise ManuscriptError(
                f"“{key}” stands here twice", path=path, line=line,
                hint=f"it was first given on line {seen[key]}",
            )  # fmt: skip
        seen[key] = line
        yield Field(key=key, value=_value(value_node, path, first_line), line=line)
