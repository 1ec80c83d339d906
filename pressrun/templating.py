"""Render templates; knows Jinja, not what becomes of the text.

Autoescaping is on for every file, since `select_autoescape` leaves out xhtml, opf and ncx; a name
that is not there is an error. Since a template may be somebody else's, all run in a sandbox: they
reach what they are given, call nothing but the methods of plain values, and chance is taken away.
"""

from __future__ import annotations

import datetime
import re
import traceback
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from types import BuiltinMethodType, MethodType
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    FileSystemBytecodeCache,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from lxml import etree
from markupsafe import Markup

from pressrun import fonts, installed, resources
from pressrun.errors import Complaints, PressError, TemplateError
from pressrun.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jinja2 import Environment

    from pressrun.model import Sheet
    from pressrun.resources import Overrides

_FOLDER = "templates/"
# Whose methods a template may call.
_PLAIN = (
    str, int, float, tuple, list, dict, frozenset, datetime.date,
    BlockReference, Cycler, Joiner, LoopContext,
)  # fmt: skip
_CALLABLE = (BlockReference, Joiner, LoopContext, Macro, StrictUndefined)  # the last says so
_MAKERS = (range, dict, Cycler, Joiner, Namespace)
_CHANCE = "lipsum", "random"
# Elements of any vocabulary may stand in a partial.
_SHELL = '<x xmlns:epub="http://www.idpf.org/2007/ops">{}</x>'
_PROLOGUE = re.compile(r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^>]*>)?", re.IGNORECASE)


def render(template: str, **context: Any) -> Markup:  # noqa: ANN401 - a template takes what it takes
    """Render the template of that name; the result is trusted.

    Raises TemplateError where one that stands in for ours is at fault, with its line.
    """
    overrides = resources.overrides()
    try:
        text = environment(overrides).get_template(template).render(**context)
    except Exception as error:
        if fault := _fault(error, overrides, sorted(context)):
            raise fault from None
        raise
    if overrides.files:
        _refuse_ill_formed(text, template, overrides)
    return Markup(text)  # noqa: S704 - autoescaped


def refuse_faulty(overrides: Overrides) -> None:
    """Raise Complaints for all that can be seen of templates before they are rendered.

    That is: what is no Jinja, a template that is not there, one that nothing uses, and templates
    that include one another in a circle.
    """
    errors: list[PressError] = []
    uses: dict[str, list[tuple[str, int]]] = {}
    for name, sheet in _templates(overrides):
        try:
            uses[name] = list(_uses(sheet.text, overrides))
        except TemplateSyntaxError as error:
            errors.append(_no_template(error, sheet))
    for name, sheet in _templates(overrides):
        missing = (used for used in uses.get(name, ()) if not _is_there(used[0], overrides))
        errors += [_missing(used, sheet, line, overrides) for used, line in missing]
        if not (errors or _is_used(name, uses)):
            hint = resources.nearest(_FOLDER + name)
            errors.append(TemplateError("no template uses this", path=sheet.path, hint=hint))
    if not errors:
        errors += _circles(uses, overrides)
    if errors:
        raise Complaints(errors)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Lets templates call what makes text of text."""

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401 - Jinja's own signature
        """Tell whether a template may call this: no method of a path, for one."""
        if isinstance(obj, MethodType | BuiltinMethodType):
            return isinstance(obj.__self__, _PLAIN) and bool(super().is_safe_callable(obj))
        wrapped = getattr(obj, "__wrapped__", None)  # str.format, as the sandbox has it
        made = isinstance(obj, type) and obj in _MAKERS
        return made or isinstance(obj, _CALLABLE) or isinstance(wrapped, BuiltinMethodType)


class _Loader(BaseLoader):
    """Hands out our templates, and what stands in for them."""

    def __init__(self, overrides: Overrides) -> None:
        self._overrides = overrides

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return text, file name, and that it is up to date."""
        name = _FOLDER + template
        own = self._overrides.named(name)
        if own is None and name not in resources.names():
            raise TemplateNotFound(template)
        text = own.text if own else resources.original(name).decode()
        return text, str(own.path if own else name), lambda: bool(environment)


