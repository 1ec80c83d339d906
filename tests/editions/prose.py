"""Write manuscripts of any length in words of our own, the same ones each time.

They are made to be hard to set: long words that hyphenate, hyphens that were written, soft ones,
ligatures, figures, notes, tables, code, and pictures that do not fit where they are.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHO: Final = (
    "The harbourmaster’s office",
    "A retired lighthouse keeper",
    "The fishermen’s co-operative",
    "Nobody’s cousin",
    "The well-known cartographer",
    "An otherwise unflappable ferrywoman",
    "The chief hydro\N{SOFT HYPHEN}grapher",
    "The island’s schoolmistress",
    "A first-rate oyster farmer",
    "The committee of six",
)
DID: Final = (
    "*characteristically* misinterpreted",
    "efficiently reclassified",
    "wouldn’t have overestimated",
    "counted, twice, and afterwards *disproportionately* praised",
    "fitted out for the afternoon",
    "quietly --- and without any *misunderstanding* --- put away",
    "first described, then sniffed at,",
    "*incomprehensibly* refused",
    "couldn’t quite *internationalize*",
    "offered to trade for coffee",
)
WHAT: Final = (
    "the circumnavigational questionnaires",
    "1,284 half-empty crates",
    "the so-called *superstructure* of the pier",
    "3.5 tonnes of uncharacteristically bright mackerel",
    "the office’s affiliated typewriters",
    "every counter\N{SOFT HYPHEN}revolutionary pamphlet of 1848",
    "the mother-in-law’s waterproof overcoats",
    "a flotilla of *extraordinarily* unseaworthy dinghies",
    "the telecommunications mast and/or the flagpole",
    "the *representativeness* of the sample",
    "the difficult waffle iron of Flat 12b",
)
WHEN: Final = (
    "before the tide turned",
    "on the afternoon of the fifteenth",
    "though the barometer stood at 1,013.2",
    "while the *disestablishmentarian* vicar looked on",
    "in spite of the meteorologist’s reservations",
    "as had been agreed in the neighbourhood’s consultations",
    "and nobody’s objections were minuted",
    "until 6.45, when the floodlights failed",
    "because of an administrative oversimplification",
    "which the newspapers called “a fine, unhurried affair”",
)
# Most of what is printed is made of short words.
PLAIN: Final = (
    "By the time {0} came down to the quay the boats were in, and it was time for tea.",
    "It is said, on both sides of the harbour, that {0} once sold the same rope twice.",
    "“I have seen it done,” {0} told us, “and I would not care to see it done again.”",
    "There had been rain in the night; by noon the steps were dry, and {0} sat on them.",
    "The list ran to nine sheets, of which {0} had lost two, or so the rest of us heard.",
    "What the sea takes it brings back, though not to the same door, nor when it suits {0}.",
    "In the end it was {0} who found the key, in a coat that had hung there since the war.",
    "For a week the town spoke of it, and then {0} fell off the pier and it spoke of that.",
    "If you ask {0} how many there were, you are told to come back when there is light.",
    "So they began again where {0} had left off, and went on till all the lamps were lit.",
)
NAMES: Final = (
    "the clerk",
    "Mr Tully",
    "the pilot’s wife",
    "old Hesketh",
    "the vicar",
    "a boy from the mill",
    "Ada’s aunt",
    "the man with the dog",
    "one of the twins",
    "the night watch",
)
CROSSHEADS: Final = (
    "What the tide left",
    "A *second* inventory",
    "The pier, reconsidered",
    "Figures nobody asked for",
    "At the waterfront",
    "An inconvenient lighthouse",
    "The ferry office’s afternoon",
)

EMPHASISED: Final = 0.6

_FRONT: Final = """---
kicker: Harbour notes
title: The long inventory of an unhurried waterfront
standfirst: What was counted, who counted it, and why the sum was never quite the same.
byline: [Ada Fenwick, Osric Blyth]
dateline: Nether Staithe
date: 2024-03-02
updated: 2024-03-09
source: Written for the tests of this project
lang: en
---

"""
_TABLE: Final = """| Quay | Crates | Moored since |
|---|--:|---|
| North | 1,284 | the *first* flood |
| Staithe | 96 | 1848 |
| Office steps | 3.5 | yesterday |
"""
_CODE: Final = """```text
tide = high - low   # in feet
if tide > 12: ring("bell")
```
"""
_PULL_QUOTE: Final = """::: pull-quote
“Nobody counts the same crate twice, unless it is full.”

--- The harbourmaster
:::
"""
_SIDEBAR: Final = """::: sidebar
A crate, by the office’s definition, holds what two people carry without a conversation.
:::
"""
_DEFINITIONS: Final = """Staithe
: A landing stage, where coal was once loaded.

