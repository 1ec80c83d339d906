"""Hold the repository to its own rules: layers, sizes, names, templates, linters, CI.

What a linter can say is left to the linters, which run here too. The rules for style sheets have
tests of their own in test_stylesheets.py.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2 import meta, nodes

from pressrun.resources import Overrides
from pressrun.templating import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ROOT.glob("pressrun/**/*.py"))
}
# A module, or a package as one, may import what stands in the lines above it and nothing else.
# Those of one line may import one another; a circle has its own test.
LAYERS = """
startup
errors model nearest prevailing terminal
limits
progress sharing
interrupts regular swapping journal publishing compression extensions installed
dating filing accessibility signs typography wording fonts
archive cache kobo
resources
chapters
inventory
bibliography navigation templating
onix
imposition sheets attachments marks standards inks
markup
pictures
readers reading
summary
reading_order themes excerpts
gathering catalogue assembly naming manuscript importing schemas starting
singles
stylesheets epub_styles codes pages standing lending lettering cover embedding
overriding ejecting
documents
waiting structure fragments namespaces sequences soft_hyphens word_breaks tagging drawing joining
baseline balancing bidi columns hyphenation linebreaking line_numbers pagination tables furnishing
quick_boxes quick_glyphs quick_lines quick_styles quick_words quick_writing substitutes
page_numbers shortcuts letting_go layout serving press
workers
cluster
padding presswork print_edition epub_edition
preflight
lint
editions
jobbing each
verifying equipment
building
checking rehearsing
preview
rebuilding api
options
cli
__main__
"""
PLACES = {module: place for place, row in enumerate(LAYERS.split("\n")) for module in row.split()}
# Every other library is imported in one module.
IN_SEVERAL_MODULES = {
    "PIL": "the cover is drawn, in any script; pictures are looked at, coloured and recoded",
    "babel": "dates are read in one module and written in another",
    "lxml": "trees are what several modules are about",
    "markupsafe": "what is trusted has a type of its own",
    "pikepdf": "files are judged in one module, imposed in another, given files in a third",
    "pydyf": "pages are drawn in one module, joined in another, tagged in two more",
    "yaml": "front matter is read in one module and written in another",
}
VAGUE = re.compile(r"utils?$|helpers?$|managers?$|^_*(process|handle)_", re.IGNORECASE)
FONTS = {".eot", ".otf", ".ttc", ".ttf", ".woff", ".woff2"}
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
LARGEST_FILE = 400_000
LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
TEMPLATES = sorted(p.relative_to(ROOT / "templates") for p in ROOT.glob("templates/*/*.jinja"))


def tracked() -> list[Path]:
    """List the files that are in the repository or would be added to it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


PYTHON = [path for path in tracked() if path.suffix == ".py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> Iterator[str]:
    """Yield what a module imports, by full name, a name from a module with the module's."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports_of(module: str) -> set[str]:
    """Name the modules of ours that a module imports."""
    names = {name for name in imports_of(MODULES[module]) if name.startswith("pressrun")}
    # The package itself, which holds the version, is below everything.
    found = {name if name in MODULES else name.rpartition(".")[0] for name in names}
    return found - {"pressrun", module}


def layer_of(module: str) -> int:
    return PLACES[module.split(".")[1]]


def test_every_module_has_its_place_in_the_layers() -> None:
    assert {module.split(".")[1] for module in MODULES if "." in module} == set(PLACES)


def test_imports_flow_downwards_only() -> None:
    upwards = {
        (module, name)
        for module in MODULES
        if module != "pressrun"
        for name in own_imports_of(module)
        if name.split(".")[1] != module.split(".")[1] and layer_of(name) > layer_of(module)
    }
    assert upwards == set()


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {module: own_imports_of(module) for module in MODULES if module != "pressrun"}
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) == set(graph)


def test_each_library_is_imported_in_one_module() -> None:
    importers: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        for top in {name.split(".")[0] for name in imports_of(path)}:
            importers.setdefault(top, set()).add(module)
    ours = sys.stdlib_module_names | {"pressrun"}
    several = {top for top, modules in importers.items() if len(modules) > 1} - ours
    assert several == set(IN_SEVERAL_MODULES)


def definitions() -> Iterator[tuple[str, Definition]]:
    """Yield the place and the node of every function and class."""
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, Definition):
                yield f"{name_of(path)}:{node.lineno} {node.name}", node


def test_no_module_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in PYTHON}
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        place: (node.end_lineno or 0) - node.lineno + 1
        for place, node in definitions()
        if not isinstance(node, ast.ClassDef)
    }
    assert {place: n for place, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_no_name_is_vague() -> None:
    vague = [name_of(path) for path in PYTHON if VAGUE.search(path.stem)]
    assert vague + [place for place, node in definitions() if VAGUE.search(node.name)] == []


def test_the_repository_holds_no_font_and_no_large_file() -> None:
    files = [path for path in tracked() if path.name != "uv.lock"]
    assert [name_of(path) for path in files if path.suffix.lower() in FONTS] == []
    assert [name_of(path) for path in files if path.stat().st_size > LARGEST_FILE] == []


def source_of(template: Path) -> str:
    return (ROOT / "templates" / template).read_text("utf-8")


def names_in(template: str) -> set[str]:
    """Name what a template, and those it builds on, want from their caller."""
    tree = environment(Overrides()).parse(source_of(Path(template)))
    # A macro that calls itself counts as undeclared in Jinja 3.1.
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    names = meta.find_undeclared_variables(tree) - macros
    return names.union(
        *(names_in(other) for other in meta.find_referenced_templates(tree) if other)
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_templates_first_line_names_what_it_wants_and_nothing_else(template: Path) -> None:
    first = source_of(template).partition("\n")[0]
    said = re.fullmatch(r"\{# Context: ([\w, ]+)(?:;.*)? #\}", first)
    assert said
    assert set(said[1].split(", ")) == names_in(template.as_posix())


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_template_trusts_on_its_own_account(template: Path) -> None:
    assert not re.search(r"\|\s*safe\b|\{%-?\s*autoescape|\bMarkup\b", source_of(template))


@pytest.mark.parametrize("template", [t for t in TEMPLATES if t.parts[0] == "shared"], ids=str)
def test_a_shared_partial_is_the_inside_of_a_body_in_either_edition(template: Path) -> None:
    assert not re.search(r"<(html|head|body|link|style|script)\b|\bedition\b", source_of(template))


def test_every_public_target_of_make_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    public = {name for name in phony[1].split() if not name.startswith("system-")}
    told = subprocess.run(["make", "help"], capture_output=True, check=True, cwd=ROOT, text=True)
    assert set(re.findall(r"^  make (\S+)\s+[A-Z].+\.$", told.stdout, re.MULTILINE)) == public


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this environment's Python in the repository; keep what it says."""
    variables = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=variables,
        text=True,
    )


@pytest.mark.parametrize(
    "command", ["ruff check --output-format concise .", "ruff format --check --quiet .", "mypy"]
)
def test_the_linter_finds_nothing(command: str) -> None:
    done = run(*command.split())
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("ci", "code", "closing"), [("true", 1, "1 failed"), ("", 0, "1 skipped")])
def test_a_skip_fails_where_ci_is_set(tmp_path: Path, ci: str, code: int, closing: str) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    skipping = "import pytest\n\ndef test_it():\n    pytest.skip('no such tool')\n"
    (tmp_path / "test_it.py").write_text(skipping)
    done = run(
        "pytest", "-rsf", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", str(tmp_path), CI=ci
    )
    assert (done.returncode, "no such tool" in done.stdout) == (code, True)
    assert closing in done.stdout.splitlines()[-1]
