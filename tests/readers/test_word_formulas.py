"""Word's formulas become TeX, object by object, and none loses a sign."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pressrun.markup import compose
from pressrun.markup.formulas import mathml
from pressrun.readers.word import read
from pressrun.readers.word.formulas import marked
from pressrun.reading import as_markdown
from tests.readers.word_specimens import add_xml, blank, saved

PATH = Path("tide.docx")
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text: str, *properties: str) -> str:
    said = "".join(f"<m:{name}/>" for name in properties)
    return f"<m:r>{f'<m:rPr>{said}</m:rPr>' * bool(said)}<m:t>{text}</m:t></m:r>"


def made(name: str, properties: str = "", **parts: str) -> str:
    inside = "".join(f"<m:{part}>{xml}</m:{part}>" for part, xml in parts.items())
    before = f"<m:{name}Pr>{properties}</m:{name}Pr>" if properties else ""
    return f"<m:{name}>{before}{inside}</m:{name}>"


def several(name: str, *xml: str) -> str:
    return f"<m:{name}>{''.join(f'<m:e>{each}</m:e>' for each in xml)}</m:{name}>"


A, B, C, UPRIGHT = run("a"), run("b"), run("c+d"), 'sty m:val="p"'
OBJECTS = {
    "a fraction": (made("f", num=A, den=C), r"\frac{a}{c+d}"),
    "a fraction on one line": (made("f", '<m:type m:val="lin"/>', num=A, den=B), "{a}/{b}"),
    "a binomial": (made("f", '<m:type m:val="noBar"/>', num=A, den=B),
                   r"\genfrac{}{}{0pt}{}{a}{b}"),
    "a square root": (made("rad", '<m:degHide m:val="1"/>', deg="", e=A), r"\sqrt{a}"),
    "a cube root": (made("rad", deg=run("3"), e=A), r"\sqrt[3]{a}"),
    "a power": (made("sSup", e=A, sup=run("2")), "a^2"),
    "an index": (made("sSub", e=C, sub=B), "{c+d}_b"),
    "both": (made("sSubSup", e=A, sub=run("i"), sup=run("10")), "a_i^{10}"),
    "a prime": (made("sSubSup", e=A, sub=run("i"), sup=run("′")), "a'_i"),
    "what stands before": (made("sPre", sub=run("1"), sup=run("2"), e=run("H")), "{}_1^2{H}"),
    "a sum": (made("nary", '<m:chr m:val="∑"/>', sub=run("i=1"), sup=run("n"), e=A),
              r"∑\limits_{i=1}^n a"),
    "an integral": (made("nary", sub=run("0"), sup=run("∞"), e=A), r"∫\nolimits_0^{∞} a"),
    "a sum that hides its limits": (
        made("nary", '<m:chr m:val="∑"/><m:subHide m:val="1"/><m:supHide m:val="1"/>',
             sub="", sup="", e=A), "∑ a"),
    "brackets": (made("d", '<m:begChr m:val="["/><m:endChr m:val=""/>', e=A), r"\left[ a \right."),
    "brackets with parts": (several("d", A, B),
                            r"\left( a \middle| b \right)"),
    "a matrix": ("<m:m>" + several("mr", A, B) + several("mr", "", C) + "</m:m>",
                 r"\begin{matrix} a & b \\ & c+d \end{matrix}"),
    "a function": (made("func", fName=run("sin", UPRIGHT), e=A), r"\sin a"),
    "a function of one's own": (made("func", fName=run("rank", UPRIGHT), e=A),
                                r"\operatorname{rank} a"),
    "a limit": (made("func", fName=made("limLow", e=run("lim", UPRIGHT), lim=run("x→0")), e=A),
                r"\lim_{x→0} a"),
    "a word below": (made("limLow", e=A, lim=B), r"\underset{b}{a}"),
    "an accent": (made("acc", '<m:chr m:val="⃗"/>', e=A), r"\vec{a}"),
    "a wide accent": (made("acc", e=C), r"\widehat{c+d}"),
    "a bar": (made("bar", '<m:pos m:val="top"/>', e=A), r"\overline{a}"),
    "a brace": (made("limLow", e=made("groupChr", e=C), lim=run("n")), r"\underbrace{c+d}_{n}"),
    "equations": (several("eqArr", run("a&amp;=b"), run("c&amp;=d")),
                  r"\begin{aligned} a&=b \\ c&=d \end{aligned}"),
    "cases": (several("eqArr", A, B),
              r"\begin{array}{l} a \\ b \end{array}"),
    "an equation with its number": (several("eqArr", run("a#(1)")),
                                    r"a\qquad (1)"),
    "a frame": (made("borderBox", e=A), r"\boxed{a}"),
    "letters of other kinds": (
        run("R", 'scr m:val="double-struck"') + run("v", 'sty m:val="b"') + run("d", UPRIGHT),
        r"\mathbb{R}\mathbf{v}\mathrm{d}"),
    "words": (run("if so", "nor"), r"\text{if so}"),
    "signs that TeX has other uses for": (run("50% #_"), r"50\% \#\_"),
    "slanted letters": (run("𝑥𝛼ℎ"), "xαh"),
    "hidden signs": (f"{A}<m:r><w:rPr {W}><w:vanish/></w:rPr><m:t>z</m:t></m:r>", "a"),
}  # fmt: skip


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_becomes_the_tex_that_the_press_reads(name: str) -> None:
    xml, tex = OBJECTS[name]
    found = marked(etree.fromstring(f"<m:oMath {M}>{xml}</m:oMath>"), apart=False)
    assert found.strip("\ufdd0\ufdd1") == tex
    assert found != tex
    assert mathml(tex)


def test_what_tex_cannot_say_stays_its_plain_signs() -> None:
    xml = f"<m:oMath {M}>{run('a ^ b')}</m:oMath>"
    assert marked(etree.fromstring(xml), apart=True) == "a ^ b"


def test_a_formula_stands_in_its_line_or_apart_and_in_the_manuscript_as_tex() -> None:
    document = blank()
    document.add_heading("Tide", 0)
    power = made("sSup", e=run("c"), sup=run("2"))
    line = f"<w:r><w:t>So </w:t></w:r><m:oMath>{power}</m:oMath><w:r><w:t>, or</w:t></w:r>"
    add_xml(document, f"<w:p {M}>{line}</w:p>")
    formula = made("f", num=A, den=B)
    add_xml(document, f"<w:p {M}><m:oMathPara><m:oMath>{formula}</m:oMath></m:oMathPara></w:p>")
    manuscript = read(saved(document), PATH)
    assert as_markdown(manuscript).endswith("So $c^2$, or\n\n$$\n\\frac{a}{b}\n$$\n")
    body = compose(manuscript.body, slug="tide", language="en", path=PATH, hrefs={}).html
    assert "<msup><mi>c</mi><mn>2</mn></msup></math>, or</p>" in body
    assert '<div class="formula"><math' in body
    assert 'display="block"' in body
