"""Look at what front matter says, and at what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.readers import detect_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.lint.copy import Copy
    from pressrun.preflight.finding import Finding

_LONGEST_HEADLINE = {"ja": 45, "zh": 45, "ko": 60}
_LONGEST_USUAL = 120
_FEWEST_CAPITALS, _FEWEST_WORDS = 15, 3
_ENOUGH_TO_TELL = 400
# What a detector takes for one another.
_NEAR = (
    {"nb", "nn", "no", "da", "sv"}, {"hr", "sr", "bs", "sh", "sl", "mk"}, {"id", "ms", "jv", "su"},
    {"pt", "gl", "es", "ca", "oc", "an", "ast"}, {"cs", "sk"}, {"ru", "uk", "be", "bg", "mk"},
    {"hi", "mr", "ne", "sa", "bh", "mai"}, {"fa", "ps", "ur", "ckb", "tg"}, {"zh", "wuu", "yue"},
    {"nl", "af", "fy", "li"}, {"de", "lb", "als", "nds", "gsw", "bar"}, {"it", "scn", "vec", "co"},
    {"ar", "arz"}, {"az", "tr", "tk"}, {"en", "sco"}, {"he", "yi"}, {"tl", "ceb", "fil"},
)  # fmt: skip


def missing(copy: Copy) -> Iterator[Finding]:
    """Find what an article should have and has not."""
    article = copy.article
    if not article.standfirst:
        yield copy.of_key("PR-505", "the article has no standfirst", "title", "headline")
    if not (article.byline or article.source):
        yield copy.of_key("PR-506", "neither an author nor a source is named", "title", "headline")


def language(copy: Copy) -> Iterator[Finding]:
    """Find a language that is not named, or not the one that the text is in."""
    if not copy.language_told:
        message = f"no language is named; “{copy.article.language}” is a guess"
        yield copy.of_key("PR-507", message, "title", "headline")
        return
    if sum(len(block.text) for block in copy.blocks()) < _ENOUGH_TO_TELL:
        return
    found = detect_language(copy.manuscript, certain=True)
    if found and found != copy.language and not any({found, copy.language} <= n for n in _NEAR):
        message = (
            f"the language is said to be “{copy.article.language}”, the text reads like “{found}”"
        )
        yield copy.of_key("PR-508", message, "lang", "title", "headline")


def headline(copy: Copy) -> Iterator[Finding]:
    """Find headlines that are too long, or loud."""
    text = copy.article.headline
    most = _LONGEST_HEADLINE.get(copy.language, _LONGEST_USUAL)
    if len(text) > most:
        message = f"the headline has {len(text)} signs; {most} are a lot"
        yield copy.of_key("PR-509", message, "title", "headline")
    capitals = sum(sign.isupper() for sign in text)
    if capitals >= _FEWEST_CAPITALS and text.isupper() and len(text.split()) >= _FEWEST_WORDS:
        yield copy.of_key("PR-510", "the headline is in capitals", "title", "headline")
