"""What is read through the tags has its spaces: by poppler, and by who looks at no place at all."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pressrun.building import Order, build
from tests.inspectors.pdf_objects import objects
from tests.inspectors.pdf_stream import said_by_content
from tests.inspectors.rejoin import SOFT

if TYPE_CHECKING:
    from pathlib import Path

MANUSCRIPT = """# Spaces

Here *one* **two** `three` *four*.

```rust
fn main() {
    let x = 5;
}
```
"""
WORDS = {
    "en": "The keeper’s *lamp* was lit at four—so the book says—by **somebody** else’s worn hand",
    "de": "Die Gezeitentafel hängt, wie *jeder* weiß, seit Jahren unbeachtet im Treppenhaus",
    "fr": "La mer tient ses comptes et *personne* ne les lit à haute voix, ni n’y pense jamais",
    "ru": "Смотритель *маяка* зажёг огонь в четыре часа, как записано в толстом и потёртом журнале",
    "el": "Ο φύλακας του *φάρου* άναψε το φως στις τέσσερις, όπως γράφει το παλιό ημερολόγιο",
    "hi": "समुद्र अपना *हिसाब* स्वयं रखता है और उसे कोई ऊँचे स्वर में नहीं पढ़ता है",
    "he": "הים מנהל חשבון *משלו* ואיש אינו קורא אותו בקול, כך אמר NATO spokesman ביום שלישי",
    "ar": "للبحر حساباته *الخاصة* ولا أحد يقرؤها بصوت عال، كما قال NATO spokesman يوم الثلاثاء",
    "ja": "海には海の帳簿があり、誰もそれを声に出して読むことはない。灯台守は四時に灯をともした",
    "th": "ทะเลมีบัญชีของตัวเอง และไม่มีใครอ่านออกเสียง ผู้ดูแลประภาคารจุดไฟตอนสี่โมง",
}
TIMES = 6
# Stored as they stand on the line, which who reads them turns round.
LEFTWARDS = {"he", "ar"}


def test_spaces_alone_between_phrases_and_before_code_are_in_the_tags(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MANUSCRIPT, encoding="utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    (path,) = build(order).paths
    command = ["pdfinfo", "-struct-text", str(path)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    text = "".join(re.findall(r'"(.*)"', told))
    assert "Here one two three four." in text
    assert "fn main() {    let x = 5;}" in text


def said_in(folder: Path, name: str, text: str) -> list[str]:
    """Build an article and give what its paragraphs say."""
    manuscript = folder / f"{name}.md"
    manuscript.write_text(f"---\ntitle: T\nlang: {name}\n---\n\n{text}\n", encoding="utf-8")
    order = Order(sources=(manuscript,), output=folder / "out", formats=("pdf",))
    (pdf,) = build(order).paths
    said = said_by_content(pdf)
    tags = [tag for root in objects(pdf).structure for tag in root.walk()]
    found = ["".join(said.get(c, "") for c in tag.contents()) for tag in tags if tag.role == "P"]
    return [each.replace(SOFT, "") for each in found]


@pytest.mark.parametrize("language", WORDS)
def test_words_are_parted_as_in_the_manuscript(language: str, tmp_path: Path) -> None:
    sentence = WORDS[language]
    between = "" if language == "ja" else " "
    text = between.join(f"{sentence}{'。' if language == 'ja' else '.'}" for _ in range(TIMES))
    said = said_in(tmp_path, language, text)
    plain = text.replace("*", "")
    if language in LEFTWARDS:
        assert Counter(plain) in map(Counter, said)
    else:
        assert plain in said
