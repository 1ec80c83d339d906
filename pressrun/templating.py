"""Render templates; knows Jinja and where the templates are, not what becomes of the text.

Autoescaping is on for every file, since `select_autoescape` leaves out xhtml, opf and ncx; a name
that is not there is an error.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


def resource(folder: str) -> Path:
    """Return a folder of our own files: beside the package in a clone, inside it when installed."""
    package = Path(__file__).parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder


def render(template: str, **context: Any) -> Markup:  # noqa: ANN401 - a template takes what it takes
    """Render the template of that name; the result is trusted."""
    return Markup(_environment().get_template(template).render(**context))  # noqa: S704 - autoescaped


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
