"""Hostile Markdown: deep, huge, unbalanced, in circles."""

from __future__ import annotations

from tests.hostile.cases import FIRST, LISTENER, built, refused

_SCHEMES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "vbscript:x",
    "data:text/html;base64,PHNjcmlwdD4=", "file:///etc/passwd", "blob:x", "about:blank",
)  # fmt: skip
_HARMLESS = ("https://example.org/a b?c=<d>&e='f'", "mailto:a@example.org", "tel:+441234",
             "https://example.org/%zz%00", "http://[::1", "https://пример.рф/ü", "//example.org/x",
             LISTENER)  # fmt: skip


def _table(rows: int, columns: int) -> str:
    row = "|" + " x |" * columns
    return "\n".join((row, "|" + "---|" * columns, *[row] * rows))


def _references(count: int) -> str:
    return "\n".join(f"[r{n}]: https://example.org/{n}" for n in range(count))


def _headings(count: int) -> str:
    return "\n\n".join(f"## H{n}" for n in range(count))


def _notes(count: int) -> str:
    calls = " ".join(f"x[^{n}]" for n in range(count))
    return calls + "\n\n" + "\n".join(f"[^{n}]: note{n}" for n in range(count))


# Some of the cases again, for `make hostile` alone.
LARGE = (
    built("brackets 20,000 deep", "[" * 20_000 + "deepneedle" + "]" * 20_000, "deepneedle"),
    built("40,000 underlines and tildes", "_~" * 20_000 + " x"),
    built("a code block of 10,000 lines", "```\n" + "x = 1\n" * 10_000 + "```"),
    built("10,000 references", _references(10_000)),
    built("6,000 headings", _headings(6_000)),
    built("1,000 notes", _notes(1_000), "note0", "note999"),
    built("a line of 200,000 signs", "words go on " * 17_000),
)
CASES = (
    built("quotations 50 deep", "> " * 50 + "deepneedle", "deepneedle"),
    refused("quotations 500 deep", "> " * 500 + "x", "nested over"),
    refused("quotations 20,000 deep", ">" * 20_000 + "x", "nested over"),
    refused(
        "lists 200 deep",
        "\n".join("  " * n + "- x" for n in range(200)),
        "nested over",
        line=FIRST + 48,
    ),
    refused("list signs 5,000 deep", "- " * 5_000 + "x", "nested over"),
    refused("lists and quotations 400 deep", "> - " * 200 + "x", "nested over"),
    refused(
        "containers 300 deep",
        "::: sidebar\n" * 300 + "x\n" + ":::\n" * 300,
        "nested over",
        line=FIRST + 99,
    ),
    built("emphasis 5,000 deep", "*a **b " * 2_500 + "deepneedle", "deepneedle"),
    built("brackets 5,000 deep", "[" * 5_000 + "deepneedle" + "]" * 5_000, "deepneedle"),
    built("brackets never closed", "[a](" * 5_000 + "deepneedle", "deepneedle"),
    built("pictures' brackets 2,000 deep", "![" * 2_000 + "deepneedle", "deepneedle"),
    built("backticks of every length", " ".join("`" * n for n in range(1, 300)) + " x"),
    built("stars without end", "*" * 30_000 + " x"),
    built("underlines and tildes without end", "_~" * 5_000 + " x"),
    built("angle brackets without end", "<" * 20_000 + " x"),
    built("comments never closed", "a <!-- b " * 2_000),
    built("backslashes without end", "\\" * 20_001 + " x"),
    built(
        "entities of every form", "&amp; &#0; &#xD800; &#x110000; &#99999999; &quot &lt; &frac12;"
    ),
    built("dollars without end", "$" * 10_000 + " $a$ $$b$$ $c x"),
    refused(
        "formulas that are none",
        "$\\frac{a$ and $\\undefined{x}$ and $}{$ and $$\\left($$",
        "is not understood",
    ),
    built("a formula 2,000 deep", "$" + "{" * 2_000 + "x" + "}" * 2_000 + "$"),
    refused(
        "a formula of roots 500 deep", "$" + "\\sqrt{" * 500 + "x" + "}" * 500 + "$", "nested over"
    ),
    refused("a formula's macro that names itself", "$\\def\\a{\\a\\a}\\a$", "is not understood"),
    built("a table of 200 columns", _table(3, 200)),
    built("a table of 1,000 rows", _table(1_000, 4)),
    refused("a table of 1,000 by 1,000", _table(1_000, 1_000), "cells", line=FIRST + 50),
    built(
        "a table of unequal rows", "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 1 |\n||\n| `|` | \\| |"
    ),
    built("a table of one cell", "| x |\n|---|"),
    built("a code block without end", "```\nx\n<b>\n", "alphaneedle", "omeganeedle"),
    built("a code block of 2,000 lines", "```\n" + "x = 1\n" * 2_000 + "```"),
    built("code of a language that nobody knows", "```../../etc/passwd\nx\n```"),
    refused("a sidebar without end", "::: sidebar\nx", "has no end"),
    refused("an end without a sidebar", "x\n\n:::", "closes nothing", line=FIRST + 2),
    refused("a container that is unknown", "::: evil\nx\n:::", "there is no container"),
    *(
        built(
            f"a link to {scheme.partition(':')[0]}: {number}",
            f"A [linkneedle](<{scheme}>) here.",
            "linkneedle",
        )
        for number, scheme in enumerate(_SCHEMES)
    ),
    *(
        built(f"a harmless link {number}", f"A [linkneedle](<{address}>) here.", "linkneedle")
        for number, address in enumerate(_HARMLESS)
    ),
    refused("a link to a file that is not there", "A [link](nowhere.md).", "nowhere.md"),
    refused("a link to a heading that is not there", "A [link](#nowhere).", "nowhere"),
    refused("a link out of the folder", "A [link](../../outside.md).", "outside.md"),
    built(
        "an address of 20,000 signs",
        "A [linkneedle](https://example.org/" + "a" * 20_000 + ").",
        "linkneedle",
    ),
    built("a reference that names itself", '[a][a]\n\n[a]: <#a> "b"\n\n## A'),
    built("2,000 references", _references(2_000)),
    refused(
        "notes that call one another",
        "Call[^a].\n\n[^a]: one[^b]\n\n[^b]: two[^a]",
        "call another note",
        line=FIRST + 2,
    ),
    refused(
        "a note that calls itself", "Call[^a].\n\n[^a]: x[^a]", "call another note", line=FIRST + 2
    ),
    refused("a call without a note", "Call[^a].", "there is no note"),
    refused("a note without a call", "[^a]: lost", "nothing calls the note"),
    refused(
        "a note given twice", "Call[^a].\n\n[^a]: one\n\n[^a]: two", "given twice", line=FIRST + 4
    ),
    built("500 calls of one note", "x[^a] " * 500 + "\n\n[^a]: noteneedle", "noteneedle"),
    built("200 notes", _notes(200), "note0", "note199"),
    built(
        "a note with a list and code",
        "Call[^a].\n\n[^a]: x\n\n    - itemneedle\n\n    ```\n    c\n    ```",
        "itemneedle",
    ),
    built("headings of one name", "## Same\n\none\n\n## Same\n\ntwo\n\n## same\n\nthree"),
    built("ids given twice", "## One {#x}\n\n## Two {#x}\n\n{#x}\nThree\n\n[to](#x)"),
    built("ids that are no XML names", '## One {#1x}\n\n<p id="a b">twoneedle</p>', "twoneedle"),
    built("a heading of nothing", "## \n\n#\n\n##   ##"),
    built("a heading of 5,000 words", "## " + "word " * 5_000),
    built("300 headings", _headings(300)),
    built("attributes never closed", '*x*{.a #b c="d\n\n`y`{onclick=alert(1)} z{'),
    built("a definition list in a circle", "a\n: b\n\n    c\n    : d\n\n: "),
    built("a hard break at every word", "a\\\n" * 2_000 + "b"),
    built("rules without end", "***\n\n" * 2_000),
    refused("raw elements 300 deep", "<div>" * 300 + "x" + "</div>" * 300, "nested over"),
)
