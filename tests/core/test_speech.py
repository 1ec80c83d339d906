"""Formulas are said in words, in the languages that have them; else they are said as typed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.markup import compose, for_epub, speech, tree
from pressrun.markup.formulas import mathml

FOLDER = Path(speech.__file__).parent
PATH = Path("tide.md")


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        ("E=mc^2", "E equals m c squared"),
        (r"\frac{1}{2}", "1 over 2"),
        (r"\frac{a+b}{2}",
         "the fraction with numerator a plus b, and denominator 2, end of fraction"),
        (r"\sqrt{b^2-c}", "the square root of b squared minus c, end of root"),
        (r"\sqrt[3]{x}", "the root of order 3 of x"),
        (r"e^{i\pi}+1=0", "e to the power of i pi, end of power, plus 1 equals 0"),
        ("10^{-3}", "10 to the power of minus 3, end of power"),
        (r"\theta=90^\circ", "theta equals 90 degrees"),
        ("x_i^2", "x sub i squared"),
        ("f'(x)", "f prime open bracket x close bracket"),
        (r"\sum_{i=1}^{n} i^2", "the sum from i equals 1 to n of i squared"),
        (r"\int_0^1 \hat{x}\,dx", "the integral from 0 to 1 of x hat d x"),
        (r"\sum_{k} a_k", "the sum over k of a sub k"),
        (r"\lim_{h\to 0} h", "the limit as h approaches 0 of h"),
        (r"\sin\alpha\le\Gamma", "sin of alpha is at most capital gamma"),
        (r"\mathbf{v}\cdot\vec{w}\in\mathbb{R}", "bold v times vector w in R"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}",
         "a table of 2 rows: row 1: a, b; row 2: c, d, end of table"),
        (r"\binom{n}{k}", "n choose k"),
        (r"\text{if } x", "if x"),
    ],
)  # fmt: skip
def test_a_formula_is_said_as_one_reads_it_to_a_person(tex: str, words: str) -> None:
    assert speech.say(tree.parse(mathml(tex))[0], "en-GB") == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "a durch b zum Quadrat"), ("fr-CA", "a sur b au carré"),
        ("es", "a sobre b al cuadrado"), ("pl", None), ("", None), ("../en", None),
    ],
)  # fmt: skip
def test_it_is_said_in_the_language_of_the_article_or_not_at_all(
    language: str, words: str | None
) -> None:
    formula = tree.parse(mathml(r"{\frac{a}{b}}^2"))[0]
    assert speech.say(formula, language) == words


@pytest.mark.parametrize("name", [path.name for path in FOLDER.glob("*.toml")])
def test_every_language_has_the_same_rules_with_the_same_gaps(name: str) -> None:
    english, words = (tomllib.loads((FOLDER / n).read_text("utf-8")) for n in ("en.toml", name))
    gaps = [{key: str(word).count("{}") for key, word in w.items()} for w in (english, words)]
    assert gaps[0] == gaps[1]
    assert english["signs"].keys() == words["signs"].keys()
    assert english["accents"].keys() == words["accents"].keys()


def test_what_has_no_words_is_said_as_typed_and_so_is_what_the_author_says() -> None:
    fragment = (
        r'<p><span class="math inline">x \mapsto y</span>'
        '<span class="math inline" alt="so">x</span></p>'
    )
    body = compose(fragment, slug="tide", language="en", path=PATH, hrefs={})
    assert 'alttext="x \\mapsto y"' in body.html
    assert 'alttext="so"' in body.html


def test_letters_in_the_epub_need_no_font_for_mathematics() -> None:
    fragment = r'<p><span class="math inline">x \alpha \mathbf{v} \sin</span></p>'
    body = compose(fragment, slug="tide", language="en", path=PATH, hrefs={})
    shown = for_epub(body.html, ())
    assert '<mi class="variable">x</mi><mi class="variable">α</mi>' in shown
    assert '<mi class="vector" mathvariant="bold">v</mi>' in shown
    assert "<mi>sin</mi>" in shown


@given(st.text(st.sampled_from("ab1_^{}+-=()|'\\ &∑α"), max_size=20))
def test_no_formula_that_is_understood_brings_it_down(tex: str) -> None:
    try:
        made = mathml(tex)
    except ValueError:
        return
    said = speech.say(tree.parse(made)[0], "en")
    assert said is None or said.strip() == said
