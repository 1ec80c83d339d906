"""An editor’s schemas and the press agree on what front matter and publication.yaml may say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from pressrun import readers, schemas
from pressrun.errors import PressError
from pressrun.manuscript import gather
from pressrun.readers import keys

ROOT = Path(__file__).resolve().parents[2]
# What each kind takes, and what it refuses.
GOOD = {
    "address": ["https://example.org/tide"],
    "articles": ["[a, b]", "a"],
    "collection": ["Seas", "{title: Seas, type: set, position: 12.3, identifier: ISSN 0317-8471}"],
    "contributors": ["Ada", "[Ada, {name: Eve, role: trl, file-as: 'E., Eve'}]", "{text: Tom}"],
    "date": ["2026-04-30", "'2026-04-30T12:30:00Z'"],
    "defaults": ["{lang: de, kicker: Essay, author: [Ada, {name: Eve}], date: 2026-04-30}", ""],
    "direction": ["ltr", "rtl"],
    "flag": ["true", "false"],
    "identifiers": [
        "ISBN 978-0-306-40615-7",
        "[doi:10.1000/182, {scheme: DOI, text: 10.1000/182}]",
    ],
    "language": ["en", "de-AT"],
    "links": ["notes", "none"],
    "openers": ["recto", "any"],
    "position": ["7", "'12.3'", "7.10.2"],
    "sections": [
        "[{title: News, articles: [a]}, {title: Essays, standfirst: Long, articles: b}]",
        "{title: News, defaults: {lang: de, kicker: News}, articles: [a]}",
    ],
    "text": ["A tide", "1984", "yes", "''", ""],
    "texts": ["A tide", "[A tide, 1984]", "{name: Ada}", ""],
    "writing-mode": ["horizontal-tb"],
}
BAD = {
    "address": ["example.org", "[https://example.org]", "https://"],
    "articles": ["[{a: b}]", "[[a]]"],
    "collection": ["{type: series}", "{title: Seas, type: serial}", "[a, b]"],
    "contributors": ["{role: trl}", "[{name: Ada, role: cook}]", "[[Ada]]"],
    "date": ["30 April 2026", "2026-4-30", "20260430", "[2026-04-30]"],
    "defaults": ["German", "[lang]", "{title: One}", "{theme: journal}", "{date: soon}"],
    "direction": ["left", "[ltr]"],
    "flag": ["perhaps", "[true]"],
    "identifiers": ["{scheme: ISBN}", "[[ISBN 978-0-306-40615-7]]"],
    "language": ["English", "en_GB", "[en]"],
    "links": ["footnotes", "[notes]"],
    "openers": ["rekto", "[recto]"],
    "position": ["seventh", "-7", "[7]"],
    "sections": [
        "News",
        "[{title: News}]",
        "[{articles: [a]}]",
        "[{title: N, articles: a, x: y}]",
        "{title: News, defaults: {publisher: Us}, articles: a}",
    ],
    "text": ["[a, b]", "{a: b}"],
    "texts": ["[[a]]", "{nmae: Ada}"],
    "writing-mode": ["vertical"],
}
# What a value needs beside it, or has to be, for reasons that are not its kind.
BESIDE = {
    "cover-image-alt": "cover-image: figures/light.png\n",
    "group-position": "belongs-to-collection: Seas\n",
}
ONLY = {
    "cover-image": ["figures/light.png"],
    "theme": ["broadsheet"],
    "title": ["A tide", "1984"],
    "file-name": ["tide", "1984"],
}


def samples(table: dict[str, keys.Key]) -> list[tuple[str, bool]]:
    found = []
    for name, key in table.items():
        beside = BESIDE.get(name, "")
        found += [(f"{beside}{name}: {v}\n", True) for v in ONLY.get(name, GOOD[key.kind])]
        found += [(f"{beside}{name}: {v}\n", False) for v in BAD[key.kind]]
    return found


class _AsEditors(yaml.SafeLoader):
    """Reads YAML 1.2’s core types, as editors do: a date is a string."""


_AsEditors.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def allows(name: str, text: str) -> bool:
    value: Any = yaml.load(text, _AsEditors)  # noqa: S506 - a SafeLoader
    return bool(jsonschema.Draft7Validator(schemas.schema(name)).is_valid(value))


@pytest.mark.parametrize("name", schemas.NAMES_OF_SCHEMAS)
def test_a_schema_is_one_and_names_every_key_that_is_read(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(schemas.schema(name))
    read = keys.ARTICLE_KEYS if name == "article" else keys.PUBLICATION_KEYS
    assert set(schemas.schema(name)["properties"]) == read


@pytest.mark.parametrize(("text", "good"), samples(keys.ARTICLE))
def test_schema_and_reader_agree_on_front_matter(text: str, *, good: bool) -> None:
    assert allows("article", text) == good
    try:
        readers.read_bytes(f"---\n{text}---\n\nText.\n".encode(), Path("a.md"))
    except PressError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(("text", "good"), samples(keys.PUBLICATION))
def test_schema_and_press_agree_on_publication_yaml(
    text: str, tmp_path: Path, *, good: bool
) -> None:
    assert allows("publication", text) == good
    (tmp_path / "articles").mkdir()
    for name in "ab":
        (tmp_path / f"articles/{name}.md").write_text(
            f"---\ntitle: {name}\n---\n\nText.\n", "utf-8"
        )
    (tmp_path / "figures").mkdir()
    picture = (ROOT / "tests/sample/source/figures/light.png").read_bytes()
    (tmp_path / "figures/light.png").write_bytes(picture)
    (tmp_path / "publication.yaml").write_text(text, "utf-8")
    try:
        gather([tmp_path])
    except PressError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    ("name", "text", "good"),
    [
        ("article", "standfrist: x", False),
        ("article", "tags: [a]\nweight: 3", True),  # a site generator’s
        ("publication", "articles: [a]\nsections: [{title: N, articles: [a]}]", False),
        ("publication", "dateline: Whitby", False),
        ("publication", "", True),
    ],
)
def test_a_key_that_is_not_known_or_does_not_go_with_another_is_refused(
    name: str, text: str, *, good: bool
) -> None:
    assert allows(name, text) == good


def test_the_publications_that_ship_here_keep_to_their_schema() -> None:
    settings = sorted(ROOT.glob("**/source/publication.yaml"))
    settings = [path for path in settings if "node_modules" not in path.parts]
    assert len(settings) >= 4
    assert [path for path in settings if not allows("publication", path.read_text("utf-8"))] == []


def test_a_schema_is_written_as_json() -> None:
    assert json.loads(schemas.as_json("article")) == schemas.schema("article")