Neap
: A tide that disappoints.
"""
_LIST: Final = "- {0}\n- {1}\n- {2}\n\n1. {3}\n2. {4}\n"
_QUOTATION: Final = "> {0} {1}\n"
_FIGURE: Final = (
    '![A plan of the quays](../figures/quays.svg "The quays as they were; not to scale.")'
    '{{credit="Plan: Ada Fenwick"}}\n'
)
_WIDE: Final = '![A plan of the steps](../figures/steps.png "The steps, from the water.")\n'


class Pen:
    """A writer who chooses by a seed; `plain` is the share of sentences made of short words."""

    def __init__(self, seed: int, plain: float) -> None:
        self.chance: Final = random.Random(seed)  # noqa: S311 -- no secret is made of it
        self._plain: Final = plain
        self._emphasised = False

    def sentence(self) -> str:
        """Make one sentence."""
        pick = self.chance.choice
        if self.chance.random() < self._plain:
            return pick(PLAIN).format(pick(NAMES))
        text = f"{pick(WHO)} {pick(DID)} {pick(WHAT)} {pick(WHEN)}."
        # Emphasised as a whole it is likelier to be cut by a page inside its emphasis. Two in a row
        # would meet what WeasyPrint 70.0 does not draw: a text of spaces alone.
        self._emphasised = not self._emphasised and self.chance.random() < EMPHASISED
        return f"*{text.replace('*', '')}*" if self._emphasised else text

    def paragraph(self) -> str:
        """Make a paragraph of one to six sentences."""
        return " ".join(self.sentence() for _ in range(self.chance.randint(1, 6)))


def blocks(pen: Pen, paragraphs: int) -> Iterator[str]:
    """Make paragraphs, and between them one of everything else in turn."""
    others = (_TABLE, _CODE, _PULL_QUOTE, _FIGURE, _SIDEBAR, _LIST, _DEFINITIONS, _QUOTATION, _WIDE)
    notes = 0
    for number in range(paragraphs):
        text = pen.paragraph()
        if number % 9 == 4:
            notes += 1
            yield f"{text}[^{notes}]\n"
            yield f"[^{notes}]: See the *minutes* of that afternoon; {pen.sentence()}\n"
        else:
            yield f"{text}\n"
        if number % 4 == 3:
            other = others[number // 4 % len(others)]
            yield other.format(*(pen.sentence() for _ in range(5)))
        elif number % 4 != 2:
            yield f"## {pen.chance.choice(CROSSHEADS)}\n"


def long_article() -> str:
    """Write an article of more than 20 pages of A5, most of it in long words."""
    return _FRONT + "\n".join(blocks(Pen(3, 0.2), 75))


FRENCH: Final = """---
title: Les pêcheurs comptent encore
byline: Anne Lemoine
lang: fr
---

« Nous avons tout compté », dit le maître du port ; puis il se tait : l’après-midi est longue, et
les caisses extraordinairement nombreuses. Personne n’a voulu recommencer l’inventaire !

Les coopératives, elles, s’interrogent sur la représentativité des échantillons[^1] : a-t-on
vraiment vu 1848 bateaux ? L’administration portuaire, anticonstitutionnellement prudente, hésite.

[^1]: Voir le procès-verbal de l’assemblée.
"""
GERMAN: Final = """---
kicker: Hafen
title: Die Bestandsaufnahme der Landungsbrücken
byline: Jörg Tidebrand
lang: de
---

„Wir zählen, bis das Wasser kommt“, sagt die Hafenmeisterin. Die Donaudampfschifffahrtsgesellschaft
schweigt dazu, und die Fischereigenossenschaft beantragt eine Bestandsaufnahmeverordnung.[^a]

Am Nachmittag werden die Landungsbrückenbeleuchtungsanlagen abgeschaltet.[^b] Danach beginnt die
Wasserstandsvorhersageveröffentlichung, auf die niemand gewartet hat --- oder fast niemand.

[^a]: Siehe das Protokoll der Versammlung.
[^b]: Um 18.45 Uhr.
"""
_SETTINGS: Final = """title: The Staithe Review
subtitle: Three articles on counting
lang: en
date: 2024-03-09
publisher: The tests of this project
rights: Everything in this issue was written for it
articles: [inventory, pecheurs, landungsbruecken]
"""


def write_issue(folder: Path, paragraphs: int = 40) -> tuple[Path, ...]:
    """Write an issue of three articles in three languages; return their files in order."""
    article = _FRONT + "\n".join(blocks(Pen(2, 1), paragraphs))
    texts = {"inventory": article, "pecheurs": FRENCH, "landungsbruecken": GERMAN}
    return write_publication(folder, _SETTINGS, texts)


def write_long_article(folder: Path) -> tuple[Path, ...]:
    """Write the long article as a publication of its own; return its file."""
    settings = "title: The Staithe Review\nlang: en\npublisher: The tests of this project\n"
    return write_publication(folder, settings, {"inventory": long_article()})


def write_publication(folder: Path, settings: str, texts: dict[str, str]) -> tuple[Path, ...]:
    """Write a publication's folder, with both pictures; return its articles' files."""
    files = {"publication.yaml": settings} | {f"articles/{n}.md": t for n, t in texts.items()}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures/quays.svg").write_text(_QUAYS, encoding="utf-8")
    draw_steps(folder / "figures/steps.png")
    return tuple(folder / "articles" / f"{name}.md" for name in texts)


def draw_steps(path: Path) -> None:
    """Draw a small picture in shades of grey."""
    from PIL import Image  # noqa: PLC0415 -- here alone

    steps = Image.new("L", (120, 50))
    steps.putdata([(x + y) * 255 // 168 for y in range(50) for x in range(120)])
    steps.save(path)


_QUAYS: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 78">
<rect width="120" height="78" fill="#dde6ea"/>
<path d="M0 52h44v-8h30v8h46v26H0z" fill="#8a7f6d"/>
<path d="M44 44V18h6v26M74 44V30h4v14" fill="#4d4636"/></svg>
"""