@lru_cache(maxsize=2)
def environment(overrides: Overrides) -> Environment:
    """Return what renders our templates, some of them overridden."""
    made = _Sandbox(
        loader=_Loader(overrides),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=FileSystemBytecodeCache(str(_translations())),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in _CHANCE:
        made.globals.pop(name, None)
        made.filters.pop(name, None)
    return made


def _translations() -> Path:
    """Return where templates are kept as Python's own bytecode, for this Jinja: set up once.

    Jinja tells by a template's text whether it is the one that was translated.
    """
    folder = fonts.cache_folder() / f"templates-{installed.version('jinja2')}"
    folder.mkdir(exist_ok=True)
    return folder


def _templates(overrides: Overrides) -> Iterator[tuple[str, Sheet]]:
    for name, sheet in overrides.files:
        if name.startswith(_FOLDER):
            yield name.removeprefix(_FOLDER), sheet


def _is_there(name: str, overrides: Overrides) -> bool:
    full = _FOLDER + name
    return full in resources.names() or overrides.named(full) is not None


def _uses(text: str, overrides: Overrides) -> Iterator[tuple[str, int]]:
    """Yield the templates that one names outright, and the line on which it does."""
    tree = environment(overrides).parse(text)
    for name in meta.find_referenced_templates(tree):
        if name is not None:
            lines = text.split("\n")
            yield name, next((n for n, line in enumerate(lines, start=1) if name in line), 1)


def _is_used(name: str, uses: dict[str, list[tuple[str, int]]]) -> bool:
    if _FOLDER + name in resources.names():
        return True
    return any(used == name for user, found in uses.items() if user != name for used, _ in found)


def _circles(
    uses: dict[str, list[tuple[str, int]]], overrides: Overrides
) -> Iterator[TemplateError]:
    whole = dict(uses)
    for full in resources.names():
        name = full.removeprefix(_FOLDER)
        if full.startswith(_FOLDER) and name not in uses:
            whole[name] = list(_uses(resources.original(full).decode(), overrides))
    graph = {name: {used for used, _ in found} for name, found in whole.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))  # each uses the next
        first = next(n for n, name in enumerate(circle) if name in uses)
        circle = [*circle[first:-1], *circle[: first + 1]] if first else circle
        sheet = overrides.named(_FOLDER + circle[0])
        line = next(line for used, line in uses[circle[0]] if used == circle[1])
        yield TemplateError(
            f"templates that include one another: {' → '.join(circle)}",
            path=sheet.path if sheet else None, line=line, hint="take one of them out",
        )  # fmt: skip


def _missing(name: str, sheet: Sheet, line: int | None, overrides: Overrides) -> TemplateError:
    known = {n.removeprefix(_FOLDER) for n in resources.names() if n.startswith(_FOLDER)}
    known |= {n for n, _ in _templates(overrides)}
    hint = did_you_mean(name, known) or f"put it into {_FOLDER}"
    return TemplateError(f"there is no template “{name}”", path=sheet.path, line=line, hint=hint)


def _no_template(error: TemplateSyntaxError, sheet: Sheet) -> TemplateError:
    message = (error.message or "this is no template").rstrip(".")
    hint = "Jinja’s own words; see https://jinja.palletsprojects.com/templates"
    return TemplateError(message, path=sheet.path, line=error.lineno, hint=hint)


def _fault(error: Exception, overrides: Overrides, given: list[str]) -> TemplateError | None:
    """Say what is wrong with a template that is not ours; None where something else is."""
    own = {str(sheet.path): sheet for _, sheet in _templates(overrides)}
    frames = [
        (own[frame.f_code.co_filename], line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in own
    ]
    if isinstance(error, PressError) or not frames:
        return None
    sheet, line = frames[-1]
    if isinstance(error, TemplateSyntaxError):
        return _no_template(error, sheet)
    if isinstance(error, TemplateNotFound):
        return _missing(str(error.name), sheet, line, overrides)
    if isinstance(error, RecursionError):
        message, hint = "this calls itself without an end", "let it end somewhere"
    elif isinstance(error, SecurityError):
        message, hint = str(error), "a template may loop, test, include and call methods of text"
    else:
        message = str(error)
        slip = re.match(r"'(\w+)' is undefined", message)
        meant = did_you_mean(slip[1], given) if slip else None
        hint = meant or f"it is given {', '.join(given)}"
    return TemplateError(message, path=sheet.path, line=line, hint=hint)


def _refuse_ill_formed(text: str, template: str, overrides: Overrides) -> None:
    """Raise TemplateError for a page that would open in no e-reader."""
    page = _PROLOGUE.sub("", text)
    try:
        etree.fromstring(_SHELL.format(page), etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        line = page.split("\n")[(error.lineno or 1) - 1].strip()
        path, number = _place_of(line, template, overrides)
        raise TemplateError(
            f"the page is not well formed: {(error.msg or '').split(', line')[0]}: “{line[:80]}”",
            path=path, line=number, hint="close each element, and write &#160; for &nbsp;",
        ) from None  # fmt: skip


def _place_of(line: str, template: str, overrides: Overrides) -> tuple[Path | None, int | None]:
    """Find a rendered line in the templates that are not ours, where it stands there as it is."""
    for _, sheet in _templates(overrides):
        lines = [text.strip() for text in sheet.text.split("\n")]
        if line and lines.count(line) == 1:
            return sheet.path, lines.index(line) + 1
    own = overrides.named(_FOLDER + template)
    return (own or next(_templates(overrides))[1]).path, None
