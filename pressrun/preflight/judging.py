"""Run the validators that this machine has, and keep what they found; judge nothing itself.

What a validator said of the same bytes is not asked again, while validator and press are the same.
"""

from __future__ import annotations

import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pressrun.cache import Cache, key_of
from pressrun.errors import MachineError, PreflightError
from pressrun.inventory import makers
from pressrun.preflight.ace import Ace
from pressrun.preflight.epubcheck import EpubCheck
from pressrun.preflight.finding import NO_CLAIM, Finding, JudgesPdf, Validator
from pressrun.preflight.page_validation import PageValidation
from pressrun.preflight.qpdf import Qpdf
from pressrun.preflight.structure import Structure
from pressrun.preflight.verapdf import VeraPdf
from pressrun.progress import silence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressrun.progress import Tell

STRUCTURE = Structure()
VALIDATORS: tuple[Validator, ...] = (
    STRUCTURE,
    EpubCheck(),
    Ace(),
    VeraPdf(),
    PageValidation(),
    Qpdf(),
)
# What holds together may still break every standard: these alone let nothing pass.
GROUNDWORK = frozenset({Structure.name, Qpdf.name})
VERDICTS = Cache(name="verdicts", most=50_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one validator made of one file; `absence` or `breakdown` says why it made nothing."""

    validator: str
    path: Path
    findings: tuple[Finding, ...] = ()
    absence: str | None = None
    breakdown: MachineError | None = None

    @property
    def result(self) -> str:
        """Say it in the table's one word."""
        if self.absence or self.breakdown:
            return "not run" if self.absence else "BROKE DOWN"
        if any(finding.number == NO_CLAIM for finding in self.findings):
            return "no claim"
        return "FAILED" if any(finding.failing for finding in self.findings) else "passed"


def findings_in(path: Path, *, quick: bool, tell: Tell = silence) -> tuple[Finding, ...]:
    """Return what the validators at hand find in one file; `quick` leaves out Java and browser.

    They run side by side, each as soon as those before it let go of Python's lock; `tell` hears
    whose answer is waited for. Nothing is said of validators that are missing.
    """
    chosen = _chosen(path, quick=quick)
    findings: list[Finding] = []
    with ThreadPoolExecutor(max_workers=len(VALIDATORS)) as pool:
        found = [
            pool.submit(each.begin(path) if quick else partial(_findings, path, each))
            for each in chosen
        ]
        for number, future in enumerate(found, start=1):
            tell("checking", number, len(chosen))
            findings += future.result()
    return tuple(findings)


def demand_sound(
    name: str, data: bytes, tell: Tell = silence, *, quick: bool, remembering: bool = True
) -> None:
    """Raise PreflightError for a file that must not be released; what else is as above.

    Who is not `remembering` that, or what was judged before, is quicker for a file by itself.
    """
    with TemporaryDirectory(prefix="pressrun-") as folder:
        # Not every validator takes a name that is not in UTF-8, nor every locale one that is.
        draft = Path(name).name.encode("ascii", "replace").decode().replace("?", "-")
        path = Path(folder) / draft[-80:]
        findings = _found(path, data, tell, quick=quick, remembering=remembering)
        if found := [finding for finding in findings if finding.failing]:
            message = "; ".join(f"{f.number} {f.message}" for f in found[:5])
            raise PreflightError(f"preflight found: {message}", path=name)


def _found(
    path: Path, data: bytes, tell: Tell, *, quick: bool, remembering: bool
) -> tuple[Finding, ...]:
    """Return what is found in a file; of a PDF, quickly, in what has to be judged."""
    chosen = _chosen(path, quick=quick)
    if chosen == [STRUCTURE]:
        tell("checking", 1, 1)
        return STRUCTURE.findings(path, data)
    if not (quick and JudgesPdf().suits(path)):
        path.write_bytes(data)
        return findings_in(path, quick=quick, tell=tell)
    from pressrun.preflight.abridging import abridged, remember  # noqa: PLC0415 - it opens PDFs

    names = (f"{each.name} {each.version()}" for each in chosen)
    judged = abridged(data, (*names, makers()) if remembering else None)
    found: tuple[Finding, ...] = ()
    with ThreadPoolExecutor(max_workers=1) as pool:
        named = pool.submit(judged.named) if judged else None
        for copy in (judged.data, data) if judged and judged.data else (data,):
            path.write_bytes(copy)
            found = findings_in(path, quick=True, tell=tell)
            if not found:
                break
    if named and not found:
        remember(named.result())
    return found


def _chosen(path: Path, *, quick: bool) -> list[Validator]:
    return [
        validator
        for validator in VALIDATORS
        if validator.suits(path) and validator.quick >= quick and validator.lacks() is None
    ]


def verdicts_on(paths: Sequence[Path], tell: Tell = silence) -> Iterator[Verdict]:
    """Yield a verdict for each file and validator that suits it, in that order.

    They run side by side, as many as there are cores; `tell` hears how many have come to an end.
    """
    pairs = [(path, each) for path in paths for each in VALIDATORS if each.suits(path)]
    tell("checking", 0, len(pairs))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        verdicts = pool.map(lambda pair: _verdict(*pair), pairs)
        for number, verdict in enumerate(verdicts, start=1):
            tell("checking", number, len(pairs))
            yield verdict


def state_of_validators() -> Iterator[str]:
    """Yield what tells the validators of this machine from those of another, or of yesterday."""
    for validator in VALIDATORS:
        yield f"{validator.name} {validator.lacks() or validator.version()}"


def _verdict(path: Path, validator: Validator) -> Verdict:
    absence = validator.lacks()
    if absence:
        return Verdict(validator=validator.name, path=path, absence=absence)
    try:
        return Verdict(validator=validator.name, path=path, findings=_findings(path, validator))
    except MachineError as error:
        return Verdict(validator=validator.name, path=path, breakdown=error)


def _findings(path: Path, validator: Validator) -> tuple[Finding, ...]:
    """Return what the validator finds, or found in the same bytes under the same name."""
    said = (validator.name, validator.version(), path.name, makers())
    key = key_of([*(part.encode() for part in said), path.read_bytes()])
    if kept := VERDICTS.found(key):
        found: tuple[Finding, ...] = pickle.loads(kept)  # noqa: S301 - of our own making
        return tuple(replace(finding, path=path) for finding in found)
    found = validator.findings(path)
    VERDICTS.keep(key, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    return found
