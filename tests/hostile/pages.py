"""Hostile HTML: in Markdown, and in pages saved from the web."""

from __future__ import annotations

import zipfile
from io import BytesIO

from tests.hostile.cases import LISTENER, Case, built, refused

_RAW = {
    "a script": "<script>fetch('LISTENER/x')</script>",
    "a script of the web": '<script src="LISTENER/x.js"></script>',
    "a script in odd letters": "<ScRiPt\x0c>x()</sCrIpT >",
    "a script within a script": "<scr<script>ipt>x()</scr</script>ipt>",
    "handlers": "<p onclick=\"x()\" OnMouseOver='y()' onfocus=z() autofocus>handlerneedle</p>",
    "a handler without a space": "<p/onclick=x()>handlerneedle</p>",
    "a frame": '<iframe src="LISTENER/x" srcdoc="<script>x()</script>"></iframe>',
    "an object and an embed": '<object data="LISTENER/x"></object><embed src="LISTENER/x">',
    "an applet and a frameset": '<applet code="x"></applet><frameset><frame src="x"></frameset>',
    "a meta refresh": '<meta http-equiv="refresh" content="0;url=LISTENER/x">',
    "a base": '<base href="LISTENER/">',
    "a form": '<form action="LISTENER/x"><input value="x"><button>y</button></form>',
    "an attachment": '<link rel="attachment" href="file:///etc/passwd">',
    "an attachment's link": '<a rel="attachment" href="file:///etc/passwd">attachneedle</a>',
    "a sheet": '<link rel="stylesheet" href="LISTENER/x.css">',
    "CSS imports": "<style>@import url(LISTENER/x.css); p{background:url(LISTENER/y)}</style>",
    "a style that fetches": '<p style="background:url(LISTENER/x);position:fixed">styleneedle</p>',
    "a style that hides": '<p style="display:none">hiddenneedle</p><p hidden>alsoneedle</p>',
    "generated content": '<p style="content:url(file:///etc/passwd)">contentneedle</p>',
    "a video and an audio": '<video src="LISTENER/v" autoplay></video><audio src="LISTENER/a"></audio>',  # noqa: E501
    "a picture of several": '<picture><source srcset="LISTENER/x 2x"></picture>',
    "a template and a noscript": "<template><p>x</p></template><noscript><p>y</p></noscript>",
    "a dialogue": "<dialog open>x</dialog><marquee>y</marquee><blink>z</blink>",
    "tags never closed": "<b><i><a href='x:y'><table><tr><td><p><ul><li>",
    "tags never opened": "</p></div></body></html></section>",
    "tags that cross": "<b>one<i>two</b>three</i> <p>four<div>five</p>six</div>",
    "a thousand attributes": "<p " + " ".join(f'a{n}="x"' for n in range(1_000)) + ">attrneedle</p>",  # noqa: E501
    "processing instructions": "<?php system('ls'); ?><?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>",  # noqa: E501
    "a CDATA section": "<![CDATA[ <script>x()</script> ]]>",
    "data attributes": '<p data-line="99999999999999999999" data-x="y">dataneedle</p>',
    "ids of the press": '<p id="toc">idneedle</p><p id="nav">x</p><p id="case">y</p>',
    "classes of the press": '<p class="headline credit footnotes">classneedle</p>',
    "a table of cells beyond all": '<table><tr><td colspan="999999999" rowspan="0">cellneedle</td></tr></table>',  # noqa: E501
    "a list that begins beyond all": '<ol start="99999999999999999999"><li value="-1e9">listneedle</li></ol>',  # noqa: E501
    "a table in a table": "<table><tr><td>" * 20 + "tableneedle" + "</td></tr></table>" * 20,
    "a time that is none": '<time datetime="never">timeneedle</time>',
    "languages that are none": '<p lang="&quot;><x" xml:lang="??" dir="up">langneedle</p>',
    "links within links": '<a href="https://a.example">one<a href="https://b.example">two</a></a>',
    "ruby in disorder": "<ruby><rt>one</rt><rp>(</rp>two<rb>three</ruby><rt>four</rt>",
    "a title attribute of markup": '<abbr title="<script>x()</script>">abbrneedle</abbr>',
}  # fmt: skip
# What a reader would look at, and no edition can show, is told.
_SHOWN = {
    "MathML that fetches": '<math href="LISTENER/x"><mi xlink:href="javascript:x()">y</mi></math>',
    "a drawing that acts": '<svg onload="x()"><script>x()</script><use href="LISTENER/x"/></svg>',
    "mutation of nested tags": '<math><mtext><table><mglyph><style></style><img src=x onerror="y()">',  # noqa: E501
}
# What takes the rest of the article for its own is refused, wherever it begins.
_SWALLOWING = {
    "attributes without end": '<p class="' + "x " * 5_000 + '" id="',
    "a tag without an end": "<div title='lost",
    "a comment without an end": "<!-- lost",
    "a comment without an end within a block": "<div><!-- lost\n\n</div>",
    "a script without an end": "words <script> lost",
    "a sheet without an end": "<style>\np {}\n\nlost",
    "a frame without an end": "words <iframe> lost",
    "a template without an end": "<template>\n\nlost",
    "an instruction without an end": "<?php lost",
    "a declaration without an end": "<!ELEMENT lost",
    "a section without an end": "<![CDATA[ lost",
}
_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A hostile case</title>'
    "%s</head><body><article><h1>A hostile case</h1>"
)
_WORDS = "The %s stands in a paragraph that is long enough to be read as one."
_TAIL = f"<p>{_WORDS % 'omeganeedle'}</p></article></body></html>"


