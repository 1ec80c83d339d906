"""Say what each tool is told to make of a workload; runs nothing."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pressrun import fonts, lending
from pressrun.lending import NO_LOAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.workloads import Workload

    # Of a workload and the folder to write into, the commands to be run one after another.
    Told = Callable[[Workload, Path], list[list[str]]]

ROOT: Final = Path(__file__).resolve().parents[1]
PYTHON: Final = sys.executable
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], root=sys.argv[3])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool doing one thing; `lacks` names what is missing for it on this machine."""

    name: str
    told: Told
    version: str = ""
    lacks: str = ""


def pressrun(formats: str, *options: str) -> Told:
    """Let this tool make those formats of the folder, all of it anew."""

    def told(work: Workload, out: Path) -> list[list[str]]:
        build = [PYTHON, str(ROOT / "build.py"), str(work.source), "-o", str(out)]
        return [[*build, "--formats", formats, "--quiet", "--no-cache", *options]]

    return told


def pressrun_again(work: Workload, out: Path) -> list[list[str]]:
    """Let this tool make both formats of what it made before, and kept beside the workload."""
    kept = f"XDG_CACHE_HOME={work.source.parent / 'kept'}"
    build = [PYTHON, str(ROOT / "build.py"), str(work.source), "-o", str(out), "--quiet"]
    return [["env", kept, *build]]


def pressrun_singly(work: Workload, out: Path) -> list[list[str]]:
    """Let this tool make both formats of every article, a process for each of them."""
    build = [PYTHON, str(ROOT / "build.py"), "--no-cache", "--quiet", "-o", str(out)]
    return [[*build, "-f", kind, str(path)] for path in work.articles for kind in ("epub", "pdf")]


def read(work: Workload, _: Path) -> list[list[str]]:
    """Let this tool show what it understands of an article."""
    return [[PYTHON, str(ROOT / "build.py"), "read", str(work.articles[0])]]


def importing(_: Workload, __: Path) -> list[list[str]]:
    """Import WeasyPrint, and no more."""
    return [[PYTHON, "-c", "import weasyprint"]]


def weasyprint(*options: str) -> Told:
    """Let WeasyPrint alone print the page, in the fonts that this tool uses."""

    def told(work: Workload, out: Path) -> list[list[str]]:
        file = str(out / "whole.pdf")
        same_fonts = f"FONTCONFIG_FILE={lending.fontconfig_file(fonts.font_folder(), NO_LOAN)}"
        return [["env", same_fonts, PYTHON, "-m", "weasyprint", *options, str(work.html), file]]

    return told


def pandoc_epub(work: Workload, out: Path) -> list[list[str]]:
    """Let pandoc package the Markdown."""
    return [[pandoc(), str(work.markdown), "-o", str(out / "whole.epub")]]


def pandoc_typst(work: Workload, out: Path) -> list[list[str]]:
    """Let pandoc translate, and Typst print."""
    middle, root = work.markdown.with_suffix(".typ"), str(work.markdown.parent)
    return [
        [pandoc(), str(work.markdown), "-V", "papersize=a5", "-s", "-o", str(middle)],
        [PYTHON, "-c", _TYPST, str(middle), str(out / "whole.pdf"), root],
    ]


def pandoc_xelatex(work: Workload, out: Path) -> list[list[str]]:
    """Let pandoc translate, and XeLaTeX print."""
    told = [pandoc(), str(work.markdown), "--pdf-engine=xelatex", "-V", "geometry=a5paper"]
    return [[*told, "-o", str(out / "whole.pdf")]]


def chromium(work: Workload, out: Path) -> list[list[str]]:
    """Let Chromium print the page."""
    told = [_found("chromium"), "--headless", "--no-sandbox", "--disable-gpu"]
    told += ["--no-pdf-header-footer", f"--print-to-pdf={out / 'whole.pdf'}"]
    return [[*told, work.html.as_uri()]]


def percollate(work: Workload, out: Path) -> list[list[str]]:
    """Let percollate package the page, which it takes for one article."""
    return [[_found("percollate"), "epub", "-o", str(out / "whole.epub"), str(work.html)]]


def printers() -> Iterator[Tool]:
    """Yield what makes a PDF, this tool first, the one to compare with second."""
    ours, theirs = _version("pressrun"), _version("weasyprint")
    yield Tool(name="Pressrun, PDF tagged, A-3a, UA-1", told=pressrun("pdf"), version=ours)
    tagged = weasyprint("--pdf-tags")
    yield Tool(name="WeasyPrint, PDF tagged", told=tagged, version=theirs)
    yield Tool(name="WeasyPrint, PDF plain", told=weasyprint(), version=theirs)
    yield Tool(
        name="pandoc and Typst, PDF",
        told=pandoc_typst,
        version=f"{_version('pypandoc_binary')}, {_version('typst')}",
        lacks=_lacking_packages("pypandoc", "typst"),
    )
    yield Tool(
        name="pandoc and XeLaTeX, PDF",
        told=pandoc_xelatex,
        lacks=_lacking_packages("pypandoc") or _lacking_program("xelatex"),
    )
    yield Tool(name="Chromium, PDF plain", told=chromium, lacks=_lacking_program("chromium"))


def packagers() -> Iterator[Tool]:
    """Yield what makes an EPUB, this tool first, the one to compare with second."""
    yield Tool(name="Pressrun, EPUB", told=pressrun("epub"), version=_version("pressrun"))
    yield Tool(
        name="pandoc, EPUB",
        told=pandoc_epub,
        version=_version("pypandoc_binary"),
        lacks=_lacking_packages("pypandoc"),
    )
    lacks = _lacking_program("percollate")
    yield Tool(name="percollate, EPUB", told=percollate, lacks=lacks)


def _version(package: str) -> str:
    if package == "pressrun":
        from pressrun import __version__  # noqa: PLC0415 - it may not be installed

        return __version__
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _lacking_packages(*names: str) -> str:
    return ", ".join(name for name in names if find_spec(name) is None)


def _lacking_program(name: str) -> str:
    return "" if _found(name) else name


def _found(name: str) -> str:
    """Return the path of a program, or nothing; Node's lie in node_modules."""
    return shutil.which(name) or shutil.which(name, path=str(ROOT / "node_modules/.bin")) or ""


def pandoc() -> str:
    """Return the path of pandoc, which a package of the group `bench` brings."""
    import pypandoc  # noqa: PLC0415 - of the group `bench`

    return str(pypandoc.get_pandoc_path())
