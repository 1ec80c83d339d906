"""Compare what an EPUB weighs with what pandoc makes of the same words, in bytes.

pandoc is given all that it can say of a book: the same cover, contributors with their sort names,
subjects, identifiers, accessibility; sections and what stands above an article as text. What it
cannot is a page list of print, contents with bylines, a colophon.
"""

from __future__ import annotations

import os
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any, Final

import yaml

from benchmarks.tools import PYTHON, ROOT, pandoc
from pressrun import accessibility
from pressrun.manuscript import gather

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressrun.model import Article, Publication

SAMPLE: Final = ROOT / "tests/sample/source"
BOOK: Final = ROOT.parent / "shared/cases/markdown/rust-book"
_ISBN, _DOI = "urn:isbn:", "doi:"
# The names that pandoc’s manual has for what the package says (EPUB Metadata).
_SAID: Final = {
    "schema:accessMode": "accessModes",
    "schema:accessModeSufficient": "accessModeSufficient",
    "schema:accessibilityFeature": "accessibilityFeatures",
    "schema:accessibilityHazard": "accessibilityHazards",
}


def table(folder: Path) -> Iterator[str]:
    """Yield the lines of the table, in Markdown."""
    yield "| | Pressrun, EPUB alone | with print’s page list | pandoc |"
    yield "|---|--:|--:|--:|"
    for source in (SAMPLE, BOOK):
        if not source.exists():
            yield f"not measured: {source}, which is not there"
            continue
        out = folder / source.parent.name
        alone, paged = (_made(source, out / name, name) for name in ("epub", "epub,pdf"))
        theirs = _packaged(source, out, zipfile.ZipFile(alone).read("figures/cover.png"))
        name = source.relative_to(ROOT if source == SAMPLE else ROOT.parent)
        sizes = (path.stat().st_size for path in (alone, paged, theirs))
        yield f"| {name} | " + " | ".join(f"{size:,}" for size in sizes) + " |"


def _made(source: Path, out: Path, formats: str) -> Path:
    told = [PYTHON, str(ROOT / "build.py"), str(source), "-o", str(out), "-f", formats, "--quiet"]
    told += ["--no-cache", "--incomplete"]
    subprocess.run(told, check=True, capture_output=True)  # noqa: S603 - our own command
    return next(out.glob("*.epub"))


def _packaged(source: Path, out: Path, cover: bytes) -> Path:
    """Let pandoc package the same."""
    publication = gather([source], incomplete=True).publication
    picture, settings, made = out / "cover.png", out / "settings.yaml", out / "pandoc.epub"
    picture.write_bytes(cover)
    settings.write_text(yaml.safe_dump(_settings(publication), allow_unicode=True), "utf-8")
    files = []
    for number, text in enumerate(_texts(publication)):
        files.append(out / f"{number:03}.md")
        files[-1].write_text(text, "utf-8")
    folders = {str(article.path.parent) for article in publication.articles if article.path}
    told = [pandoc(), "-f", "markdown", "--file-scope", "--mathml", "-o", str(made)]
    told += ["--metadata-file", str(settings), "--epub-cover-image", str(picture)]
    told += ["--resource-path", os.pathsep.join(sorted(folders)), *map(str, files)]
    subprocess.run(told, check=True, capture_output=True)  # noqa: S603 - of the group `bench`
    return made


def _texts(publication: Publication) -> Iterator[str]:
    for section in publication.sections:
        if section.title:
            yield f"# {section.title}\n\n{section.standfirst or ''}\n"
        yield from map(_text, section.articles)


def _text(article: Article) -> str:
    """Return a manuscript with what its front matter says in front of it, as pandoc reads it."""
    whole = article.path.read_text("utf-8") if article.path else ""
    if not whole.startswith("---\n"):
        return whole
    _, front, body = whole.split("---\n", 2)
    said: dict[str, Any] = yaml.safe_load(front)
    byline = said.get("byline")
    names = ", ".join(byline) if isinstance(byline, list) else byline
    head = (
        said.get("kicker"),
        said.get("standfirst"),
        names,
        said.get("date"),
        said.get("dateline"),
    )
    lines = "".join(f"{each}\n\n" for each in head if each)
    heading = f"# {said['title']} {{#{article.slug} lang={article.language}}}"
    return f"{heading}\n\n{lines}{body}\n\n{said.get('source', '')}\n"


def _settings(publication: Publication) -> dict[str, Any]:
    named: dict[str, list[dict[str, str]]] = {"creator": [], "contributor": []}
    for each in publication.contributors:
        entry = {"role": each.role, "text": each.name}
        entry |= {"file-as": each.file_as} if each.file_as else {}
        named["creator" if each.role == "aut" else "contributor"].append(entry)
    accessible: dict[str, list[str]] = {}
    for name, value in accessibility.metadata(publication, page_list=False):
        if name in _SAID:
            accessible.setdefault(_SAID[name], []).append(value)
        elif name == accessibility.SUMMARY:
            accessible["accessibilitySummary"] = [value]
    settings = {
        "title": publication.title,
        "subtitle": publication.subtitle,
        "lang": publication.language,
        "date": publication.issued and publication.issued.isoformat(),
        "publisher": publication.publisher,
        "rights": publication.rights,
        "description": publication.description,
        "subject": list(publication.subjects),
        "identifier": [*map(_identifier, (publication.identifier, *publication.other_identifiers))],
        **named,
        **accessible,
    }
    if publication.collection:
        settings["belongs-to-collection"] = publication.collection.title
        settings["group-position"] = publication.collection.position
    return {key: value for key, value in settings.items() if value}


def _identifier(identifier: str) -> dict[str, str]:
    if identifier.startswith(_ISBN):
        return {"scheme": "ISBN-13", "text": identifier.removeprefix(_ISBN)}
    if identifier.startswith(_DOI):
        return {"scheme": "DOI", "text": identifier.removeprefix(_DOI)}
    return {"text": identifier}
