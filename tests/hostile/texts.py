"""Hostile texts: what encodings, Unicode and sheer size can do to words."""

from __future__ import annotations

from tests.hostile.cases import FRONT, around, built, refused

_HEAD = (
    b"A hostile case\n\nBy Ada Fenwick\n\nThe alphaneedle stands before it, in a paragraph that is "
    b"long enough to be read as one of an article, since it goes on for a while.\n\n"
)
_TAIL = b"\n\n" + _HEAD.split(b"\n\n")[2].replace(b"alpha", b"omega") + b"\n"


def pasted(stuff: bytes) -> bytes:
    """Return a paste with a needle before and behind what is hostile."""
    return _HEAD + stuff + _TAIL


_NAUGHTY = (
    "undefined, NULL, None, nil, true, NaN and -Infinity",
    "1/0, 0x7fffffff, 1e309, 08, 1,000.00 and -2147483648",
    "Robert'); DROP TABLE students;-- and ' OR 1=1 --",
    "{{ 7 * 7 }} and {% include '/etc/passwd' %} and ${7*7} and #{7*7}",
    "%s%n%x%d and {0} and $(touch made) and `touch made`",
    "../../../../etc/passwd%00 and C:\\con\\con",
    "]]> and <!-- and --> and <![CDATA[ and &nbsp; &#x0; &bogus;",
    "Scunthorpe, Penistone and Lightwater",
    "ÅÍÎÏ˝ÓÔÒÚÆ☃ and ﾟ･✿ヾ╲(｡◕‿◕｡)╱✿･ﾟ",
    "0️⃣ 1️⃣ and 👩‍👩‍👧‍👦 and 🇪🇺 and 🏳️‍🌈",
    "ﬀ ﬃ ſ ẞ İ ı ŉ ǰ and ΐ",
    "مُنَاقَشَةُ سُبُلِ اِسْتِخْدَامِ اللُّغَةِ",
    "בְּרֵאשִׁית, בָּרָא אֱלֹהִים",
    "田中さんにあげて下さい 사회과학원 社會科學院",
)

