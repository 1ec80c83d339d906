"""Keep the proof of a publication up to date while its files change, and tell who listens.

Knows the time of things, and neither what is in a publication nor how it is served. All that costs
time is done in one thread, one thing after another; what a later change has overtaken is given up.
"""

from __future__ import annotations

import asyncio
import json
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any

from watchfiles import DefaultFilter, awatch

from pressrun.errors import PressError
from pressrun.lint import faults
from pressrun.preview import proofing
from pressrun.preview.plates import Plates
from pressrun.preview.proof import Proof, outline, owners, places, short_name, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from pressrun.building import Order
    from pressrun.preflight.finding import Finding
    from pressrun.preview.proofing import Proofreader
    from pressrun.progress import Tell

_STEP, _GATHER = 30, 300  # milliseconds without a change, and at most, until one is looked at
_SELDOM = 0.2  # seconds between two words of progress
_GRACE = 0.4  # seconds in which pages are asked for that changed


class _Overtaken(Exception):  # noqa: N818 - no error
    """What is being made is wanted no more."""


class Desk:
    """A publication as it is now, or as it was when it was last sound."""

    def __init__(
        self, order: Order, reader: Proofreader, tell: Callable[[], Any], *besides: Path
    ) -> None:
        """Begin with nothing; `tell` gives, for each proof, who hears how far it is.

        Folders `besides` are watched as the sources are.
        """
        self._besides = besides
        self.order = order
        self._reader = reader
        self._tell = tell
        self._press = ThreadPoolExecutor(1, "press")
        self._camera = ThreadPoolExecutor(1, "camera")
        self._changed: set[Path] = set()
        self._plates = Plates()
        self._listeners: set[asyncio.Queue[str | None]] = set()
        self._stale = asyncio.Event()
        self._turn = 0
        self._spoke = 0.0
        self._documents: dict[tuple[int, str], str | None] = {}
        self.proof: Proof | None = None
        self._keys: list[str] = []
        self._judged: list[dict[str, Any]] = []
        self._state: dict[str, Any] = {"state": "working", "remarks": [], "proof": None}

    async def keep(self) -> None:
        """Make proofs for as long as this is wanted: one now, and one after each change."""
        self._stale.set()
        await asyncio.gather(self._watch(), self._work())

    def close(self) -> None:
        """Give up what is being made, and have nobody listen any more."""
        self._turn += 1
        for queue in self._listeners:
            queue.put_nowait(None)
        for each in (self._press, self._camera):
            each.shutdown(wait=False, cancel_futures=True)

    async def listen(self) -> AsyncIterator[str]:
        """Yield the state of the desk, and each that follows, as JSON."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield json.dumps(self._state)
            while (said := await queue.get()) is not None:
                yield said
        finally:
            self._listeners.discard(queue)

    async def document(self, name: str) -> str | None:
        """Return a document of the EPUB."""
        proof = self.proof
        if proof is None:
            return None
        key = proof.number, name
        if key not in self._documents:
            made = await asyncio.to_thread(proofing.document, proof, name)
            kept = {k: v for k, v in self._documents.items() if k[0] == proof.number}
            self._documents = {**kept, key: made}
        return self._documents[key]

    async def places(self, name: str) -> dict[str, Any] | None:
        """Return what joins a document to manuscript and pages."""
        proof, document = self.proof, await self.document(name)
        if proof is None or document is None:
            return None
        found = await asyncio.to_thread(places, proof, name, document)
        article = proof.article(name)
        file = short_name(article.path, self.order.sources) if article else None
        return {"proof": proof.number, "file": file, **found}

    async def resource(self, name: str) -> tuple[str, bytes] | None:
        """Return a sheet or a picture of the EPUB."""
        if self.proof is None:
            return None
        return await asyncio.to_thread(proofing.resource, self.proof, name)

    async def plate(self, key: str) -> bytes | None:
        """Return the picture of a page, None for one that is there no more."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._camera, self._plate, key)

    def _plate(self, key: str) -> bytes | None:
        proof = self.proof
        if proof is None or proof.run is None or proof.laid is None or key not in self._keys:
            return self._plates.found(key)
        run, laid = proof.run, proof.laid
        index = self._keys.index(key)
        number = proof.part_of_page(index)
        place = index - (laid.starts[number] - 1)
        return self._plates.take(key, lambda: run.proof(laid, number).result(), place)

    async def _watch(self) -> None:
        paths = {source if source.is_dir() else source.parent for source in self.order.sources}
        async for changes in awatch(
            *paths,
            *self._besides,
            watch_filter=DefaultFilter(),
            debounce=_GATHER,
            step=_STEP,
            raise_interrupt=False,
        ):
            self._changed |= {Path(name) for _, name in changes}
            self._turn += 1
            self._stale.set()

    async def _work(self) -> None:
        while True:
            await self._stale.wait()
            self._stale.clear()
            changed, self._changed = self._changed, set()
            self._say({**self._state, "state": "working"})
            try:
                await self._renew(self._turn, changed)
                await self._judge(self._turn)
            except _Overtaken:
                self._changed |= changed

    async def _renew(self, turn: int, changed: set[Path]) -> None:
        """Make what is to be seen now, and show each proof as it is made."""
        loop, begun, took = asyncio.get_running_loop(), perf_counter(), 0.0
        with self._telling(loop, turn) as tell:
            proofs = self._reader.proofs(tell, self._manuscript(changed))
            while True:
                made = await loop.run_in_executor(self._press, self._proof, proofs)
                if made is None:
                    return
                if not isinstance(made, Proof):
                    self._fail(made)
                    return
                keys = [*self._plates.keys(made.laid)] if made.laid else []
                took = took or perf_counter() - begun if made.laid else 0.0
                self._show(made, keys, took)
                await asyncio.sleep(_GRACE if made.laid else 0)
                if turn != self._turn:
                    raise _Overtaken

    def _manuscript(self, changed: set[Path]) -> Path | None:
        """Return the manuscript that alone changed, as the publication calls it."""
        articles = self.proof.publication.articles if self.proof else ()
        here = {article.path.resolve(): article.path for article in articles}
        return here.get(changed.copy().pop().resolve()) if len(changed) == 1 else None

    def _proof(self, proofs: Iterator[Proof]) -> Proof | Sequence[Finding] | None:
        """Return the next proof, what stops it, or None when there is none."""
        try:
            return next(proofs, None)
        except PressError as error:
            return faults(error)
        except _Overtaken:
            raise
        except Exception as error:  # noqa: BLE001 - the desk stays, and the bug is told
            traceback.print_exc()
            return faults(PressError(f"Pressrun itself is at fault: {error!r}"))

    async def _judge(self, turn: int) -> None:
        """Look through the manuscripts when the pages that changed have been seen."""
        proof = self.proof
        if proof is None or self._state["state"] == "failed":
            return
        found = await asyncio.to_thread(proofing.findings, proof, self.order.page_size)
        if turn == self._turn:
            own = self._told(proof.findings)
            self._judged = [remark for remark in self._told(found) if remark not in own]
            self._say({**self._state, "remarks": [*own, *self._judged]})

    @contextmanager
    def _telling(self, loop: asyncio.AbstractEventLoop, turn: int) -> Iterator[Tell]:
        """Let a terminal and the listeners hear how far it is; stop where it was overtaken."""
        with self._tell() as terminal:

            def tell(step: str, done: int = 0, total: int = 0, /) -> None:
                if turn != self._turn:
                    raise _Overtaken
                terminal.step(step, done, total)
                if monotonic() - self._spoke > _SELDOM:
                    self._spoke = monotonic()
                    said = {"state": "working", "step": step, "done": done, "total": total}
                    loop.call_soon_threadsafe(self._say, {**self._state, **said})

            yield tell

    def _show(self, proof: Proof, keys: list[str], took: float) -> None:
        self.proof, self._keys = proof, keys
        size = proof.laid and _size(proof)
        self._say(
            {
                "state": "ready" if proof.number > 1 else "working",
                "took": round(took, 3),
                "remarks": [*self._told(proof.findings), *self._judged],
                "proof": {
                    "number": proof.number,
                    "title": proof.publication.title,
                    "language": proof.publication.language,
                    "direction": proof.publication.pages_run,
                    "outline": outline(proof),
                    "size": size,
                    "pages": [
                        {"key": key, "name": name}
                        for key, name in zip(keys, owners(proof), strict=True)
                    ],
                },
            }
        )

    def _fail(self, findings: Sequence[Finding]) -> None:
        self._say({**self._state, "state": "failed", "remarks": self._told(findings)})

    def _told(self, findings: Sequence[Finding]) -> list[dict[str, Any]]:
        return [told(finding, self.proof, self.order.sources) for finding in findings]

    def _say(self, state: dict[str, Any]) -> None:
        kept = ("state", "took", "remarks", "proof")
        self._state = {key: state[key] for key in kept if key in state}
        said = json.dumps(state)
        for queue in self._listeners:
            queue.put_nowait(said)


def _size(proof: Proof) -> list[float]:
    assert proof.laid  # noqa: S101 - who has pages has a layout
    return [*proof.laid.furniture[0].drawing.pages[0].size]
