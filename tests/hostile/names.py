"""Hostile names of files: what file systems allow and readers stumble over."""

from __future__ import annotations

from tests.core.picture_files import raster
from tests.hostile.cases import NEEDLES, Case, around


def _named(name: str, *files: str) -> Case:
    """Return a case of articles of such names, each with needles of its own."""
    articles = {f"articles/{file}": around(f"A fileneedle{n}.") for n, file in enumerate(files)}
    return Case(
        name=name,
        files=articles,
        needles=(*NEEDLES, *(f"fileneedle{n}" for n in range(len(files)))),
    )


def _picture(name: str, file: str, source: str | None = None) -> Case:
    files = {
        "case.md": around(f'![Its words.](<{source or file}> "A pictureneedle.")'),
        file: raster(),
    }
    return Case(name=f"a picture called {name}", files=files, needles=(*NEEDLES, "pictureneedle"))


CASES = (
    _named("names in many scripts", "ночь.md", "夜.md", "لیل.md", "νύχτα.md", "ñandú.md"),
    _named(
        "names in scripts that Unicode has had since 2000",
        "ខ្មែរ.md",
        "සිංහල.md",
        "አማርኛ.md",
        "မြန်မာ.md",
        "ᏣᎳᎩ.md",
        "𠀀𠀁.md",
    ),
    _named("names of emoji", "🎉.md", "👩‍👩‍👧.md"),
    _named("names with spaces", "a  name with   spaces .md", " leading.md"),
    _named("names with signs", "a'b\"c.md", "a<b>&c.md", "a;b|c.md", "$(touch made).md", "`x`.md"),
    _named("names with percent signs", "a%20b.md", "a%2fb.md", "%00.md", "100%.md"),
    _named("names with marks of addresses", "a#b.md", "a?b=c.md", "a&b.md", "a+b.md", "a:b.md"),
    _named("names with backslashes", "..\\..\\x.md", "C:\\x.md"),
    _named("names of options", "-o.md", "--help.md", "-.md"),
    _named("names of dots", "..md.md", "a..b.md", "...md"),
    _named("names of digits", "1.md", "001.md", "1e9.md"),
    _named("names of signs alone", "!!!.md", "___.md", "~.md"),
    _named("names with controls", "a\nb.md", "a\tb.md", "a\x1b[31mb.md", "a\x7fb.md"),
    _named("names with bidi overrides", "a\u202edm.md", "\u200b.md", "a\u2028b.md"),
    _named("names that Windows keeps", "con.md", "NUL.md", "aux.md", "COM1.md", "lpt1.md"),
    _named(
        "names that the press keeps",
        "nav.md",
        "toc.md",
        "cover.md",
        "titlepage.md",
        "colophon.md",
        "contents.md",
        "package.md",
        "mimetype.md",
        "ncx.md",
    ),
    _named("names that differ in case", "Tide.md", "tide.md", "TIDE.md", "TiDe.markdown"),
    _named("names that differ in their ending", "tide.md", "tide.markdown"),
    _named("names that fold into one", "caf\u00e9.md", "cafe\u0301.md", "cafe.md", "CAFÉ.md"),
    _named("names that full case folding makes one", "straße.md", "strasse.md", "STRASSE.md"),
    _named("names that compatibility folds", "ﬁn.md", "fin.md", "ﬁｎ.md", "①.md", "Ⅳ.md"),
    _named("names that a number would make alike", "a.md", "a-2.md", "A.md", "a-2-2.md"),
    _named("a name of 255 bytes", "n" * 252 + ".md"),
    _named("a name of 255 bytes in Chinese", "夜" * 84 + ".md"),
    _named("two names that differ in their last letter", "n" * 251 + "a.md", "n" * 251 + "b.md"),
    _named("names that are no UTF-8", "caf\udce9.md", "\udcff\udcfe.md"),
    _named("hidden files", "a.md", ".hidden.md"),
    _picture("in many scripts", "figures/ночь-夜-לילה.png"),
    _picture("with spaces", "figures/a  b c.png"),
    _picture("with signs", "figures/a'b\"&;$(x).png"),
    _picture("with percent signs", "figures/a%20b.png", "figures/a%2520b.png"),
    _picture("with marks of addresses", "figures/a#b?c.png", "figures/a%23b%3Fc.png"),
    _picture("as Windows keeps", "figures/con.png"),
    _picture("with a capital ending", "figures/x.PNG"),
    _picture("with 255 bytes", "figures/" + "n" * 251 + ".png"),
    _picture("in letters and accents apart", "figures/cafe\u0301.png"),
    _picture("with a newline", "figures/a\nb.png", "figures/a%0Ab.png"),
    _picture("with letters that are no UTF-8", "figures/a\udce9.png", "figures/a%E9.png"),
    Case(
        name="pictures that differ in case",
        needles=NEEDLES,
        files={
            "case.md": around("![one](X.png)\n\n![two](x.png)\n\n![three](x.PNG)"),
            "X.png": raster(),
            "x.png": raster(size=(5, 5)),
            "x.PNG": raster(size=(6, 6)),
        },
    ),
    Case(name="a source that begins with a dash", files={"-o/case.md": around("x")}, source="./-o"),
    Case(
        name="a single file in many scripts", files={"夜 ночь.md": around("x")}, source="夜 ночь.md"
    ),
    Case(name="a single hidden file", files={"..case.md": around("x")}, source="..case.md"),
    Case(
        name="a faulty file of controls",
        files={"a\x1b[31m\n\u202eb.md": around("![x](gone.png)")},
        fault="there is no picture",
        place=r"a\x1b[31m\n\u202eb.md:8",
    ),
    Case(
        name="a single file of no UTF-8", files={"caf\udce9.md": around("x")}, source="caf\udce9.md"
    ),
)
