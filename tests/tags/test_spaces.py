"""What is read through the tags has its spaces, as poppler reads it."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from pressrun.building import Order, build

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


def test_spaces_alone_between_phrases_and_before_code_are_in_the_tags(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MANUSCRIPT, encoding="utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    (path,) = build(order).paths
    command = ["pdfinfo", "-struct-text", str(path)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    text = "".join(re.findall(r'"(.*)"', told))
    assert "Here one two three four." in text
    assert "fn main() {    let x = 5;}" in text
