"""Judge what became of a case: what it said, what lies in its folder, who was called, who heard."""

from __future__ import annotations

import re
import socket
import threading
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from tests.core.picture_files import raster
from tests.hostile.cases import CANARY
from tests.inspectors.epub import Epub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hostile.cases import Case

OLD = {"case.epub": b"an earlier book", "case.pdf": b"an earlier print"}
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Nobody sees them, and typography or layout may set them between letters.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(slots=True)
class Listener:
    """A server on this machine that counts who connects."""

    calls: int = 0
    _server: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    @property
    def address(self) -> str:
        """Give the address that the cases name."""
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def _listen(self) -> None:
        while True:
            try:
                self._server.accept()[0].close()
            except OSError:
                return
            self.calls += 1


def lay_out(case: Case, folder: Path, listener: str) -> Path:
    """Write a case with a secret beside it and earlier editions in `dist`; return its source."""
    outside = folder / "outside"
    outside.mkdir(parents=True)
    (outside / "secret.png").write_bytes(raster() + CANARY.encode())
    for name in ("secret.txt", "secret.md", "secret.html"):
        (outside / name).write_text(f"{CANARY}\n", encoding="utf-8")
    (folder / "dist").mkdir()
    for name, data in OLD.items():
        (folder / "dist" / name).write_bytes(data)
    (folder / "case").mkdir()
    return case.lay(folder / "case", listener)


def faults(case: Case, code: int, said: str, folder: Path) -> Iterator[str]:
    """Yield what is wrong with what became of a case that was built into `folder`/dist."""
    if "Traceback" in said:
        yield "a traceback was shown"
    if _CONTROLS.search(said):
        yield "a message has signs that move the cursor, or turn words round"
    if code != (1 if case.fault is not None else 0):
        yield f"it ended with {code}"
    elif case.fault is None:
        yield from _faults_of_editions(case, folder / "dist")
    else:
        yield from _faults_of_message(case, said)
        yield from _changes(folder / "dist")
    yield from _leaks(folder)


def _faults_of_message(case: Case, said: str) -> Iterator[str]:
    message, _, rest = said.partition("\n")
    if f"/case/{case.place}".rstrip("/") + ":" not in message:
        yield f"the message does not begin with “{case.place}”"
    if not re.search(case.fault or "", message):
        yield f"the message does not say “{case.fault}”"
    if "hint: " not in rest:
        yield "the message names no remedy"


def _changes(dist: Path) -> Iterator[str]:
    there = {path.name: path.read_bytes() for path in dist.iterdir()}
    if there != OLD:
        yield f"dist/ holds {sorted(there)}, not what it held before"


def _faults_of_editions(case: Case, dist: Path) -> Iterator[str]:
    made = [path for path in dist.iterdir() if OLD.get(path.name) != path.read_bytes()]
    if strange := [path.name for path in made if path.suffix not in {".epub", ".pdf"}]:
        yield f"dist/ holds {strange} besides"
    for path in made:
        words = _words_of_epub(path) if path.suffix == ".epub" else _words_of_pdf(path)
        yield from (f"{path.suffix} lost “{needle}”" for needle in case.needles
                    if _bare(needle) not in words)  # fmt: skip
    if not any(path.suffix == ".epub" for path in made):
        yield "there is no EPUB"


def _words_of_epub(path: Path) -> str:
    with Epub(path) as epub:
        return _bare(" ".join(epub.words))


def _words_of_pdf(path: Path) -> str:
    from tests.inspectors.pdf import Pdf  # noqa: PLC0415 - an EPUB alone needs none of it

    with TemporaryDirectory() as folder:  # pikepdf opens no name that is not UTF-8
        plain = Path(folder, "judged.pdf")
        plain.write_bytes(path.read_bytes())
        return _bare(" ".join(Pdf(plain).words()))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).replace("-", "")
    return "".join(plain.split()).casefold()


def _leaks(folder: Path) -> Iterator[str]:
    for path in (folder / "dist").iterdir():
        if path.name.startswith("."):
            yield f"{path.name} was left behind"
        if CANARY.encode() in path.read_bytes():
            yield f"{path.name} holds what lies outside"
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if any(CANARY.encode() in archive.read(name) for name in archive.namelist()):
                    yield f"{path.name} holds what lies outside"
    if any("made" in path.name for path in folder.rglob("*") if path.name == "made"):
        yield "something was run"
