"""Explain what a finding's number means; those of other validators by where they are explained."""

from __future__ import annotations

import re

from pressrun.errors import UsageError
from pressrun.lint.registry import RULES
from pressrun.nearest import did_you_mean
from pressrun.terminal import PLAIN, Brush

# What the names of axe's rules begin with, https://github.com/dequelabs/axe-core.
_AXE = (
    "aria|area|color|dlitem|document|duplicate|empty|frame|heading|html|image|input|label|landmark"
    "|link|list|listitem|nested|object|region|scope|svg|table|td|th|valid|video"
)
# What is said of a number that is not ours: how it looks, whose it is, and where it is explained.
_OTHERS = (
    (r"(?:ACC|CHK|CSS|HTM|INF|MED|NAV|NCX|OBF|OPF|PKG|RSC|SCP)-\d{3}[a-z]?", "EPUBCheck",
     "https://www.w3.org/publishing/epubcheck/docs/messages/"),
    (r"(?:\d[abefu]?|ua\d) [\d.]+-\d+", "veraPDF", "https://docs.verapdf.org/validation/rules/"),
    (r"PDF(?:A\d[ABU]|UA\d)-[A-Z-]+-\d+", "page-validation",
     "https://github.com/josephbarbierdarnal/page"),
    (r"(?:epub|metadata|pagebreak|page)-[a-z-]+", "Ace", "https://daisy.github.io/ace/rules/"),
    (rf"(?:{_AXE})(?:-[a-z-]+)?", "axe, inside Ace", "https://dequeuniversity.com/rules/axe/html"),
)  # fmt: skip


def explained(numbers: list[str], brush: Brush = PLAIN) -> str:
    """Return what each number means, or all of ours in a line each where none is named.

    Raises UsageError for a number that nobody gives.
    """
    if not numbers:
        return "".join(
            f"{rule.number}  {rule.severity:<7}  {rule.title}\n" for rule in RULES.values()
        )
    return "\n".join(_one(number, brush) for number in numbers)


def _one(number: str, brush: Brush) -> str:
    if rule := RULES.get(number.upper()):
        head = brush(f"{rule.number} ({rule.severity})", "bold")
        return f"{head}: {rule.title}\n  why: {rule.why}\n  hint: {rule.remedy}\n"
    for pattern, whose, address in _OTHERS:
        if re.fullmatch(pattern, number):
            return f"{brush(number, 'bold')} is a number of {whose}: {address}\n"
    hint = did_you_mean(number, RULES, mark="{}") or "build.py explain tells all numbers"
    raise UsageError(f"there is no finding “{number}”", hint=hint)
