"""The worst that a manuscript can hold stays on a narrow screen, its text enlarged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.editions.book import build
from tests.pictures.specimens import drawing, photograph, saved
from tests.reading.reader import open_views
from tests.reading.view import NARROW, SYSTEMS, View

if TYPE_CHECKING:
    from tests.reading.seen import Reading

GERMAN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
URL = "https://example.org/a/very/long/address/without/any/place/at/which/it/could/be/broken_off"
LINE = "unbroken = function_of_many_words(first_argument, second_argument, third_argument) or None"
# Readium's sheet makes a tall picture as low as 95vh, whatever ours says, and then all of it larger
# with the text, so that at twice the size half of it is below the screen.
TALL = {system: re.compile("cut off: img" if system == "readium" else "^$") for system in SYSTEMS}
WORST = f"""---
title: Die {GERMAN}
kicker: {GERMAN}
standfirst: Von der {GERMAN} und anderem.
byline: Maria {GERMAN}
dateline: Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz
source: {URL}
lang: de
---

Ein Wort wie {GERMAN}, eine Adresse wie <{URL}>, ein Befehl wie `{LINE.replace(" ", "_")}`.[^1]

## Die {GERMAN}

| Erste | Zweite | Dritte | Vierte | Fünfte | Sechste | Siebte | Achte | Neunte | Zehnte |
|---|---|---|---|---|---|---|---|---|---|
| {" | ".join(["Rindfleischetikettierung"] * 10)} |

: Eine Tabelle der {GERMAN}

```python
{LINE}
{LINE.replace(" ", "_")}
```

$$ \\left(\\sum_{{k=1}}^{{n}} a_k b_k\\right)^2 \\le \\left(\\sum_{{k=1}}^{{n}} a_k^2\\right)
\\left(\\sum_{{k=1}}^{{n}} b_k^2\\right) + \\int_{{-\\infty}}^{{\\infty}} e^{{-x^2}} \\, dx
+ \\alpha + \\beta + \\gamma + \\delta $$ {{#eq-long}}

![Ein sehr breites Bild.](wide.png "Breit wie die {GERMAN}"){{credit="Bild: {GERMAN}"}}

![Ein sehr hohes Bild.](tall.jpg "Hoch")

::: pull-quote
"Die {GERMAN} schweigt."

-- Das {GERMAN}
:::

::: sidebar
**{GERMAN}**

Auch hier steht {GERMAN}.
:::

> > > Zitate, in denen {GERMAN} steht.

1. Eins
   - Zwei
     - Drei: {GERMAN}

{GERMAN}
:   {GERMAN}

Ende.

[^1]: {GERMAN}, siehe {URL}.
"""


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Open the worst book on the narrow screen, at twice the size."""
    folder = tmp_path_factory.mktemp("worst")
    (folder / "wide.png").write_bytes(saved(drawing((2400, 300)), "PNG"))
    (folder / "tall.jpg").write_bytes(saved(photograph((300, 1800)), "JPEG"))
    manuscript = folder / "worst.md"
    manuscript.write_text(WORST, encoding="utf-8")
    book = build("worst", folder / "out", manuscript, manuscript)
    views = [View(system=system, device=NARROW, text_size=2) for system in SYSTEMS]
    return {reading.view.system: reading for reading in open_views(book.epub_path, views)}


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_table_code_picture_formula_or_word_is_cut_off(
    readings: dict[str, Reading], system: str
) -> None:
    assert [
        fault
        for fault in readings[system].faults
        if not TALL[readings[system].view.system].search(fault)
    ] == []
