"""Words are divided at the ends of printed lines, and none is spelt in another way for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.building import Order, build
from tests.inspectors.pdf import lines_by_page

if TYPE_CHECKING:
    from pathlib import Path

# Divided, they would be “higy-gyétek” and “asszony-nyal”, but also “higgyé-tek” and “asz-szonnyal”.
DOUBLED = "higgyétek hisz asszonnyal"
_HYPHEN = "\x02"  # as PDFium reads one that the text has not


def test_hungarian_words_whose_letters_double_are_whole_or_divided_elsewhere(
    tmp_path: Path,
) -> None:
    words = " ".join(f"{'a' * (turn % 9 + 1)} {DOUBLED}" for turn in range(200))
    (tmp_path / "a.md").write_text(f"---\ntitle: Asszony\nlang: hu\n---\n\n{words}\n", "utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    (path,) = build(order).paths
    lines = [ln.text for page in lines_by_page(path) for ln in page if not ln.furniture]
    assert [line for line in lines if line.endswith(f"higgyé{_HYPHEN}")]
    text = "".join(f"{line} ".replace(f"{_HYPHEN} ", "") for line in lines)
    assert text.count("higgyétek") == text.count("asszonnyal") == 200