def _needles(stuff: str) -> tuple[str, ...]:
    words = set(stuff.replace("<", " ").replace(">", " ").split())
    return ("alphaneedle", "omeganeedle", *sorted(w for w in words if w.endswith("needle")))


def _page(stuff: str = "", head: str = "", tail: str = _TAIL) -> bytes:
    return f"{_HEAD % head}<p>{_WORDS % 'alphaneedle'}</p>{stuff}{tail}".encode()


def _saved(name: str, data: bytes, *needles: str, fault: str | None = None, line: int = 0) -> Case:
    place = f"case.html:{line}" if line else "case.html"
    return Case(name=f"a saved page: {name}", files={"case.html": data}, fault=fault,
                needles=needles or ("alphaneedle", "omeganeedle"), place=place if fault else "")  # fmt: skip  # noqa: E501


def _docx(document: bytes) -> bytes:
    """Return a zip that says it is Word's, whatever its document is."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return file.getvalue()


CASES = (
    *(
        built(f"raw HTML: {name}", stuff.replace("LISTENER", LISTENER), *_needles(stuff))
        for name, stuff in _RAW.items()
    ),
    *(
        refused(f"raw HTML: {name}", stuff.replace("LISTENER", LISTENER), "cannot be set")
        for name, stuff in _SHOWN.items()
    ),
    built(  # what stands in for the signs may need a font of the machine, so it is not bound
        "raw HTML: references to signs that no book has",
        "<p>refneedle &#1; &#xfffe; &#xd800; &#0;</p>",
        "refneedle",
        file="case.markdown",
    ),
    *(refused(f"raw HTML: {name}", stuff, "has no end") for name, stuff in _SWALLOWING.items()),
    *(
        _saved(name, _page((_RAW | _SHOWN)[name].replace("LISTENER", LISTENER)))
        for name in (
            "a script",
            "a frame",
            "a meta refresh",
            "a base",
            "a form",
            "an attachment",
            "CSS imports",
            "a drawing that acts",
        )
    ),
    _saved(
        "a base of the web",
        _page('<p><a href="x">A link</a> and more words.</p>', f'<base href="{LISTENER}/">'),
    ),
    _saved(
        "a picture outside", _page('<figure><img src="../outside/secret.png" alt="x"></figure>')
    ),
    _saved("a picture outside by code", _page('<img src="%2e%2e/outside/secret.png" alt="x">')),
    _saved("a picture of the web", _page(f'<img src="{LISTENER}/x.png" alt="x">')),
    _saved("a picture of a file", _page('<img src="file:///etc/hostname" alt="x">')),
    _saved(
        "elements 3,000 deep",
        _page("<div>" * 3_000 + "<p>x</p>" + "</div>" * 3_000),
        fault="nested over",
        line=1,
    ),
    _saved("elements 1,000 deep", _page("<div>" * 1_000 + "<p>x</p>" + "</div>" * 1_000)),
    _saved(
        "phrases 3,000 deep", _page("<p>" + "<b><i>" * 1_500 + "x</p>"), fault="nested over", line=1
    ),
    _saved("lists 300 deep", _page("<ul><li>x" * 300), fault="nested over", line=1),
    _saved("20,000 paragraphs of nothing", _page("<p></p>" * 20_000)),
    _saved(
        "references to signs that no book has",
        _page("<p>Signs &#1; &#x1F; &#xFFFE; &#xD800; &#99999999999; in words that are read.</p>"),
    ),
    _saved(
        "words behind the page’s end",
        _page("</article></body></html><html><body><p>The endneedle stands behind the end.</p>"),
        "alphaneedle",
        "endneedle",
        "omeganeedle",
    ),
    _saved("NULs and controls", _page("<p>mid\0dle \x01 words that are read.</p>")),
    _saved(
        "metadata that lie",
        _page(
            head='<meta property="og:title" content="&lt;script&gt;">'
            '<script type="application/ld+json">{"@type":"NewsArticle","author":[[[[]]]],'
            '"datePublished":{"x":1},"headline":["a"]}</script>'
        ),
    ),
    _saved(
        "data that never end",
        _page(head='<script type="application/ld+json">{"a":' + "[" * 50_000 + "</script>"),
    ),
    _saved("an encoding that is none", _page().replace(b"utf-8", b"klingon")),
    _saved("an encoding that lies", _page("<p>caf\u00e9</p>").replace(b"utf-8", b"utf-16")),
    _saved("nothing", b"", fault="no headline|no text|no article", line=0),
    _saved("no article", b"<html><body></body></html>", fault="no headline|no text|no article"),
    refused(
        "an archive without a page",
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x--\n',
        "",
        line=None,
        file="case.mhtml",
    ),
    refused("a Word file whose document is empty", _docx(b""), "", line=None, file="case.docx"),
    refused("a Word file that is none", b"PK\3\4" + bytes(99), "", line=None, file="case.docx"),
    refused("a Word file that is empty", b"", "", line=None, file="case.docx"),
)
