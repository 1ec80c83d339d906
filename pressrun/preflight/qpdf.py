"""qpdf, through pikepdf: whether a PDF can be read without repair, and what it claims to be.

Claims are read here for the other validators, which hold a file to each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.preflight.finding import NO_CLAIM, Finding, JudgesPdf

if TYPE_CHECKING:
    from pathlib import Path

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"


class Qpdf(JudgesPdf):
    """Do what `qpdf --check` does: read every object and every stream."""

    name = "qpdf"
    quick = True

    def lacks(self) -> str | None:
        """Lack nothing: pikepdf brings qpdf along and is always installed."""
        return None

    def version(self) -> str:
        """Name nothing, since pikepdf is a package of ours."""
        return ""

    def findings(self, path: Path) -> tuple[Finding, ...]:
        """Return a fatal finding for an unreadable file, else one a fault that qpdf repaired."""
        import pikepdf  # noqa: PLC0415 - an EPUB alone needs none of it

        try:
            with pikepdf.open(path, suppress_warnings=True) as pdf:
                faults = [*pdf.check_pdf_syntax(), *map(str, pdf.get_warnings())]
        except pikepdf.PdfError as error:
            return (_fault(path, "fatal", str(error)),)
        return tuple(_fault(path, "error", fault) for fault in dict.fromkeys(faults))


def claims(path: Path) -> tuple[str, ...] | None:
    """Read which standards a PDF claims in its XMP: `3a`, `4f`, `ua1`; None if it is unreadable.

    ISO 19005-3, 6.6.4 and ISO 14289-1, 5: pdfaid:part and conformance, pdfuaid:part.
    """
    import pikepdf  # noqa: PLC0415 - as above

    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            xmp = pdf.open_metadata()  # which is written back where it is a context
            part, level = xmp.get(f"{PDFA}part"), xmp.get(f"{PDFA}conformance", "")
            universal = xmp.get(f"{PDFUA}part")
    except pikepdf.PdfError:
        return None
    archive = (f"{part}{level}".lower(),) if part else ()
    return (*archive, f"ua{universal}") if universal else archive


def ends_in_return(path: Path, number: int | None) -> bool:
    """Tell whether the last byte of a stream, as it is stored, is a carriage return.

    Without a number: whether that of any is, while qpdf finds each as long as it is said to be.
    """
    import pikepdf  # noqa: PLC0415 - as above

    with pikepdf.open(path, suppress_warnings=True) as pdf:
        chosen = [pdf.get_object(number, 0)] if number else pdf.objects
        streams = [each for each in chosen if isinstance(each, pikepdf.Stream)]
        ends = {stream.read_raw_bytes()[-1:] for stream in streams}
        return b"\r" in ends and bool(number or not pdf.get_warnings())


def without_claim(validator: str, path: Path, claimed: tuple[str, ...] | None) -> Finding:
    """Tell that a PDF claims nothing that it could be held to, or cannot be read at all."""
    readable = claimed is not None
    return Finding(
        validator=validator,
        severity="info" if readable else "fatal",
        number=NO_CLAIM if readable else "unreadable",
        message="claims neither PDF/A nor PDF/UA in its metadata: nothing to hold it to"
        if readable
        else "cannot be read, so its claims are unknown",
        path=path,
    )


def _fault(path: Path, severity: str, message: str) -> Finding:
    return Finding(
        validator=Qpdf.name,
        severity="fatal" if severity == "fatal" else "error",
        number="syntax",
        message=message.removeprefix(f"{path}: "),
        path=path,
    )
