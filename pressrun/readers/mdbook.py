"""Read what mdBook adds to Markdown: included files, and lines of code that it hides.

https://rust-lang.github.io/mdBook/format/mdbook.html. A file is included from the publication's
folder alone, or from the mdBook's that this is a part of, and by no link out of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressrun import limits, regular
from pressrun.errors import ManuscriptError
from pressrun.model import Dropped
from pressrun.readers.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pressrun.readers.commonmark import Token

_DIRECTIVE = re.compile(
    r"(\\?)(\{\{\s*#(include|rustdoc_include|playground|playpen)\s+([^}\n]+?)\s*\}\})"
)
_BEFORE = re.compile(r"[ \t>]*")
_ANCHOR = re.compile(r"ANCHOR(_END)?:\s*([\w-]+)")
_RUST = re.compile(r"\{?\.?rust\b")
_DEEPEST = 10  # as mdBook has it
_MOST = 1_000


@dataclass(slots=True, kw_only=True)
class Copy:
    """A text with what it includes: its lines, and for each the manuscript's line (from 1).

    `taken` counts the bytes of the files that were included.
    """

    path: Path
    lines: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    errors: list[ManuscriptError] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    taken: int = 0

    def number(self, index: int) -> int:
        """Return the manuscript's line of a line of the text, which counts from 0."""
        return self.numbers[min(index, len(self.numbers) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a directive stands: the file with it, the manuscript's line, how deep in others."""

    file: Path
    line: int
    depth: int = 0


def copy_of(
    text: str, path: Path, first_line: int, folder: Path | None, *, incomplete: bool = False
) -> Copy:
    """Return a text with the files that it includes; without a `folder` it includes none.

    What cannot be included is an error of the copy, or where it is `incomplete` stays as it is
    written and is told among what was `dropped`.
    """
    made = Copy(path=path)
    root = _root_of(folder) if folder else None
    for number, line in enumerate(text.split("\n"), start=first_line):
        found: Iterable[str] = (line,)
        if root and "{{" in line and _DIRECTIVE.search(line):
            place = _Place(file=path, line=number)
            found = _expanded(line, place, root, made, incomplete=incomplete)
        for new in found:
            made.lines.append(new)
            made.numbers.append(number)
    return made


def _root_of(folder: Path) -> Path:
    above = folder.resolve().parent
    return above if (above / "book.toml").is_file() else folder.resolve()


def _expanded(
    line: str, place: _Place, root: Path, made: Copy, *, incomplete: bool
) -> Iterator[str]:
    """Yield the lines that a line becomes; one that is alone in it keeps what it is indented by."""
    end = 0
    before = _BEFORE.match(line)
    indent = before[0] if before else ""
    parts: list[str] = []
    for found in _DIRECTIVE.finditer(line):
        parts.append(line[end : found.start()])
        end = found.end()
        try:
            parts.append(found[2] if found[1] else _included(found, place, root, made))
        except ManuscriptError as error:
            parts.append(found[2])
            if incomplete:
                made.dropped.append(Dropped(line=place.line, text=found[2], why=error.message))
            else:
                made.errors.append(error)
    text = "".join((*parts, line[end:]))
    for number, new in enumerate(text.split("\n")):
        yield f"{indent}{new}" if number and new else new


def _included(found: re.Match[str], place: _Place, root: Path, made: Copy) -> str:
    name, _, part = found[4].partition(":")
    if place.depth >= _DEEPEST or made.taken > limits.current().article or len(made.files) > _MOST:
        hint = "include a file once, or write the words themselves"
        raise _fault(f"“{found[2]}” includes too much, or itself", place, made, hint)
    file = _file(name.strip(), place, root, made)
    made.files.append(file)
    made.taken += file.stat().st_size
    text = "\n".join(_part(decode(regular.read(file), file), part, found[2], place, made))
    inner = _Place(file=file, line=place.line, depth=place.depth + 1)
    text = _DIRECTIVE.sub(
        lambda more: more[2] if more[1] else _included(more, inner, root, made), text
    )
    return f"```rust\n{text}\n```" if found[3].startswith("play") else text


def _fault(message: str, place: _Place, made: Copy, hint: str | None = None) -> ManuscriptError:
    return ManuscriptError(message, path=made.path, line=place.line, hint=hint)


def _file(name: str, place: _Place, root: Path, made: Copy) -> Path:
    """Return a file that may be included; links in its way are followed before it is judged."""
    hint = "write “\\{{#…}}” for the words themselves, or build with --incomplete"
    if not name or "\0" in name:
        raise _fault("nothing is named that could be included", place, made, hint)
    try:
        path = (place.file.parent / name).resolve()
    except RuntimeError:  # Python 3.11 and 3.12
        raise _fault(f"“{name}” is a link that leads to itself", place, made, hint) from None
    if not path.is_relative_to(root):
        raise _fault(f"“{name}” lies outside the publication’s folder", place, made, hint)
    if not path.is_file():
        raise _fault(f"there is no file “{name}” to include", place, made, hint)
    return path


def _part(text: str, part: str, directive: str, place: _Place, made: Copy) -> Iterator[str]:
    """Yield the lines that a directive asks for, without the marks of anchors."""
    lines = text.removesuffix("\n").split("\n")
    first, colon, last = part.partition(":")
    if (first or last) and (first.isdigit() or not first) and (last.isdigit() or not last):
        start = int(first or 1) - 1
        lines = lines[start : int(last) if last else None if colon else start + 1]
    elif part:
        lines = _between(lines, part)
        if not lines:
            raise _fault(f"nothing is called “{part}” for “{directive}”", place, made)
    yield from (line for line in lines if not _ANCHOR.search(line))


def _between(lines: Iterable[str], anchor: str) -> list[str]:
    inside, found = False, []
    for line in lines:
        mark = _ANCHOR.search(line)
        if mark and mark[2] == anchor:
            inside = not mark[1]
        elif inside:
            found.append(line)
    return found


def hide_lines(tokens: Iterable[Token], copy: Copy) -> Iterator[Dropped]:
    """Take lines out of Rust code that begin with `# `, as rustdoc does, and tell of each block.

    https://doc.rust-lang.org/rustdoc/write-documentation/documentation-tests.html
    """
    for token in tokens:
        if token.type != "fence" or not _RUST.match(token.info) or "#" not in token.content:
            continue
        lines = token.content.split("\n")
        hidden = [line for line in lines if re.match(r"\s*#(?:\s|$)", line)]
        shown = [line for line in lines if not re.match(r"\s*#(?:\s|$)", line)]
        token.content = "\n".join(re.sub(r"^(\s*)##", r"\1#", line) for line in shown)
        if hidden:
            number = copy.number((token.map or [0])[0])
            why = "lines of code that rustdoc and mdBook hide"
            yield Dropped(line=number, text="\n".join(hidden), why=why)
