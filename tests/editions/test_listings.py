"""Code is cut by a page only where a reader would cut it."""

from __future__ import annotations

import pytest

from pressrun.building import Order, build
from tests.inspectors.pdf import lines_by_page

LISTING = """{filler}

```{{caption="Caption of listing {number}" filename="src/name{number}.rs"}}
{lines}
```
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Set forty listings of many lengths; return the texts of each page’s lines."""
    folder = tmp_path_factory.mktemp("listings")
    listings = [
        LISTING.format(
            filler="It is said before it is shown. " * (number % 7 + 1),
            number=number,
            lines="\n".join(f"let line_{line} = {line};" for line in range(18 + number % 9)),
        )
        for number in range(40)
    ]
    (folder / "a.md").write_text("# Listings\n\n" + "\n".join(listings), encoding="utf-8")
    order = Order(sources=(folder / "a.md",), output=folder / "out", formats=("pdf",))
    (path,) = build(order).paths
    return [[ln.text for ln in page if not ln.furniture] for page in lines_by_page(path)]


def test_listings_are_cut_by_pages(pages: list[list[str]]) -> None:
    assert sum(page[0].startswith("let") for page in pages) > 5


def test_no_caption_is_parted_from_its_listing(pages: list[list[str]]) -> None:
    assert [page[0] for page in pages if page[0].startswith("Caption")] == []


def test_no_name_stands_alone_at_the_foot_of_a_page(pages: list[list[str]]) -> None:
    assert [page[-1] for page in pages if page[-1].startswith("src/")] == []


def test_no_line_of_code_is_alone_on_a_page(pages: list[list[str]]) -> None:
    assert [page[-1] for page in pages if page[-1].startswith("let line_0 ")] == []
    assert [page[0] for page in pages if page[0][:3] == "let" and page[1][:3] != "let"] == []
