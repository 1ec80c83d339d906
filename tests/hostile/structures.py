"""Hostile folders: nothing in them, too much in them, and things that are no files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.hostile.cases import CANARY, NEEDLES, Case, around

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SETTINGS = {"publication.yaml": b"title: A hostile case\nlang: en\n"}
_ARTICLE = {"articles/case.md": around("x")}


def _doing(what: Callable[[Path], object]) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        what(folder)

    return prepare


def _refused(
    name: str, place: str, fault: str, what: Callable[[Path], object] | None = None, **files: bytes
) -> Case:
    named = {key.replace("__", "/").replace("_", "."): data for key, data in files.items()}
    prepare = _doing(what or (lambda _: None))
    return Case(name=name, files=named, fault=fault, place=place, prepare=prepare)


def _article_is(make: Callable[[Path], object]) -> Callable[[Path], object]:
    def prepare(folder: Path) -> None:
        (folder / "articles").mkdir(exist_ok=True)
        make(folder / "articles/other.md")

    return prepare


_SETTINGS_OF_THEME = {
    "publication.yaml": b"title: A hostile case\nlang: en\ntheme: ../../outside\n"
}


def _theme_from_outside(folder: Path) -> None:
    (folder / "themes/evil").mkdir(parents=True)
    (folder / "themes/evil/tokens.css").symlink_to("../../../outside/secret.txt")


_INCLUDES = {f"part{n}.inc": b"{{#include part%d.inc}}\n" % (n + 1) * 10 for n in range(9)}


def _theme_of_a_pipe(folder: Path) -> None:
    (folder / "themes/evil").mkdir(parents=True)
    os.mkfifo(folder / "themes/evil/tokens.css")


def _litter_without_end(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "secret").symlink_to("../outside/secret.txt")


CASES = (
    _refused("an empty folder", "", "there is no article"),
    _refused(
        "articles that are none",
        "articles",
        "there is no article",
        lambda folder: (folder / "articles").mkdir(),
    ),
    _refused(
        "settings without articles", "", "there is no article", publication_yaml=b"title: x\n"
    ),
    _refused("files of other kinds alone", "", "there is no article", a_pdf=b"%PDF", b_exe=b"MZ"),
    _refused(
        "settings that are a folder",
        "publication.yaml",
        "",
        lambda folder: (folder / "publication.yaml").mkdir(),
        articles__case_md=around("x"),
    ),
    _refused(
        "settings that are a pipe",
        "publication.yaml",
        "",
        lambda folder: os.mkfifo(folder / "publication.yaml"),
        articles__case_md=around("x"),
    ),
    _refused(
        "an article that is a folder",
        "articles/other.md",
        "",
        _article_is(lambda path: path.mkdir()),
        articles__case_md=around("x"),
    ),
    _refused(
        "an article that is a pipe",
        "articles/other.md",
        "",
        _article_is(os.mkfifo),
        articles__case_md=around("x"),
    ),
    _refused(
        "an article that is a link to nothing",
        "articles/other.md",
        "",
        _article_is(lambda path: path.symlink_to("gone.md")),
        articles__case_md=around("x"),
    ),
    _refused(
        "an article that is a link to itself",
        "articles/other.md",
        "",
        _article_is(lambda path: path.symlink_to("other.md")),
        articles__case_md=around("x"),
    ),
    _refused(
        "an article that is a link to outside",
        "articles/other.md",
        "outside",
        _article_is(lambda path: path.symlink_to("../../outside/secret.txt")),
        articles__case_md=around("x"),
    ),
    _refused(
        "an article that is a device",
        "articles/other.md",
        "",
        _article_is(lambda path: path.symlink_to("/dev/zero")),
        articles__case_md=around("x"),
    ),
    _refused(
        "settings that are a link to outside",
        "publication.yaml",
        "outside",
        lambda folder: (folder / "publication.yaml").symlink_to("../outside/secret.txt"),
        articles__case_md=around("x"),
    ),
    _refused(
        "articles that are a link to outside",
        "articles",
        "outside",
        lambda folder: (folder / "articles").symlink_to("../outside"),
    ),
    _refused(
        "a summary that is a link to outside",
        "SUMMARY.md",
        "outside",
        lambda folder: (folder / "SUMMARY.md").symlink_to("../outside/secret.txt"),
        case_md=around("x"),
        other_md=around("x"),
    ),
    _refused(
        "one bad article among good ones",
        "articles/b.md:1",
        "has no end",
        articles__a_md=around("x"),
        articles__b_md=b"---\ntitle: x\n",
        articles__c_md=around("x"),
    ),
    Case(
        name="a summary that is hostile",
        needles=NEEDLES,
        files={
            "SUMMARY.md": b"# <script>\n\n- [y](case.md)\n- [z](%00)\n- [w](" + b"n" * 400 + b")\n",
            "case.md": around("x"),
        },
    ),
    _refused(
        "a summary that names what lies outside",
        "SUMMARY.md:1",
        "lies outside the publication’s folder",
        SUMMARY_md=b"- [x](../outside/secret.md)\n- [y](case.md)\n",
        case_md=around("x"),
    ),
    _refused(
        "a summary that names what no file is called",
        "SUMMARY.md:1",
        "there is no chapter",
        SUMMARY_md=b"- [z](%00.md)\n- [w](" + b"n" * 400 + b".md)\n- [y](case.md)\n",
        case_md=around("x"),
    ),
    _refused(
        "an include that includes itself",
        "case.md",
        "includes too much, or itself",
        case_md=around("{{#include part.inc}}"),
        part_inc=b"{{#include part.inc}}\n",
    ),
    Case(
        name="includes that multiply",
        fault="includes too much",
        place="case.md",
        files={"case.md": around("{{#include part0.inc}}"), **_INCLUDES, "part9.inc": b"x" * 9_000},
    ),
    _refused(
        "an include outside",
        "case.md",
        "outside",
        case_md=around("{{#include ../outside/secret.txt}}"),
    ),
    _refused(
        "an include outside by a link",
        "case.md",
        "outside",
        lambda folder: (folder / "part.inc").symlink_to("../outside/secret.txt"),
        case_md=around("{{#include part.inc}}"),
    ),
    _refused(
        "an include of a link to itself",
        "case.md",
        "",
        lambda folder: (folder / "part.inc").symlink_to("part.inc"),
        case_md=around("{{#include part.inc}}"),
    ),
    _refused(
        "an include of a pipe",
        "case.md",
        "",
        lambda folder: os.mkfifo(folder / "part.inc"),
        case_md=around("{{#include part.inc}}"),
    ),
    _refused(
        "an include that is no text",
        "part.inc",
        "not in UTF-8",
        case_md=around("{{#include part.inc}}"),
        part_inc=b"caf\xe9",
    ),
    Case(
        name="templates beside the articles, in a circle and undefined",
        needles=NEEDLES,
        files={
            **_SETTINGS,
            **_ARTICLE,
            "templates/shared/article.html.jinja": b"{% extends 'shared/article.html.jinja' %}{{ nobody.knows }}",  # noqa: E501
            "shared/article.html.jinja": b"{{ 1 / 0 }}",
            "article.html.jinja": b"{% include %}",
        },
    ),
    Case(
        name="a theme that is a folder up",
        fault="there is no theme",
        place="publication.yaml:3",
        files={**_SETTINGS_OF_THEME, **_ARTICLE},
    ),
    Case(
        name="a theme that a link brings from outside",
        fault="outside",
        place="themes/evil/tokens.css",
        files={"publication.yaml": b"title: A hostile case\nlang: en\ntheme: evil\n", **_ARTICLE},
        prepare=_theme_from_outside,
    ),
    Case(
        name="a theme that is a pipe",
        fault="it is no file",
        place="themes/evil/tokens.css",
        files={"publication.yaml": b"title: A hostile case\nlang: en\ntheme: evil\n", **_ARTICLE},
        prepare=_theme_of_a_pipe,
    ),
    Case(
        name="pipes and links without an end beside the articles",
        needles=NEEDLES,
        files={**_SETTINGS, **_ARTICLE},
        prepare=_litter_without_end,
    ),
    Case(
        name="what other programs leave beside articles",
        needles=NEEDLES,
        files={
            **_SETTINGS,
            **_ARTICLE,
            "articles/._a.md": b"\0\5\26\7",
            "articles/~$a.docx": b"x",
            "articles/.DS_Store": b"\0",
            "articles/a.md~": b"x",
        },
    ),
    Case(
        name="a style sheet beside the articles",
        needles=NEEDLES,
        files={**_SETTINGS, **_ARTICLE, "styles/print.css": b"@import 'file:///etc/passwd'; * {"},
    ),
    Case(
        name="a module beside the articles that Python would import",
        needles=NEEDLES,
        files={
            **_SETTINGS,
            **_ARTICLE,
            "yaml.py": b"raise SystemExit('hijacked')",
            "articles/sitecustomize.py": b"raise SystemExit('hijacked')",
        },
    ),
    Case(
        name="a folder of git that is rotten",
        needles=NEEDLES,
        files={
            **_SETTINGS,
            **_ARTICLE,
            ".git/HEAD": b"\xff\xfe",
            ".git/config": f"[core]\n\tfsmonitor = touch {CANARY}\n\tpager = touch {CANARY}\n".encode(),  # noqa: E501
        },
    ),
    Case(
        name="articles that lead to one another in a circle",
        needles=NEEDLES,
        files={"a.md": around("[](b.md)"), "b.md": around("[](c.md)"), "c.md": around("[](a.md)")},
    ),
    Case(
        name="articles of one headline and one text",
        needles=NEEDLES,
        files={f"articles/{n}.md": around("x") for n in range(12)},
    ),
    Case(
        name="300 articles",
        needles=(*NEEDLES, "needle0of300", "needle299of300"),
        files={f"articles/{n:04}.md": around(f"A needle{n}of300.") for n in range(300)},
    ),
)
