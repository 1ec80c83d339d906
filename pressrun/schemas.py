"""Write the keys of front matter and of publication.yaml as JSON Schema, for editors.

They are made of the tables by which both are read, `pressrun.readers.keys`, and of the same roles
and words. What no schema can say is left to the build: check digits, files that are not there, days
that no month has, and a slip in the inner keys of a contributor.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pressrun.readers import keys
from pressrun.readers.front_matter import ADDRESS, DATE, LANGUAGE
from pressrun.readers.particulars import POSITION
from pressrun.readers.relators import CODES, NAMES
from pressrun.standards import LINKS, OPENERS

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES_OF_SCHEMAS = ("article", "publication")
_DRAFT = "http://json-schema.org/draft-07/schema#"  # what YAML's language server reads
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_SOME = {"type": ["string", "number", "boolean"]}
_ROLES = sorted({*CODES, *NAMES, *(name.capitalize() for name in NAMES)})


def _pattern(written: re.Pattern[str]) -> dict[str, Any]:
    return {"type": ["string", "null"], "pattern": rf"^\s*({written.pattern})\s*$"}


def _one_or_several(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _mapping(wanted: list[str], **fields: dict[str, Any]) -> dict[str, Any]:
    """Describe a mapping that has one of the `wanted` keys, and may have any others."""
    named = [{"required": [key], "properties": {key: _SOME}} for key in wanted]
    return {"type": "object", "properties": fields, "anyOf": named}


_NAMED = _mapping(["name", "text"], name=_TEXT, text=_TEXT)
_CONTRIBUTOR = _mapping(
    ["name", "text"],
    **{"name": _TEXT, "text": _TEXT, "role": {"enum": [*_ROLES, None]}, "file-as": _TEXT},
)
_IDENTIFIER = _mapping(["text"], scheme=_TEXT, text=_TEXT)
_POSITION = {**_pattern(POSITION), "type": ["string", "number", "null"], "minimum": 0}
_COLLECTION = _mapping(
    ["title"], title=_TEXT, type={"enum": ["series", "set", None]}, position=_POSITION,
    identifier=_one_or_several({"anyOf": [_TEXT, _IDENTIFIER]}),
)  # fmt: skip
_ARTICLES = _one_or_several(_SOME)

# Several keys have it, and it knows every role.
_DEFINITIONS = {"contributors": _one_or_several({"anyOf": [_TEXT, _CONTRIBUTOR]})}
# What each kind of value may be.
KINDS: dict[str, dict[str, Any]] = {
    "address": _pattern(ADDRESS),
    "articles": _ARTICLES,
    "collection": {"anyOf": [_TEXT, _COLLECTION]},
    "contributors": {"allOf": [{"$ref": "#/definitions/contributors"}]},
    "date": _pattern(DATE),
    "direction": {"enum": ["ltr", "rtl", None]},
    "flag": {"enum": [True, False, "true", "false", None]},
    "identifiers": _one_or_several({"anyOf": [_TEXT, _IDENTIFIER]}),
    "language": _pattern(LANGUAGE),
    "links": {"enum": [*LINKS, None]},
    "openers": {"enum": [*OPENERS, None]},
    "position": _POSITION,
    "text": _TEXT,
    "texts": _one_or_several({"anyOf": [_TEXT, _NAMED]}),
    "writing-mode": {"enum": ["horizontal-tb", "vertical-rl", None]},
}


def schema(name: str) -> dict[str, Any]:
    """Return the schema of an `article`’s front matter, or of a `publication`’s settings."""
    table = keys.ARTICLE if name == "article" else keys.PUBLICATION
    whole = {
        "$schema": _DRAFT,
        "title": "Front matter" if name == "article" else "publication.yaml",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": _properties(table),
        "definitions": _DEFINITIONS,
    }
    if name == "article":
        # Allowed, since site generators write them, and not proposed.
        foreign = sorted(re.escape(key) for key in keys.GENERATOR_KEYS - keys.ARTICLE_KEYS)
        whole["patternProperties"] = {f"^({'|'.join(foreign)})$": {}}
    else:
        whole["not"] = {"type": "object", "required": ["articles", "sections"]}
    return whole


def as_json(name: str) -> str:
    """Return a schema as a file has it."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def _properties(table: Mapping[str, keys.Key]) -> dict[str, Any]:
    return {name: _property(key) for name, key in sorted(table.items())}


def _property(key: keys.Key) -> dict[str, Any]:
    return {"description": key.says, **_kind(key.kind)}


def _kind(kind: str) -> dict[str, Any]:
    if kind == "defaults":
        inner = _properties(keys.DEFAULTS)
        return {"type": ["object", "null"], "additionalProperties": False, "properties": inner}
    if kind != "sections":
        return KINDS[kind]
    one = {
        "type": "object",
        "required": ["title", "articles"],
        "additionalProperties": False,
        "properties": _properties(keys.SECTION),
    }
    return _one_or_several(one)
