"""Write the publications that are built: synthetic, in our own words, the same ones each time.

Each is written three times over, in the form that every tool reads best: a folder with a
publication.yaml, Markdown with pandoc's front matter, and HTML with a sheet for print.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from PIL import Image, ImageFilter

from pressrun import stylesheets, themes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHO: Final = (
    "the harbourmaster", "a retired pilot", "the council’s surveyor", "her eldest brother",
    "the ferry’s engineer", "an oyster farmer", "the night porter", "a cartographer from the coast",
    "the committee", "nobody in the village", "the widow at number nine", "every second passenger",
)  # fmt: skip
DID: Final = (
    "counted", "had long since forgotten", "wrote down", "refused to sell", "carried away",
    "praised without having seen", "promised to repair", "quietly reclassified", "photographed",
    "measured twice", "could not explain", "inherited", "overestimated", "would gladly have burnt",
)  # fmt: skip
WHAT: Final = (
    "the crates on the quay", "three tonnes of mackerel", "the tide tables of 1923",
    "a map that nobody had corrected", "the lamp above the weighbridge", "the winter’s minutes",
    "half of the sea wall", "an unusually bright signal", "the bell of the drowned chapel",
    "the cost of a new slipway", "what the gale had left", "the question of the railway",
)  # fmt: skip
HOW: Final = (
    "before the water turned", "as had been agreed in March", "while the engines were still warm",
    "in spite of the forecast", "for reasons that were never published", "at the second attempt",
    "to the surprise of the neighbourhood", "with a patience that took years to learn",
    "although the barometer kept falling", "and the harbour was quiet again by nightfall",
)  # fmt: skip
# Of these are names coined, some often and most seldom, since a text has no end of new words: of
# 5,000 here 850 are different, of 300,000 there are 17,000.
HEADS: Final = (
    "b", "br", "c", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t",
    "th", "tr", "v", "w",
)  # fmt: skip
HEARTS: Final = (
    "a", "al", "an", "ar", "e", "el", "en", "er", "i", "in", "is", "o", "on", "or", "u", "un",
)  # fmt: skip
ENDS: Final = (
    "by", "dale", "den", "ford", "ham", "ley", "mouth", "ness", "port", "stead", "ton", "wick",
)  # fmt: skip
NAMES: Final = 20_000
SUBJECTS: Final = ("Tide", "Harbour", "Light", "Railway", "Weather", "Market", "Islands", "Bridge")
PAGE: Final = stylesheets.geometry(themes.usual())
# The page, the faces and the sizes that this tool prints with.
SHEET: Final = f"""\
@page {{ size: {PAGE.width}pt {PAGE.height}pt;
  margin: {PAGE.top}pt {PAGE.outer}pt {PAGE.bottom}pt {PAGE.inner}pt;
  @bottom-right {{ content: counter(page); font: 600 8pt "Source Sans 3" }}
  @top-right {{ content: string(title); font: 8pt "Source Sans 3" }} }}
body {{ font: {PAGE.text}pt/{PAGE.line}pt "Source Serif 4 Text"; hyphens: auto; margin: 0;
  text-align: justify }}
h1 {{ break-before: page; font: 600 25pt/27pt "Source Serif 4 Display"; string-set: title content();
  text-align: left }}
h2 {{ font: 600 {PAGE.text}pt/{PAGE.line}pt "Source Sans 3"; margin: {PAGE.line}pt 0 0;
  text-align: left }}