CASES = (
    built("a NUL within a paste", pasted(b"mid\0dle words of a paragraph."), file="case.txt"),
    built("a NUL within Markdown", around("mid\0dle words of a paragraph.")),
    built("a NUL in a heading", around("## mid\0dle\n\nA paragraph.")),
    built("every control character in a paste", pasted(bytes(range(1, 32))), file="case.txt"),
    built("every control character in Markdown", around("".join(map(chr, range(1, 32))))),
    built("C1 controls", around("".join(map(chr, range(0x7F, 0xA0))) + " after")),
    built("noncharacters", around("one \ufffe two \uffff three \U0001fffe four \ufdd0 five")),
    built(
        "noncharacters in a paste",
        pasted("one \ufffe two \ufdd0 three.".encode()),
        file="case.txt",
    ),
    built(
        "noncharacters in a headline",
        around("Words.", "---\nlang: en\n---\n\n# One \ufffe two \x01 three\n\n"),
    ),
    built("private use characters", around("one  two \U000f0000 three"), file="case.markdown"),
    refused("a surrogate in UTF-8", around("mid") + b"\xed\xa0\x80", "not in UTF-8", line=11),
    refused("invalid UTF-8", around("mid") + b"\xff\xfe\xfa", "not in UTF-8", line=11),
    refused("a sequence cut short", around("mid") + b"\xe2\x82", "not in UTF-8", line=11),
    refused("an overlong slash", around("mid") + b"\xc0\xaf", "not in UTF-8", line=11),
    refused("Latin-1", around("mid") + b"caf\xe9 au lait", "not in UTF-8", line=11),
    refused(
        "invalid UTF-8 in a paste", pasted(b"caf\xe9"), "not in UTF-8", line=7, file="case.txt"
    ),
    built("UTF-16 LE with its mark", b"\xff\xfe" + around("mid").decode().encode("utf-16-le")),
    built("UTF-16 BE with its mark", b"\xfe\xff" + around("mid").decode().encode("utf-16-be")),
    refused(
        "UTF-16 without its mark", around("mid").decode().encode("utf-16-le"), "UTF-16", line=1
    ),
    refused(
        "UTF-16 cut within a pair",
        b"\xff\xfe" + around("mid").decode().encode("utf-16-le") + b"\x3d\xd8",
        "not in UTF-16",
        line=11,
    ),
    built("UTF-32 with its mark", around("mid").decode().encode("utf-32")),
    built("a UTF-8 mark before front matter", b"\xef\xbb\xbf" + around("mid")),
    built("two UTF-8 marks", b"\xef\xbb\xbf\xef\xbb\xbf" + around("mid")),
    built("a mark before a paste", b"\xef\xbb\xbf" + pasted(b"mid"), file="case.txt"),
    built("CRLF", around("one\n\ntwo").replace(b"\n", b"\r\n")),
    built("lone carriage returns", around("one\n\ntwo").replace(b"\n", b"\r")),
    built("mixed line ends", around("one\r\rtwo\r\nthree\nfour")),
    built(
        "line and paragraph separators", around("one\u2028two\u2029three\x85four\x0bfive\x0csix")
    ),
    built(
        "bidi overrides that are never closed", around("one \u202e owt \u202d three \u2066 four")
    ),
    built("bidi isolates closed without being opened", around("one \u2069\u2069\u202c\u202c two")),
    built("a hundred bidi embeddings", around("one " + "\u202b\u202a" * 100 + " two")),
    built(
        "zero-width signs", around("in\u200bvi\u200csi\u200dble\u2060 words\ufeff and\u00ad more")
    ),
    built("a paragraph of nothing but zero-width signs", around("\u200b\u200c\u200d\ufeff\u2060")),
    built("ten thousand accents on one letter", around("e" + "\u0301" * 10_000 + " word")),
    built("tags and variation selectors", around("flag \U000e0067\U000e007f x\ufe0f\ufe0e y")),
    built("every kind of space", around("a\u00a0b\u2000c\u2003d\u202fe\u205ff\u3000g\u180eh")),
    built("a word of 20,000 letters", around("x" * 20_000)),
    built("a line of 60,000 signs", around("words go on " * 5_000)),
    built("20,000 blank lines", around("one" + "\n" * 20_000 + "two")),
    built("no newline at the end", around("mid").rstrip()),
    built("naughty strings in Markdown", around("\n\n".join(map("- {}".format, _NAUGHTY[:3])))),
    *(
        built(f"the naughty string {number}", around(f"Words: {text}"))
        for number, text in enumerate(_NAUGHTY, start=1)
    ),
    built(
        "a naughty headline",
        around(
            "Words.", '---\ntitle: "{{ 7 * 7 }} <script>x</script> &amp; ]]> \'"\nlang: en\n---\n\n'
        ),
    ),
    built(
        "a template's language in a paste",
        pasted(b"{{ config }} {% raw %} {# x #}"),
        "{{ config }} {% raw %} {# x #}",
        file="case.txt",
    ),
    refused("an empty file", b"", "no headline|no text", line=1),
    refused("nothing but white space", b" \n\t\n \r\n", "no headline|no text", line=1),
    refused("front matter alone", FRONT.encode(), "no text", line=1),
    refused("an empty paste", b"", "empty|no headline|no text", line=None, file="case.txt"),
    refused(
        "one line of a paste",
        b"The alphaneedle stands alone.\n",
        "no text",
        line=1,
        file="case.txt",
    ),
    built(
        "two lines of a paste",
        b"The alphaneedle stands.\n\nThe omeganeedle stands below.\n",
        file="case.txt",
    ),
    refused(
        "a program’s file that says it is text",
        b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8,
        "not in UTF-8",
        line=2,
        file="case.txt",
    ),
)
