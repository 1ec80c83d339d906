"""Keep what Python compiles while modules are imported, as it keeps the modules; and end at once.

Three hundred regular expressions and four hundred methods of data classes stand in the modules that
a build imports, and each process compiled them anew, a quarter of the time of a short command. What
comes of them depends on their text and the version of Python alone, so it is kept beside this
module’s bytecode, by the same rules: where Python has that elsewhere, or writes none, so it is with
this. See CPython, Lib/re/_compiler.py and Lib/dataclasses.py, and PEP 3147.
"""

from __future__ import annotations

import atexit
import dataclasses
import gc
import marshal
import os
import re
import sys
import threading
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from types import FrameType

    # A text, with flags if it is an expression; and what the engine of expressions is told of it,
    # in its order, or the code of a method, as Python writes it into a file.
    Kept = dict[tuple[str | bytes, int] | str, bytes]

_GARBAGE = 50_000  # objects more before it is looked for: a build leaves a thousand
_FORM = 1  # of what is kept
_LEAST = 5  # new texts that are worth a file: one or two are new in every run, made of sets
_MOST = 5_000  # texts: more are of versions that are no more
_NUMBERS = 2  # where an expression’s code is in what the engine is told


def hasten() -> None:
    """Let what this process imports compile nothing that another compiled before it."""
    gc.set_threshold(_GARBAGE)  # what is imported stays
    compiler = vars(re).get("_compiler")  # private, so another Python may have none
    if hasattr(compiler, "compile") and hasattr(compiler, "_sre"):
        _take_over_expressions(compiler, _keeper)
    dataclasses.exec = _keeper.execute  # type: ignore[attr-defined]  # before the built-in one
    _keeper.open()
    atexit.register(keep)


def keep() -> None:
    """Keep what was compiled until now; for a process that is not to live on to its own end."""
    if not sys.dont_write_bytecode:
        _keeper.write()


def leave(status: int) -> NoReturn:
    """End the process as `sys.exit` does, but take nothing apart that goes with it anyway."""
    if threading.active_count() > 1:  # it may have something to finish
        sys.exit(status)
    atexit._run_exitfuncs()  # noqa: SLF001 - it has no other name
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(status)  # which says what became of it
    os._exit(status)


class _Keeper:
    """Knows what was compiled before, and notes what is compiled now."""

    def __init__(self) -> None:
        self._file = f"{cache_from_source(__file__)}.startup"
        self._python = (_FORM, sys.version, MAGIC_NUMBER)
        self._kept: Kept = {}
        self._used: Kept = {}
        self._new = 0

    def open(self) -> None:
        """Know what earlier processes kept."""
        self._kept = self._read()

    def execute(self, text: str, *namespaces: Any) -> None:  # noqa: ANN401 - as `exec` has it
        """Do what a text says, as `exec` does."""
        code = self.recall(text)
        if code is None:
            code = compile(text, "<string>", "exec", dont_inherit=True)
            self.note(text, code)
        exec(code, *namespaces)  # noqa: S102 - in its place

    def recall(self, text: Any) -> Any:  # noqa: ANN401 - see Kept
        """Return what came of a text before; None if that is not kept."""
        made = self._kept.get(text)
        if made is None:
            return None
        self._used[text] = made
        return marshal.loads(made)  # noqa: S302 - as trusted as the bytecode that it lies beside

    def note(self, text: Any, made: Any) -> None:  # noqa: ANN401 - see Kept
        """Keep what comes of a text, if it stands in a module that is being imported."""
        if _imports(sys._getframe(1)):  # noqa: SLF001 - CPython has it
            self._used[text] = marshal.dumps(made)
            self._new += 1

    def write(self) -> None:
        """Keep what was new to this process, together with what others kept meanwhile."""
        if self._new < _LEAST:
            return
        self._new = 0
        kept = self._read() | self._used
        data = marshal.dumps((self._python, kept if len(kept) <= _MOST else self._used))
        fresh = f"{self._file}.{os.getpid()}"
        with suppress(OSError):  # bytecode need not be writable, either
            with open(fresh, "wb") as file:  # noqa: PTH123 - nothing is imported for this
                file.write(data)
            os.replace(fresh, self._file)  # noqa: PTH105 - as above

    def _read(self) -> Kept:
        with suppress(OSError, EOFError, TypeError, ValueError), open(self._file, "rb") as file:  # noqa: PTH123
            python, kept = marshal.load(file)  # noqa: S302 - as above
            if python == self._python:
                return kept  # type: ignore[no-any-return]
        return {}


_keeper = _Keeper()


def _take_over_expressions(compiler: Any, keeper: _Keeper) -> None:  # noqa: ANN401 - private
    """Let `re` ask the keeper first, and hear what it tells its engine otherwise."""
    compile_anew, engine = compiler.compile, compiler._sre  # noqa: SLF001
    heard: dict[re.Pattern[Any], tuple[Any, ...]] = {}

    def compiled(expression: Any, flags: int = 0) -> Any:  # noqa: ANN401 - as `re` has it
        if type(expression) not in {str, bytes}:  # parsed already, by a scanner
            return compile_anew(expression, flags)
        if told := keeper.recall((expression, flags)):
            return engine.compile(*told)
        pattern = compile_anew(expression, flags)
        if told := heard.pop(pattern, None):
            keeper.note((expression, flags), told)
        return pattern

    class Overheard:
        """The engine, with an ear to what it is told."""

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all that is not told
            return getattr(engine, name)

        def compile(self, *told: Any) -> Any:  # noqa: ANN401 - what `re` makes of an expression
            pattern = engine.compile(*told)
            plain = [int(number) for number in told[_NUMBERS]]  # some have names of their own
            heard[pattern] = (*told[:_NUMBERS], plain, *told[_NUMBERS + 1 :])
            return pattern

    compiler.compile, compiler._sre = compiled, Overheard()  # noqa: SLF001


def _imports(frame: FrameType | None) -> bool:
    """Say whether a module is being imported, and not somebody’s text read."""
    while frame:
        if frame.f_code.co_name == "<module>" and frame.f_globals["__name__"] != "__main__":
            return True
        frame = frame.f_back
    return False
