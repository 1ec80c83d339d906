"""Write docs/reference.md and docs/schemas/ from the code: every option, key, limit and finding.

Run as `python -m tests.docs.reference`; a test says when that has to be done.
"""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import options, resources, schemas, stylesheets, themes
from pressrun.building import FORMATS
from pressrun.limits import Limits
from pressrun.lint import RULES
from pressrun.readers import SUFFIXES, keys
from pressrun.standards import STANDARDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DOCS = Path(__file__).resolve().parents[2] / "docs"
REFERENCE = DOCS / "reference.md"
SCHEMAS = {name: DOCS / "schemas" / f"{name}.schema.json" for name in schemas.NAMES_OF_SCHEMAS}
# What each kind of value is, in words.
KINDS = {
    "address": "an address on the web",
    "articles": "a name, or a list of them",
    "collection": "a title, or a mapping of `title`, `type` (`series`, `set`), `position`,"
    " `identifier`",
    "contributors": "a name, a mapping of `name`, `role` and `file-as`, or a list of these",
    "date": "a day, `2026-04-30`",
    "direction": "`ltr` or `rtl`",
    "flag": "`true` or `false`",
    "identifiers": "an identifier, a mapping of `scheme` and `text`, or a list of these",
    "language": "a language tag (BCP 47)",
    "links": "`none`, `notes` or `list`",
    "openers": "`any` or `recto`",
    "position": "a number, or several with full stops between",
    "defaults": "a mapping of keys of articles; see below",
    "sections": "a list of mappings; see below",
    "text": "a text in one line",
    "texts": "a text, or a list of them",
    "writing-mode": "`horizontal-tb` or `vertical-rl`",
}


def written() -> dict[Path, str]:
    """Return what each file is to hold."""
    return {
        REFERENCE: "\n".join(_lines()),
        **{path: schemas.as_json(name) for name, path in SCHEMAS.items()},
    }


def main() -> None:
    """Write them."""
    for path, text in written().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def _lines() -> Iterator[str]:
    yield from (
        "# Reference", "",
        ("Made from the code by `make reference`; a test compares the two. From a clone, say"
        " `python build.py` instead of `pressrun`."), "",
        ("[Commands](#commands) · [Front matter](#front-matter) ·"
        " [publication.yaml](#publicationyaml) · [Limits](#limits) · [Findings](#findings) ·"
        " [Files that can be overridden](#files-that-can-be-overridden)"), "",
        "## Commands", "",
        "### pressrun [SOURCE…]", "",
    )  # fmt: skip
    yield from _commands()
    yield from (
        "### What a command answers", "",
        ("Paths of what was made go to standard output, one a line; everything else goes to"
        " standard error."), "",
        *_table(("Exit code", "means"), (
            ("0", "done"), ("1", "the content is at fault; the message has path, line and remedy"),
            ("2", "the command line is wrong"),
            ("3", "something is missing on this machine; an EPUB is made all the same"),
        )),
        "### Names", "",
        *_table(("Of", "are"), (
            ("formats", _quoted(FORMATS)), ("manuscripts", _quoted(SUFFIXES)),
            ("themes", _quoted(themes.names_of_ours())),
            ("page sizes", _quoted(name.title() for name in stylesheets.PAGE_SIZES)),
            ("print standards", _quoted(STANDARDS)),
        )),
    )  # fmt: skip
    yield from _keys()
    yield from ("## Limits", "", "`--limit NAME=NUMBER` raises or lowers one.", "")
    rows = [(f"`{f.name}`", str(f.metadata["says"]), f"{f.default:,}") for f in fields(Limits)]
    yield from _table(("Name", "holds for", "at most"), rows)
    yield from _findings()
    yield from ("## Files that can be overridden", "")
    yield from (
        "`pressrun eject NAME` copies one; `--overrides DIR` lets it stand in for ours.",
        "",
    )
    yield from (*(f"- `{name}`" for name in resources.names()), "")


def _commands() -> Iterator[str]:
    yield from _parser(options.build_parser())
    for name, parser in options.COMMANDS.items():
        made = parser()
        words = " ".join(_word(action) for action in made._actions if not action.option_strings)  # noqa: SLF001
        yield from (f"### pressrun {name} {words}".rstrip(), "", made.description or "", "")
        yield from _parser(made)


def _parser(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows = [
        (_option(action), _said(action))
        for action in parser._actions  # noqa: SLF001 - argparse lists them nowhere else
        if action.help not in {None, argparse.SUPPRESS} and "--help" not in action.option_strings
    ]
    yield from _table(("Option", "does"), rows) if rows else ()


def _option(action: argparse.Action) -> str:
    words = " ".join(filter(None, (", ".join(action.option_strings), _word(action))))
    return f"`{words}`"


def _word(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    word = str(action.metavar or action.dest)
    return f"[{word}…]" if action.nargs == "*" else f"{word}…" if action.nargs == "+" else word


def _said(action: argparse.Action) -> str:
    return (action.help or "").replace("%%", "%").replace("|", "\\|")


def _keys() -> Iterator[str]:
    yield from ("## Front matter", "", "Of an article; all but a title may be left out.", "")
    yield from _key_table(keys.ARTICLE)
    yield from (
        "What site generators write besides is left alone: "
        + ", ".join(f"`{name}`" for name in sorted(keys.GENERATOR_KEYS - keys.ARTICLE_KEYS))
        + ".", "",
        "## publication.yaml", "", "Of a publication; all of it may be left out.", "",
    )  # fmt: skip
    yield from _key_table(keys.PUBLICATION)
    yield from (
        "`defaults` take of an article’s keys these; what an article says itself counts more: "
        + ", ".join(f"`{name}`" for name in sorted(keys.DEFAULTS))
        + ".", "",
    )  # fmt: skip
    yield from ("Each of the `sections` has:", "")
    yield from _key_table(keys.SECTION)


def _key_table(table: Mapping[str, keys.Key]) -> Iterator[str]:
    rows = [(f"`{name}`", KINDS[key.kind], key.says) for name, key in sorted(table.items())]
    yield from _table(("Key", "takes", "for"), rows)


def _findings() -> Iterator[str]:
    yield from ("## Findings", "", "What `pressrun check` and `explain` call by a number.", "")
    for rule in RULES.values():
        yield from (
            f"### {rule.number}: {rule.title}", "",
            f"{rule.severity.capitalize()}. {rule.why} {rule.remedy}", "",
        )  # fmt: skip


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    main()
