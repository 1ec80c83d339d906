"""Hostile front matter: types, dates, keys, aliases, tags, fences."""

from __future__ import annotations

from tests.hostile.cases import Case, around, built, refused

_BOMB = "a: &a [x, x]\n" + "\n".join(f"{c}: &{c} [*{chr(ord(c) - 1)}, *{chr(ord(c) - 1)}]"
                                     for c in "bcdefghij")  # fmt: skip


def _matter(fields: str, close: str = "---") -> bytes:
    return around("Words.", f"---\nlang: en\n{fields}\n{close}\n\n")


def _titled(fields: str) -> bytes:
    return _matter(f"title: A hostile case\n{fields}")


def _publication(name: str, settings: str, fault: str | None, line: int | None = None) -> Case:
    place = "publication.yaml" + (f":{line}" if line else "")
    files = {"publication.yaml": settings.encode(), "articles/case.md": around("Words.")}
    return Case(name=name, files=files, fault=fault, place=place if fault else "")


CASES = (
    built("a title that YAML takes for false", _matter("title: no"), "no"),
    built("a title that YAML takes for a time", _matter("title: 12:30:45"), "12:30:45"),
    built("a title that YAML takes for a number", _matter("title: 0x1F"), "0x1F"),
    built("a title that YAML takes for nothing", _matter("title: ~"), "~"),
    built("a title that YAML takes for a day", _matter("title: 2015-10-13"), "2015-10-13"),
    refused("a title that is a list", _matter("title: [a, b]"), "takes one line", line=3),
    refused("a title that is a mapping", _matter("title: {a: b}"), "takes one line", line=3),
    refused("an empty title", _matter("title:"), "no headline", line=1),
    refused("a title of spaces", _matter('title: "   "'), "no headline", line=1),
    built("a title of 5,000 signs", _matter("title: " + "long " * 1_000), "long"),
    built("a title of HTML", _matter('title: "<script>alert(1)</script><img src=x onerror=y>"')),
    built("a title with a newline", _matter('title: "one\\ntwo"'), "one two"),
    refused("a title with a NUL escaped", _matter('title: "a\\0b"'), "U\\+0000", line=3),
    refused("a title with a surrogate escaped", _matter('title: "a\\uD800b"'), "U\\+D800", line=3),
    refused("a title beyond Unicode", _matter('title: "a\\UFFFFFFFFb"'), "no such char", line=3),
    refused("a raw control", _matter("title: a\x01b"), "U\\+0001", line=3),
    refused("a date that is none", _titled("date: yesterday"), "not a date", line=4),
    refused("the 30th of February", _titled("date: 2023-02-30"), "not a date", line=4),
    refused("a date in American order", _titled("date: 10/13/2015"), "not a date", line=4),
    refused("the year nought", _titled("date: 0000-01-01"), "not a date", line=4),
    built("the year 9999", _titled("date: 9999-12-31"), "9999"),
    built("the year 1", _titled("date: 0001-01-01")),
    refused("a date that is a list", _titled("date: [2015-10-13]"), "takes one line", line=4),
    refused("an unknown key", _titled("standfrist: x"), "unknown field", line=4),
    refused("a key that Python means", _titled("__class__: x"), "unknown field", line=4),
    refused("an alias", _titled("byline: &a x\nkicker: *a"), "anchors and aliases", line=4),
    refused("a bomb of aliases", _titled(_BOMB), "anchors and aliases", line=4),
    refused("an alias in a circle", _titled("byline: &a [*a]"), "anchors and aliases", line=4),
    refused(
        "a tag that runs Python",
        _titled("byline: !!python/object/apply:os.system [ls]"),
        "tag",
        line=4,
    ),
    refused("a tag of another kind", _titled("byline: !evil x"), "tag", line=4),
    refused("a merge key", _titled("<<: {a: b}"), "unknown field", line=4),
    refused("a key given twice", _titled("title: Again"), "stands here twice", line=4),
    refused("a key that is a list", _titled("[a, b]: c"), "key", line=4),
    refused(
        "lists 5,000 deep", _titled("byline: " + "[" * 5_000 + "]" * 5_000), "nested over", line=4
    ),
    refused(
        "mappings 2,000 deep",
        _titled("byline: " + "{a: " * 2_000 + "}" * 2_000),
        "nested over",
        line=4,
    ),
    refused("a list that never ends", _titled("byline: [a, b"), "not YAML", line=4),
    refused("a quotation that never ends", _titled('byline: "a'), "not YAML", line=4),
    refused("tabs", _titled("byline:\n\t- a"), "not YAML", line=5),
    refused(
        "two documents",
        _titled("--- \nkicker: x").replace(b"--- \n", b"--- x\n"),
        "not YAML",
        line=5,
    ),
    refused("a directive", _matter("%YAML 9.9"), "not YAML", line=3),
    refused(
        "front matter without an end",
        b"---\ntitle: A hostile case\n\nThe alphaneedle.\n",
        "has no end",
        line=1,
    ),
    built("front matter that is empty", around("Words.", "---\n---\n\n# A hostile case\n\n")),
    built("a heading between rules", around("Words.", "---\n# A hostile case\n---\n\n")),
    built("front matter that ends with dots", _matter("title: A hostile case", "...")),
    built("front matter in TOML", around("W.", '+++\ntitle = "A hostile case"\n+++\n\n')),
    refused(
        "TOML that is broken", around("W.", "+++\ntitle = A hostile\n+++\n\n"), "not TOML", line=2
    ),
    refused("TOML without an end", around("W.", '+++\ntitle = "x"\n\n'), "has no end", line=1),
    refused(
        "TOML 3,000 deep",
        around("W.", f'+++\ntitle = "x"\na = {"[" * 3000}{"]" * 3000}\n+++\n\n'),
        "nested",
        line=2,
    ),
    built(
        "TOML with a date",
        around("W.", '+++\ntitle = "x"\ndate = 1979-05-27T07:32:00Z\n+++\n\n'),
        "1979",
    ),
    built("a rule that is not front matter", around("W.", "---\n\n# A hostile case\n\n")),
    built("a rule within the text", around("one\n\n---\n\ntwo: three\n\n---\n\nfour")),
    built("front matter of a megabyte in one comment", _titled("# " + "x" * 20_000)),
    refused(
        "front matter of 200,000 keys",
        _titled("\n".join(f"k{n}: x" for n in range(200_000))),
        "front matter",
        line=1,
    ),
    refused(
        "a front matter of three megabytes",
        _titled("kicker: " + "x" * 3_000_000),
        "front matter",
        line=1,
    ),
    refused(
        "a language that is none",
        _titled("lang: x").replace(b"lang: en\n", b""),
        "language tag",
        line=3,
    ),
    built("a language that nobody speaks", _titled("").replace(b"lang: en", b"lang: zzz-Qaaa")),
    refused("a direction that is none", _titled("dir: up"), "direction", line=4),
    built(
        "a byline of 300 names",
        _titled("byline: [" + ", ".join(f"N{n}" for n in range(300)) + "]"),
        "N299",
    ),
    built(
        "an address that no code has room for",
        _titled("links: list\nsource-url: https://example.org/" + "a" * 3_000),
    ),
    refused("a byline of lists", _titled("byline: [[a, b], c]"), "takes one line", line=4),
    built("CRLF and a mark", b"\xef\xbb\xbf" + _titled("byline: x").replace(b"\n", b"\r\n")),
    _publication("settings that are no YAML", "title: [", "not YAML", 1),
    _publication("settings that are a list", "- a\n- b", "key: value", 1),
    _publication("settings that are empty", "", None),
    _publication("settings that are binary", "title: \x01 of some length", "U\\+0001", 1),
    _publication("settings with an article that is not there", "articles: [case, gone]", "gone", 1),
    _publication(
        "settings with an article outside",
        "articles: [../../outside/secret]",
        "there is no article",
        1,
    ),
    _publication("settings with an article twice", "articles: [case, case]", "twice", 1),
    _publication(
        "settings with an article twice by another name", "articles: [case, case.md]", "twice", 1
    ),
    _publication("settings with no articles", "articles: []", "article", 1),
    _publication("settings with a mapping for articles", "articles: {a: b}", "takes|article", 1),
    _publication("a file name that climbs", "title: x\nfile-name: ../../outside/made", None),
    _publication("a file name that is absolute", "title: x\nfile-name: /tmp/made", None),
    _publication("a file name of dots", "title: x\nfile-name: '...'", None),
    _publication("a file name too long", f"title: x\nfile-name: {'n' * 400}", None),
    _publication("a file name that Windows keeps", "title: x\nfile-name: CON", None),
    _publication("a title of signs alone", "title: '///'", None),
    _publication("an identifier with signs", "title: x\nidentifier: '<&\">]]> \\\\ x'", None),
    _publication("an unknown setting", "titel: x", "unknown field", 1),
)
