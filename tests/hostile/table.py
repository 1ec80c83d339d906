"""All hostile cases by their kind, in the order of issue 7."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile import front_matter, markdown, names, pages, pictures, structures, texts

if TYPE_CHECKING:
    from tests.hostile.cases import Case

KINDS: dict[str, tuple[Case, ...]] = {
    "text": texts.CASES,
    "Markdown": markdown.CASES,
    "front matter": front_matter.CASES,
    "picture": pictures.CASES,
    "HTML": pages.CASES,
    "name": names.CASES,
    "structure": structures.CASES,
}
