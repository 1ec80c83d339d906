"""Finish a PDF before it is written: PDF/UA's mark beside PDF/A's, and page labels that match the folios.

Works on pydyf's objects, the only module that does.
"""

from __future__ import annotations

from typing import Any

import pydyf

# ISO 14289-1, 5: the identification; ISO 19005-3, 6.6.2.3.3: a schema that PDF/A does not know must
# be described.
_PDFUA = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def finish(_document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    """Finish the PDF that WeasyPrint is about to write."""
    _claim_pdfua(pdf)
    _label_pages(pdf)


def _claim_pdfua(pdf: pydyf.PDF) -> None:
    """Let the file say that it follows PDF/UA-1 too, in XMP that any reader finds uncompressed."""
    metadata = next(o for o in pdf.objects if getattr(o, "extra", {}).get("Type") == "/Metadata")
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _PDFUA.encode())]
    metadata.compress = False


def _label_pages(pdf: pydyf.PDF) -> None:
    """Number the pages 1, 2, 3, as they are printed (ISO 32000-1, 12.4.2)."""
    style = pydyf.Dictionary({"S": "/D"})
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, style])})
