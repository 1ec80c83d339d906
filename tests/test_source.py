"""The publication that ships with the project: its article is ours, its map is fit to print."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "source"
ARTICLE = SOURCE / "articles" / "turkey-russia-ties.md"
MAP = SOURCE / "figures" / "locator-map.svg"
SCRIPT = SOURCE / "figures" / "draw_locator_map.py"
ATLAS = ROOT / "node_modules" / "world-atlas" / "countries-10m.json"
SHARED = Path(os.environ.get("PRESSRUN_SHARED", ROOT.parent / "shared"))

SVG = "{http://www.w3.org/2000/svg}"
PLAIN_ELEMENTS = {"svg", "title", "desc", "rect", "circle", "path"}
NAMED_IN_THE_REPORT = ("Aleppo", "Idlib", "Maasran", "Kafr Nabouda", "Hama", "Sahl", "al-Ghab")
AROUND = ("SYRIA", "TURKEY", "LEBANON", "IRAQ", "EGYPT", "Mediterranean", "Sea")

Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def front_matter() -> dict[str, Any]:
    fields: dict[str, Any] = yaml.safe_load(ARTICLE.read_text(encoding="utf-8").split("---\n")[1])
    return fields


@pytest.fixture(scope="module")
def body() -> str:
    return ARTICLE.read_text(encoding="utf-8").split("---\n", 2)[2]


@pytest.fixture(scope="module")
def svg() -> etree._Element:
    return etree.parse(MAP).getroot()


@pytest.fixture(scope="module")
def atlas() -> Path:
    if not ATLAS.exists() and "CI" not in os.environ:
        pytest.skip("npm world-atlas is not installed here")
    return ATLAS


@pytest.fixture(scope="module")
def script() -> Iterator[Any]:
    sys.path.insert(0, str(SCRIPT.parent))
    yield importlib.import_module("draw_locator_map")
    sys.path.remove(str(SCRIPT.parent))


@pytest.fixture(scope="module")
def sheet(script: Any, atlas: Path) -> Any:
    return script.drawn(atlas)


# The article


def test_publication_lists_every_article_once() -> None:
    publication = yaml.safe_load((SOURCE / "publication.yaml").read_text(encoding="utf-8"))
    stems = sorted(path.stem for path in (SOURCE / "articles").glob("*.md"))
    assert sorted(publication["articles"]) == stems


def test_publication_says_who_publishes_it_in_what_language_and_on_what_terms() -> None:
    publication = yaml.safe_load((SOURCE / "publication.yaml").read_text(encoding="utf-8"))
    assert {"title", "lang", "publisher", "rights", "identifier"} <= publication.keys()


def test_article_has_the_fields_of_a_news_report(front_matter: dict[str, Any]) -> None:
    fields = {"title", "kicker", "standfirst", "dateline", "date", "updated", "source", "lang"}
    assert front_matter.keys() == fields


def test_article_is_as_long_as_a_news_report(body: str) -> None:
    assert 450 <= len(words(prose(body))) <= 700


def test_article_has_crossheads_and_short_and_long_paragraphs(body: str) -> None:
    paragraphs = [p for p in prose(body).split("\n\n") if p.strip() and not p.startswith("#")]
    lengths = [len(words(paragraph)) for paragraph in paragraphs]
    assert len(re.findall(r"^## ", body, re.MULTILINE)) == 3
    assert min(lengths) < 15
    assert max(lengths) > 60


def test_figure_has_alt_text_caption_and_credit(body: str) -> None:
    (figure,) = re.findall(r'^!\[(.+)\]\((.+?) "(.+)"\)\{credit="(.+)"\}$', body, re.MULTILINE)
    alt, path, caption, credit = figure
    assert (ARTICLE.parent / path).resolve() == MAP
    assert all(part.strip() for part in (alt, caption, credit))
    assert alt != caption


def test_article_shares_no_nine_words_in_a_row_with_the_report_that_it_retells() -> None:
    if not SHARED.is_dir():
        pytest.skip("the report that the article retells is not here")
    (report,) = (SHARED / "article").glob("*.txt")
    ours = ARTICLE.read_text(encoding="utf-8")
    assert runs(ours, 9) & runs(report.read_text(encoding="utf-8"), 9) == set()


def test_every_quotation_is_in_the_report_that_the_article_retells(body: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the report that the article retells is not here")
    (report,) = (SHARED / "article").glob("*.txt")
    said = " ".join(words(report.read_text(encoding="utf-8")))
    quoted = re.findall(r'"([^"]+)"', prose(body))
    assert len(quoted) >= 5
    assert [quote for quote in quoted if " ".join(words(quote)) not in said] == []


# The map as a file


def test_map_holds_nothing_but_plain_shapes_and_their_titles(svg: etree._Element) -> None:
    elements = {str(element.tag).removeprefix(SVG) for element in svg.iter()}
    assert elements == PLAIN_ELEMENTS


def test_map_refers_to_nothing_and_runs_nothing(svg: etree._Element) -> None:
    attributes = {str(name) for element in svg.iter() for name in element.attrib}
    assert [name for name in attributes if "href" in name or name.startswith("on")] == []
    assert attributes.isdisjoint({"style", "class", "id", "filter", "mask", "clip-path"})
    assert "url(" not in MAP.read_text(encoding="utf-8")


def test_map_paints_its_own_ground_from_edge_to_edge(svg: etree._Element) -> None:
    ground = svg.find(f"{SVG}rect")
    assert ground is not None
    box = " ".join(ground.get(name, "") for name in ("x", "y", "width", "height"))
    assert (box, ground.get("fill")) == (svg.get("viewBox"), "#ffffff")


def test_map_has_a_title_and_a_description_that_name_what_it_shows(svg: etree._Element) -> None:
    description = svg.findtext(f"{SVG}desc", "")
    assert svg.findtext(f"{SVG}title")
    assert [name for name in NAMED_IN_THE_REPORT if name not in description] == []


@pytest.mark.parametrize("name", NAMED_IN_THE_REPORT + AROUND)
def test_map_letters_each_place(svg: etree._Element, name: str) -> None:
    labels = svg.findall(f"{SVG}path[{SVG}title]")
    outlines = [a.get("d", "") for a in labels if a.findtext(f"{SVG}title") == name]
    assert {data[:1] for data in outlines} == {"m"}


def test_map_is_small() -> None:
    assert MAP.stat().st_size < 60_000


def test_map_is_drawn_byte_for_byte_the_same_whatever_the_hash_seed(
    atlas: Path, tmp_path: Path
) -> None:
    for seed in ("1", "2"):
        drawing = tmp_path / f"{seed}.svg"
        command = [sys.executable, str(SCRIPT), str(atlas), str(drawing)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        assert drawing.read_bytes() == MAP.read_bytes()


# The map as a drawing


def test_no_two_labels_overlap(sheet: Any) -> None:
    pairs = combinations(sheet.labels, 2)
    assert [(a.text, b.text) for a, b in pairs if overlap(a.box, b.box)] == []


def test_no_label_covers_a_mark(sheet: Any) -> None:
    covered = [label.text for label in sheet.labels for m in sheet.marks if overlap(label.box, m)]
    assert covered == []


def test_no_label_crosses_a_coast_a_border_or_the_plain(sheet: Any) -> None:
    geography = importlib.import_module("geography")
    crossed = [a.text for a in sheet.labels if geography.crossing(sheet.lines, grown(a.box, 2))]
    assert crossed == []


def test_every_label_lies_within_its_frame(script: Any, sheet: Any) -> None:
    inset = {words.text for words in script.NATIONS} | {place.name for place in script.CAPITALS}
    frames = (script.REGION, script.MAP, (0, 0, script.WIDTH, script.HEIGHT))
    for label in sheet.labels:
        inner = label.text in inset and label.box[0] > script.REGION[0]
        frame = frames[0] if inner else frames[1] if label.box[1] < script.MAP[3] else frames[2]
        assert inside(label.box, frame), label.text


def test_smallest_lettering_is_seven_points_at_the_printed_width(sheet: Any) -> None:
    point = 25.4 / 72 * 10  # units: a unit is a tenth of a millimetre
    assert min(label.hand.size for label in sheet.labels) >= 7 * point


def test_lettering_stands_out_from_its_ground(script: Any) -> None:
    pairs = [
        (script.INK, script.SYRIA),
        (script.SOFT_INK, script.NEIGHBOUR),
        (script.SOFT_INK, script.SEA),
        (script.MUTED, script.NEIGHBOUR),
        (script.MUTED, script.SEA),
        (script.SEA_INK, script.SEA),
        (script.PLAIN_INK, script.SYRIA),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []  # WCAG 2.2, 1.4.3


def test_sea_neighbours_and_syria_differ_in_grey(script: Any) -> None:
    tones = [luminance(fill) for fill in (script.SEA, script.NEIGHBOUR, script.SYRIA)]
    assert tones[0] + 0.1 < tones[1] < tones[2] - 0.1


def prose(body: str) -> str:
    """Return the running text: no figure, no pull quote, which repeats what the text says."""
    return re.sub(r"^(!\[.*|::: pull-quote\n(?s:.*?)\n:::)$", "", body, flags=re.MULTILINE)


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:'\w+)?", text.lower().replace("\u2019", "'"))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def inside(box: Box, frame: Box) -> bool:
    return frame[0] < box[0] and frame[1] < box[1] and box[2] < frame[2] and box[3] < frame[3]


def grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2, definitions)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    low, high = sorted((luminance(ink), luminance(ground)))
    return (high + 0.05) / (low + 0.05)
