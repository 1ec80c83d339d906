"""What is shown first after a save is what all of it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.building import Order
from pressrun.errors import Complaints
from pressrun.preview.plates import Plates
from pressrun.preview.proofing import Proofreader, document
from pressrun.progress import silence
from pressrun.workers import Processes, Workers
from tests.preview.served import write_issue

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.preview.proof import Proof


def seen(proof: Proof) -> tuple[object, ...]:
    """Return all that is shown of a proof: its pages by what is on them, and its documents."""
    assert proof.laid
    names = ("cover", "nav", "tide", "gale", "colophon")
    keys = tuple(Plates().keys(proof.laid))
    return keys, proof.pages, tuple(document(proof, name) for name in names)


def test_a_quick_proof_is_what_the_whole_gives(tmp_path: Path) -> None:
    source = write_issue(tmp_path / "issue")
    tide = source / "articles" / "tide.md"
    with Workers(Processes(2)) as workers:
        reader = Proofreader(Order(sources=(source,), output=tmp_path), workers)
        first, laid = reader.proofs(silence)
        assert first.laid is None
        was = seen(laid)
        # A page more, so that other pages, and what the contents say of them, move too.
        text = tide.read_text("utf-8")
        longer = text.replace(
            "## What it left", f"{'A longer tide came in. ' * 90}\n\n## What it left"
        )
        tide.write_text(longer, "utf-8")
        quick, whole = reader.proofs(silence, tide)
        assert seen(quick) == seen(whole) != was
        assert quick.publication.articles[1] is laid.publication.articles[1]
        tide.write_text(text.replace("../wave.svg", "../wafe.svg"), "utf-8")
        with pytest.raises(Complaints, match="wafe"):
            next(reader.proofs(silence, tide))
