"""Check manuscripts, the editions that they make, and finished files; publish nothing.

What the validators find in an edition is traced to the line of the manuscript. A check of sources
in which nothing changed is not done again.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pressrun import limits
from pressrun.cache import key_of
from pressrun.errors import MachineError, PreflightError, PressError, UsageError
from pressrun.inventory import files_below, makers
from pressrun.lint.registry import VALIDATOR
from pressrun.nearest import near_file
from pressrun.preflight.judging import (
    GROUNDWORK,
    VALIDATORS,
    VERDICTS,
    Verdict,
    state_of_validators,
    verdicts_on,
)
from pressrun.progress import silence
from pressrun.regular import read
from pressrun.resources import overrides

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pressrun.building import Made
    from pressrun.manuscript import Gathered
    from pressrun.progress import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to check: finished files, or what makes them, or both.

    `manuscripts_only` builds nothing. Findings whose number is to be `ignored` are left out.
    """

    paths: tuple[Path, ...]
    ignored: frozenset[str] = frozenset()
    manuscripts_only: bool = False
    incomplete: bool = False
    theme: str | None = None
    page_size: str | None = None
    jobs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found, by whom, in what."""

    verdicts: tuple[Verdict, ...]

    @property
    def exit_code(self) -> int:
        """Return 1 where something fails, else 0."""
        return int(any(verdict.result == "FAILED" for verdict in self.verdicts))

    def demand_judges(self) -> None:
        """Raise MachineError where a validator broke down, or where nobody judged a file."""
        for breakdown in filter(None, (verdict.breakdown for verdict in self.verdicts)):
            raise breakdown
        if self.exit_code:
            return
        for path in dict.fromkeys(verdict.path for verdict in self.verdicts):
            judges = [v for v in self.verdicts if v.path == path and v.validator not in GROUNDWORK]
            if all(judge.absence for judge in judges):
                message = "no validator that knows its standard could run on this file"
                hint = "the lines “not run” name what to install"
                raise MachineError(message, path=path, hint=hint)


def check(wanted: Wanted, tell: Tell = silence) -> Report:
    """Check what is wanted; `tell` hears of each step.

    Raises UsageError for a path that is not there or that nobody can check.
    """
    finished = [path for path in wanted.paths if _is_finished(path)]
    sources = [path for path in wanted.paths if path not in finished]
    for path in wanted.paths:
        if not path.exists():
            raise UsageError("there is no such file", path=path, hint=near_file(path))
    verdicts = [*(_of_sources(sources, wanted, tell) if sources else ())]
    verdicts += verdicts_on(finished, tell) if finished else ()
    return Report(verdicts=tuple(_without(wanted.ignored, verdicts)))


def _is_finished(path: Path) -> bool:
    return any(validator.suits(path) for validator in VALIDATORS) and not path.is_dir()


def _without(ignored: frozenset[str], verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    for verdict in verdicts:
        kept = tuple(f for f in verdict.findings if f.number not in ignored)
        yield replace(verdict, findings=kept)


def _of_sources(sources: Sequence[Path], wanted: Wanted, tell: Tell) -> tuple[Verdict, ...]:
    """Return the verdicts on manuscripts and on their editions, those of before where they hold."""
    key = _name(sources, wanted)
    if (kept := VERDICTS.found(key)) and (found := _still_true(kept)) is not None:
        return found
    from pressrun.lint import faults, lint  # noqa: PLC0415 - not for what was found before
    from pressrun.manuscript import gather  # noqa: PLC0415 - as above

    about = sources[0] if len(sources) == 1 else sources[0].parent
    try:
        gathered = gather(sources, incomplete=wanted.incomplete, theme=wanted.theme, tell=tell)
        tell("reading proofs")
        own = Verdict(validator=VALIDATOR, path=about, findings=lint(gathered, wanted.page_size))
    except PressError as error:
        if error.exit_code != 1:
            raise
        return (Verdict(validator=VALIDATOR, path=about, findings=faults(error)),)
    editions = not wanted.manuscripts_only
    verdicts = (own, *(_of_editions(gathered, sources, wanted, tell) if editions else ()))
    theme = gathered.publication.theme
    sheets = [theme.tokens.path, theme.rules.path] if theme else []
    states = _states([*sources, *gathered.files, *sheets])
    # A font may be there the next time, and a validator sound.
    passing = any(f.number == "PR-603" for f in own.findings) or any(v.breakdown for v in verdicts)
    if states and not passing:
        VERDICTS.keep(key, pickle.dumps((states, verdicts), pickle.HIGHEST_PROTOCOL))
        VERDICTS.tidy()
    return verdicts


def _of_editions(
    gathered: Gathered, sources: Sequence[Path], wanted: Wanted, tell: Tell
) -> tuple[Verdict, ...]:
    """Make the editions, let the validators judge them, and trace what they find."""
    from pressrun.checking.tracing import Tracer  # noqa: PLC0415 - as above
    from pressrun.lint import faults  # noqa: PLC0415 - as above

    made = _made(sources, wanted, tell)
    tracer = Tracer(gathered, made.files)
    verdicts: list[Verdict] = []
    with TemporaryDirectory(prefix="pressrun-") as folder:
        for name, data in made.files.items():
            path = Path(folder, Path(name).name)
            path.write_bytes(data)
            for verdict in verdicts_on([path], tell):
                findings = tuple(tracer.traced(f, name) for f in verdict.findings)
                verdicts.append(replace(verdict, path=Path(name), findings=findings))
    if made.shortfall:
        pdf = Path(f"{made.name}.pdf")
        findings = tuple(f for f in faults(made.shortfall) if f.number != "PR-603")
        verdicts.append(Verdict(validator=VALIDATOR, path=pdf, findings=findings))
    return tuple(verdicts)


def _made(sources: Sequence[Path], wanted: Wanted, tell: Tell) -> Made:
    """Return the editions, of an earlier build where they are the same; faulty ones, too."""
    from pressrun import building  # noqa: PLC0415 - as above

    order = building.Order(
        sources=tuple(sources), output=Path("dist"), theme=wanted.theme,
        page_size=wanted.page_size, incomplete=wanted.incomplete, jobs=wanted.jobs,
    )  # fmt: skip
    try:
        made = building.kept_or_made(order, tell)
    except PreflightError:
        return building.made(replace(order, judged=False), tell)
    if isinstance(made.shortfall, PreflightError):
        return building.made(replace(order, judged=False), tell)
    return made


def _name(sources: Sequence[Path], wanted: Wanted) -> str:
    """Name a check by all but what the sources hold."""
    said = (
        repr(replace(wanted, ignored=frozenset(), jobs=1)), str(Path.cwd()),
        os.environ.get("SOURCE_DATE_EPOCH", ""), repr(limits.current()),
        *map(str, sources), repr(overrides()), *state_of_validators(), makers(),
    )  # fmt: skip
    return key_of(part.encode("utf-8", "surrogateescape") for part in said)


def _states(paths: Iterable[Path]) -> tuple[tuple[str, str], ...] | None:
    """Return what tells files from what they were, and folders by all that lies below them.

    A folder of more than is worth the look has none.
    """
    states = []
    for path in dict.fromkeys(paths):
        if path.is_dir():
            below = files_below(path)
            if below is None:
                return None
            states.append((str(path), key_of(repr(state).encode() for state in below)))
        else:
            states.append((str(path), key_of([read(path)]) if path.exists() else ""))
    return tuple(states)


def _still_true(kept: bytes) -> tuple[Verdict, ...] | None:
    """Return the verdicts that were kept, None where a file is not what it was."""
    states: tuple[tuple[str, str], ...]
    verdicts: tuple[Verdict, ...]
    states, verdicts = pickle.loads(kept)  # noqa: S301 - of our own making
    try:
        now = _states(Path(path) for path, _ in states)
    except OSError:
        return None
    return verdicts if now == states else None
