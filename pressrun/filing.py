"""Say under which letter an index has a person: the `file-as` of a name; knows names, not books.

The family name comes first. Particles in small letters follow the given names, as libraries have it
of German, Dutch and French ones (“Beethoven, Ludwig van”), those in capitals stay in front (“Le
Guin, Ursula K.”): IFLA, Names of Persons (1996). An agency is filed as it is called. No rule is
right of every name, so a manuscript can say otherwise.
"""

from __future__ import annotations

import re

_SUFFIXES = frozenset({"jr", "jnr", "sr", "snr", "ii", "iii", "iv", "phd", "md", "esq"})
_PARTICLES = frozenset({
    "al", "bar", "ben", "bin", "da", "dal", "de", "del", "della", "den", "der", "des", "di", "dos",
    "du", "el", "ibn", "la", "le", "lo", "los", "mac", "o", "san", "st", "ten", "ter", "van",
    "vande", "vander", "von", "zu", "zum", "zur",
})  # fmt: skip
# Han, kana and hangul: the family name is the first part already.
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_FAMILY_FIRST_LANGUAGES = frozenset({"hu", "ja", "ko", "vi", "zh"})
_AGENCY = re.compile(
    r"\b(?:agenc\w+|associat\w+|committee|council|desk|editors?|foundation|institute?|ministry|news"
    r"|office|organi[sz]ation|press|reporters?|reuters|society|staff|team|times|universit\w+|world"
    r"|agence|agentur|redaktion|rédaction|redacción|redazione|редакция|агентство)\b"
    r"|[&@/]|\b(?-i:[A-Z]{2,})\b|\d",
    re.IGNORECASE,
)


def file_as(name: str, language: str) -> str:
    """Return a name as an index has it, the same where nothing is to be moved.

    `language` is that of the publication, a BCP 47 tag.
    """
    words = name.split()
    family_first = language.partition("-")[0].lower() in _FAMILY_FIRST_LANGUAGES
    if (
        len(words) < 2  # noqa: PLR2004 - a name of one word
        or "," in words[0]
        or family_first
        or _FAMILY_FIRST.search(name)
        or _AGENCY.search(name)
    ):
        return name
    words, suffix = _without_suffix(words)
    begin = _family_name(words)
    given = words[:begin]
    while len(given) > 1 and given[-1][0].islower():  # “van”, with whatever stands before it
        begin -= 1
        given = words[:begin]
    moved, family = _particles(words[begin:])
    if not given:
        return name
    return f"{' '.join(family)}, {' '.join((*given, *moved))}{suffix}"


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    bare = words[-1].replace(".", "").lower()
    if len(words) > 2 and bare in _SUFFIXES:  # noqa: PLR2004 - a name, a family name, a suffix
        return [*words[:-2], words[-2].rstrip(",")], f", {words[-1]}"
    return words, ""


def _family_name(words: list[str]) -> int:
    """Return where the family name begins, with the particles in capitals before its last word."""
    begin = len(words) - 1
    while begin > 1 and words[begin - 1].strip(".").lower() in _PARTICLES:
        begin -= 1
    return begin


def _particles(family: list[str]) -> tuple[list[str], list[str]]:
    """Part the particles in small letters from the name that they belong to."""
    count = 0
    while count < len(family) - 1 and family[count][0].islower():
        count += 1
    return family[:count], family[count:]