p {{ margin: 0; text-indent: 1em }}
figure, img {{ display: block; margin: {PAGE.line}pt auto; max-height: {PAGE.picture}pt;
  max-width: 100% }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How much of what a publication has; `words` are those of one article."""

    articles: int
    words: int
    pictures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One publication in three forms: `source`, `markdown` and `html`."""

    source: Path
    markdown: Path
    html: Path

    @property
    def articles(self) -> tuple[Path, ...]:
        """List the manuscripts in their order."""
        return tuple(sorted((self.source / "articles").glob("*.md")))


def write(folder: Path, measure: Measure) -> Workload:
    """Write a publication into `folder`, which must not be there yet."""
    source = folder / "source"
    (source / "articles").mkdir(parents=True)
    bodies = [body(number, measure) for number in range(measure.articles)]
    for number, text in enumerate(bodies):
        manuscript(source, number).write_text(f"{front_matter(number)}\n{text}", "utf-8")
        for place in range(measure.pictures):
            picture(source / "figures" / f"{number}-{place}.jpg", 100 * number + place)
    listed = "".join(f"  - {manuscript(source, n).stem}\n" for n in range(measure.articles))
    (source / "publication.yaml").write_text(
        f"title: The Long Shore\nlang: en\npublisher: Tidewater\narticles:\n{listed}", "utf-8"
    )
    return Workload(
        source=source,
        markdown=_markdown(folder / "whole.md", bodies),
        html=_html(folder / "whole.html", bodies),
    )


def edit(work: Workload, turn: int) -> None:
    """Change a word of one article, another word each turn, in every form."""
    for path in (work.articles[len(work.articles) // 2], work.markdown, work.html):
        text = path.read_text("utf-8")
        old = "committee" if turn < 0 else f"committee{turn - 1}"
        path.write_text(text.replace(old, f"committee{turn}", 1), "utf-8")


def manuscript(source: Path, number: int) -> Path:
    """Name an article's file."""
    return source / "articles" / f"article-{number:04}.md"


def front_matter(number: int) -> str:
    """Set the front matter of an article."""
    return f"---\ntitle: {title(number)}\nbyline: [Ada Shore]\ndate: 2026-04-30\nlang: en\n---\n"


def title(number: int) -> str:
    """Name an article."""
    return f"{SUBJECTS[number % len(SUBJECTS)]}, the part {number + 1}"


def body(number: int, measure: Measure) -> str:
    """Write an article's Markdown: crossheads, a quotation, emphasis, pictures between them."""
    chance = random.Random(number)
    blocks: list[str] = []
    written, section = 0, 0
    while written < measure.words:
        text = paragraph(chance)
        written += text.count(" ") + 1
        blocks.append(f"> {text}" if chance.random() < 0.03 else text)  # noqa: PLR2004
        if len(blocks) % 6 == 0:
            section += 1
            blocks.append(f"## {sentence(chance)[:-1].capitalize()}")
        if len(blocks) % 5 == 2 and _pictures_in(blocks) < measure.pictures:  # noqa: PLR2004
            name = f"../figures/{number}-{_pictures_in(blocks)}.jpg"
            blocks.append(f'![Waves against a wall.]({name} "{sentence(chance)}")')
    return "\n\n".join(blocks) + "\n"


def _pictures_in(blocks: list[str]) -> int:
    return sum(block.startswith("![") for block in blocks)


def paragraph(chance: random.Random) -> str:
    """Write 115 words or so."""
    sentences = [sentence(chance) for _ in range(chance.randint(3, 5))]
    sentences[1] = sentences[1].replace("the ", "*the* ", 1)
    return " ".join(sentences)


def name(chance: random.Random) -> str:
    """Coin a name, one of many."""
    rest, parts = int(NAMES * chance.random() ** 2), []
    for kind in (HEADS, HEARTS, ENDS):
        rest, place = divmod(rest, len(kind))
        parts.append(kind[place])
    return "".join((*parts, HEARTS[rest] if rest else "")).capitalize()


def clause(chance: random.Random) -> str:
    """Say who did what, and where."""
    who = f"{chance.choice(WHO)} of {name(chance)}" if chance.random() < 0.6 else name(chance)  # noqa: PLR2004
    what = f"{chance.choice(WHAT)} for {name(chance)} and {name(chance)}"
    return f"{who} {chance.choice(DID)} {what}"


def sentence(chance: random.Random) -> str:
    """Write a sentence that was probably never written before."""
    first, second = clause(chance), clause(chance)
    joined = f"{first} {chance.choice(HOW)}, and {second}" if chance.random() < 0.4 else first  # noqa: PLR2004
    return f"{joined[0].upper()}{joined[1:]} {chance.choice(HOW)}."


def picture(path: Path, number: int) -> None:
    """Draw a photograph's like, 1,200 by 800 pixels: light, grain and shapes, as JPEG."""
    path.parent.mkdir(exist_ok=True)
    chance = random.Random(number)
    shapes = Image.linear_gradient("L").rotate(chance.randint(0, 359)).resize((1200, 800))
    clouds = Image.frombytes("L", (60, 40), chance.randbytes(60 * 40))
    soft = clouds.resize((1200, 800)).filter(ImageFilter.GaussianBlur(4))
    grain = Image.frombytes("L", (300, 200), chance.randbytes(300 * 200))
    sharp = Image.blend(soft, grain.resize((1200, 800)), 0.1)
    Image.merge("RGB", (sharp, shapes, soft)).save(path, quality=85)


def _markdown(path: Path, bodies: list[str]) -> Path:
    """Write all articles as one file, as pandoc likes it."""
    parts = (f"# {title(n)}\n\n{text}" for n, text in enumerate(bodies))
    text = "---\ntitle: The Long Shore\nauthor: Ada Shore\nlang: en\n---\n\n" + "\n\n".join(parts)
    path.write_text(text.replace("../figures/", "source/figures/"), "utf-8")
    return path


def _html(path: Path, bodies: list[str]) -> Path:
    """Write all articles as one page with a sheet for print."""
    path.write_text("".join(_page(bodies)), "utf-8")
    return path


def _page(bodies: list[str]) -> Iterator[str]:
    render = MarkdownIt().render
    yield f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><style>{SHEET}</style>'
    yield "<title>The Long Shore</title></head><body>\n"
    for number, text in enumerate(bodies):
        inside = render(text.replace("../figures/", "source/figures/"))
        yield f"<article>\n<h1>{escape(title(number))}</h1>\n{inside}</article>\n"
    yield "</body></html>\n"
