"""Make proofs of an order: gather, lay out, and what is looked at; publishes nothing.

Everything that costs time stays warm from one proof to the next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun import documents, epub_styles, print_edition
from pressrun.building import gathered_for
from pressrun.errors import Complaints, EditionError, MachineError
from pressrun.fonts import font_folder
from pressrun.lint import faults, lint
from pressrun.manuscript import regather
from pressrun.model import Section
from pressrun.overriding import renew
from pressrun.presswork import KEPT, PressRun
from pressrun.preview.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressrun.building import Order
    from pressrun.manuscript import Gathered
    from pressrun.preflight.finding import Finding
    from pressrun.progress import Tell
    from pressrun.workers import Workers


class Proofreader:
    """Makes one proof after another of what was ordered."""

    def __init__(self, order: Order, workers: Workers, house: Path | None = None) -> None:
        """Begin; nobody else may ask the workers meanwhile.

        Files of the folder `house` stand in for templates and sheets of ours.
        """
        self._order = order
        self._house = house
        self._workers = workers
        self._last: Proof | None = None

    def proofs(self, tell: Tell, changed: Path | None = None) -> Iterator[Proof]:
        """Yield proofs of the sources as they are now, the last of them of all that is there.

        Before it there is one without pages, if nothing was shown yet, or one in which a manuscript
        that alone was `changed` is new. Raises Complaints for the content, and UsageError for
        sources that are none.
        """
        if changed and self._last and (quick := self._revised(self._last, changed, tell)):
            yield quick
        whole = self._gathered(tell)
        if self._last is None:
            yield self._next(Proof(number=0, gathered=whole))
        yield self._next(self._printed(whole, tell))

    def _gathered(self, tell: Tell) -> Gathered:
        if self._house:
            renew(self._house)
        font_folder(tell=tell)
        gathered, _ = gathered_for(self._order, tell)
        return gathered

    def _next(self, proof: Proof) -> Proof:
        self._last = replace(proof, number=self._last.number + 1 if self._last else 1)
        return self._last

    def _printed(self, gathered: Gathered, tell: Tell) -> Proof:
        publication, order = gathered.publication, self._order
        try:
            texts = print_edition.galleys(publication, order.page_size)
            loan = print_edition.borrowed_fonts(publication, texts)
            design = print_edition.print_design(
                publication, page_size=order.page_size, loan=loan, production=order.production
            )
            parts = print_edition.print_parts(publication, order.page_size, texts)
            run = PressRun(design, self._workers, kept=KEPT)
            laid = run.lay_out(parts, tell)
        except (Complaints, EditionError, MachineError) as error:
            return Proof(number=0, gathered=gathered, findings=faults(error))
        return Proof(
            number=0, gathered=gathered, parts=parts, run=run, laid=laid, fonts=loan.machine
        )

    def _revised(self, last: Proof, changed: Path, tell: Tell) -> Proof | None:
        """Return a proof in which one manuscript is new, None where it wants more than that."""
        if last.run is None or last.laid is None:
            return None
        gathered = regather(last.gathered, changed)
        if gathered is None:
            return None
        publication = gathered.publication
        article = next(a for a in publication.articles if a.path == changed)
        number = next(n for n, part in enumerate(last.parts) if article.slug in part.slugs)
        try:
            alone = replace(publication, sections=(Section(articles=(article,)),))
            if not set(print_edition.borrowed_fonts(alone).machine).issubset(last.fonts):
                return None
            part = print_edition.print_part(publication, article.slug, self._order.page_size)
            parts = (*last.parts[:number], part, *last.parts[number + 1 :])
            known = {n: f for n, f in enumerate(last.laid.fragments) if n != number}
            laid = last.run.lay_out(parts, tell, known)
        except (Complaints, EditionError, MachineError):
            return None  # the whole will tell
        return self._next(replace(last, gathered=gathered, parts=parts, laid=laid))


def findings(proof: Proof, page_size: str | None) -> tuple[Finding, ...]:
    """Return all that its editor should know of a proof, and look at."""
    return tuple(dict.fromkeys((*proof.findings, *lint(proof.gathered, page_size))))


def document(proof: Proof, name: str) -> str | None:
    """Return a document of the EPUB, None if it has none of that name."""
    return documents.document(proof.publication, proof.targets, name)


def resource(proof: Proof, name: str) -> tuple[str, bytes] | None:
    """Return media type and content of a sheet or a picture of the EPUB, None if it has it not."""
    if name == "styles.css":
        ways = sorted(documents.flows(proof.publication))
        return "text/css", epub_styles.sheet_of_book(dict.fromkeys(ways)).encode()
    picture = next((p for p in proof.publication.pictures if p.href == name), None)
    if picture:
        return picture.media_type, picture.data
    if name == documents.DRAWN_COVER and proof.publication.cover is None:
        return "image/png", documents.cover_picture(proof.publication)
    return None
