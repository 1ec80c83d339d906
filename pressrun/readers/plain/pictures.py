"""Tells a credit, and a caption that ends with one, by their words; knows nothing of their place.

“Photo: iFixit”, “© AP/dpa | Richard Drew”, “Fabrizio Bensch/REUTERS” are credits; “… by the hall
(AP Photo/Marco Ugarte)”, “… im Rathaus. Foto: dpa”, “… / AFP” are captions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressrun.readers.plain.lexicon import Lexicon

LONGEST_CREDIT = 90
MOST_CREDIT_WORDS = 12
MOST_NAMED_WORDS = 8
LONGEST_CAPTION = 600
# How far from the end of a caption the label of its credit may stand.
CREDIT_AT_END = 80
COPYRIGHT = re.compile("\u00a9\\s*\\S")
YEAR = re.compile(r"\d{4}")
BRACKETED = re.compile(r"[(\[]([^()\[\]]{2,100})[)\]]\.?$")
# “The postman knows every door. | OUEST-FRANCE”
BARRED = re.compile(r"[.!?\u2026\u00bb\u201d]\s\|\s[^|.]{2,40}$")
# “本棚＝高橋直人撮影”, “国旗＝ＡＰ”
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff][\uff1d=][^\uff1d=\u3002]{1,20}$")
# “REUTERS/Nadia Haddar”.
NAME_AFTER = re.compile(r"\s?/\s?[^\W\d][\w .'\u2019-]{2,40}")
# “P. Stonkus / LRT nuotr.”
LABEL_AT_END = re.compile(r"/[^/.]{0,30}\s(\w{2,8})\.$")
SIGNS_BEFORE_AGENCY = ("/", "|", "\uff1d", "=")


def is_credit(text: str, words: Lexicon) -> bool:
    """Tell whether the whole line says whose picture it is."""
    if len(text) > LONGEST_CREDIT or len(text.split()) > MOST_CREDIT_WORDS:
        return False
    if COPYRIGHT.match(text) and not YEAR.search(text):
        return True
    return _labelled(text, words) or _names_agency(text, words)


def ends_with_credit(text: str, words: Lexicon) -> bool:
    """Tell whether the line describes a picture and says at its end whose it is."""
    if len(text) > LONGEST_CAPTION:
        return False
    label = words.caption.match(text)
    if label and text[label.end() :].startswith(":"):
        return True
    if BARRED.search(text) or JAPANESE.search(text):
        return True
    return (
        _in_brackets(text, words)
        or COPYRIGHT.search(text, 3) is not None
        or _after_label(text, words)
        or _after_sign(text, words)
    )


def _labelled(text: str, words: Lexicon) -> bool:
    """Tell “Photo: iFixit”, “Foto von Jana Vogt”."""
    text = text.strip("()[] ")
    label = words.credit.match(text)
    if label is None or label.end() == len(text):
        return False
    if text[label.end()] in ":\uff1a|/\u00a9":
        return True
    by = label[0].split()[-1].casefold()
    return " " in label[0].strip() and (words.by.fullmatch(by) is not None or by == "of")


def _names_agency(text: str, words: Lexicon) -> bool:
    """Tell “Getty Images”, “Fabrizio Bensch/REUTERS”, “(Robert F. Bukaty / AP)”."""
    parts = re.split("[/|\u2013]", text.strip("()[] "))
    known = words.agency.fullmatch(parts[-1].strip())
    of_a_picture = len(parts) > 1 or "Getty" in text or text.startswith("(")
    described = words.picture.search(text, 1)
    few = len(text.split()) <= MOST_NAMED_WORDS
    return bool(known) and of_a_picture and few and not described


def _in_brackets(text: str, words: Lexicon) -> bool:
    bracket = BRACKETED.search(text)
    if bracket is None or not bracket.start():
        return False
    inside = bracket[1]
    return bool(words.agency.search(inside) or words.credit.match(inside))


def _after_label(text: str, words: Lexicon) -> bool:
    if words.picture.search(text, max(1, len(text) - CREDIT_AT_END)):
        return True
    last = LABEL_AT_END.search(text)
    return last is not None and words.credit.fullmatch(last[1]) is not None


def _after_sign(text: str, words: Lexicon) -> bool:
    """Tell “… / AFP” and “… in New York.Reuters”."""
    for match in words.agency.finditer(text, max(0, len(text) - CREDIT_AT_END)):
        if NAME_AFTER.fullmatch(text, match.end()):
            return True
        if match.end() >= len(text.rstrip(" .)")):
            before = text[: match.start()]
            return before.endswith(".") or before.rstrip().endswith(SIGNS_BEFORE_AGENCY)
    return False
