"""What is wrong with a picture; knows neither its name nor who named it."""

from __future__ import annotations

from pressrun import limits


class FaultError(Exception):
    """Say what is wrong with a picture, as the end of a sentence, and what would mend it.

    The package's own: whoever takes pictures sees a MarkupError instead.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def refuse_large(width: int, height: int) -> None:
    """Raise FaultError for more pixels than are decoded: some 240 MB as bytes."""
    if width * height > limits.current().pixels:
        raise too_large(f"{width * height:,}")


def too_large(pixels: str) -> FaultError:
    """Return the complaint about so many pixels."""
    return FaultError(f"has {pixels} pixels; the limit is {limits.current().pixels:,}",
                      limits.remedy("pixels", "make it smaller"))  # fmt: skip
