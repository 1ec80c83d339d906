"""Print an issue part by part, as one part, and by WeasyPrint alone; say what was asked for.

    python -m tests.joining.both_ways SOURCE OUT

A process of its own, as the press is: importing WeasyPrint changes Pillow for the whole process.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressrun import press
from pressrun.baseline import mark
from pressrun.cache import Cache
from pressrun.fragments import Failure, Part
from pressrun.layout import Layout
from pressrun.manuscript import gather
from pressrun.presswork import PressRun
from pressrun.print_edition import borrowed_fonts, print_design, print_parts
from pressrun.progress import silence

if TYPE_CHECKING:
    from pressrun.fragments import Design


class Here:
    """Does here what workers do, and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def begin(self, design: Design) -> None:
        """Get ready."""
        self.design = design
        self.layout = Layout(design)

    def ask(self, message: Any, _path: object = None, keep: Any = None) -> Future[Any]:
        """Answer at once."""
        name = type(message).__name__
        self.asked.append(" ".join(message[0].slugs) or "front" if name == "tuple" else name)
        made = press.answer(self.layout, self.design, message)
        assert not isinstance(made, Failure), made.message
        if keep:
            keep(made)
        answer: Future[Any] = Future()
        answer.set_result(made)
        return answer


def whole(parts: tuple[Part, ...]) -> Part:
    """Return all parts as one."""
    bodies = [part.html.partition("<body")[2].partition(">")[2] for part in parts]
    inside = [body.rpartition("</body>")[0] for body in bodies]
    head, _, rest = parts[0].html.partition("<body")
    return Part(
        html=f"{head}<body{rest.partition('>')[0]}>{''.join(inside)}</body></html>",
        resources=tuple(dict.fromkeys(each for part in parts for each in part.resources)),
        slugs=tuple(slug for part in parts for slug in part.slugs),
        leading=True,
    )


def by_weasyprint(design: Design, part: Part) -> bytes:
    """Let WeasyPrint lay the whole out by itself, margins and page numbers with it."""
    layout: Any = Layout(design)  # its insides, but for what is told of other parts
    document = layout._document(part.html, part.resources)  # noqa: SLF001
    with layout._mended():  # noqa: SLF001
        how = layout._how | {"pdf_tags": False, "pdf_variant": None}  # noqa: SLF001
        mark(document.etree_element, design.line)
        rendered = document.render(stylesheets=[layout._sheet], **how)  # noqa: SLF001
        pdf: bytes = rendered.write_pdf()
    return pdf


def main(source: Path, out: Path) -> None:
    """Write the PDFs, and what was asked for each time."""
    kept = Cache(name=str(out / "cache"), most=10_000_000)
    asked: dict[str, list[str]] = {}

    def printed(name: str, *, every: bool = True, keep: Cache | None = kept) -> None:
        publication = gather((source,)).publication
        design = print_design(publication, loan=borrowed_fonts(publication))
        # What is laid out as one part has page numbers of one kind.
        parts = tuple(replace(p, front=False, recto=False) for p in print_parts(publication))
        workers = Here()
        run = PressRun(design, workers, kept=keep)  # type: ignore[arg-type]
        edition = run.print(parts if every else (whole(parts),), silence)
        (out / f"{name}.pdf").write_bytes(edition.pdf)
        asked[name] = workers.asked
        asked[f"{name} targets"] = [repr(target) for target in edition.targets]

    printed("cold")
    printed("warm")
    printed("anew", keep=None)
    printed("single", every=False, keep=None)
    publication = gather((source,)).publication
    design = print_design(publication)
    one = whole(print_parts(publication))
    (out / "bare.pdf").write_bytes(by_weasyprint(design, one))
    for file in sorted((out / "cache").iterdir()):
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    printed("damaged")
    moon = source / "articles/moon.md"
    moon.write_text(moon.read_text("utf-8").replace("End.", "The *very* end.\n\n" * 60), "utf-8")
    printed("edited")
    moon.write_text(moon.read_text("utf-8").replace("very", "real"), "utf-8")
    printed("small", keep=replace(kept, most=1000))
    asked["left"] = [file.name for file in (out / "cache").iterdir()]
    (out / "asked.json").write_text(json.dumps(asked))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
