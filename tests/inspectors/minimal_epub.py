"""Write the smallest EPUB 3 that has one of everything, by zipfile alone.

It knows nothing of pressrun: the inspectors and the reading systems are tried on it, so that a
fault found in one of our books is the book's.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="uid">urn:uuid:2f0a4c34-3c58-4a52-9a1f-5d3c4cf7a001</dc:identifier>
<dc:title>The Harbour</dc:title>
<dc:creator>Ada Quay</dc:creator>
<dc:creator>Ben Mole</dc:creator>
<dc:language>en</dc:language>
<meta property="dcterms:modified">2026-01-02T03:04:05Z</meta>
<meta name="cover" content="cover-image"/>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="tide" href="tide.xhtml" media-type="application/xhtml+xml"/>
<item id="cover-image" href="images/cover.png" media-type="image/png" properties="cover-image"/>
<item id="map" href="images/map.svg" media-type="image/svg+xml"/>
<item id="style" href="book.css" media-type="text/css"/>
</manifest>
<spine toc="ncx">
<itemref idref="cover"/>
<itemref idref="tide"/>
</spine>
</package>
"""

_NAV = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"
 xml:lang="en">
<head><title>The Harbour</title></head>
<body>
<nav epub:type="toc"><h1>Contents</h1><ol>
<li><a href="cover.xhtml">Cover</a></li>
<li><a href="tide.xhtml">The tide turns</a><ol>
<li><a href="tide.xhtml#quay">At the quay</a></li></ol></li>
</ol></nav>
<nav epub:type="landmarks" hidden=""><ol>
<li><a epub:type="bodymatter" href="tide.xhtml">Start</a></li>
</ol></nav>
<nav epub:type="page-list" hidden=""><ol>
<li><a href="tide.xhtml#page-1">1</a></li>
<li><a href="tide.xhtml#page-2">2</a></li>
</ol></nav>
</body>
</html>
"""

_NCX = """<?xml version="1.0" encoding="utf-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
<head><meta name="dtb:uid" content="urn:uuid:2f0a4c34-3c58-4a52-9a1f-5d3c4cf7a001"/></head>
<docTitle><text>The Harbour</text></docTitle>
<navMap>
<navPoint id="n1" playOrder="1"><navLabel><text>The tide turns</text></navLabel>
<content src="tide.xhtml"/></navPoint>
</navMap>
<pageList>
<pageTarget id="p1" type="normal" value="1"><navLabel><text>1</text></navLabel>
<content src="tide.xhtml#page-1"/></pageTarget>
</pageList>
</ncx>
"""

_DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"
 xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" href="book.css"/></head>
<body>
{body}
</body>
</html>
"""

_COVER = '<p><img class="cover" src="images/cover.png" alt="Cover"/></p>'

_TIDE = """<section epub:type="chapter" id="tide">
<h1 class="headline">The tide <em>turns</em></h1>
<p class="opening"><span epub:type="pagebreak" role="doc-pagebreak" id="page-1"
 aria-label="1"></span>Boats came in at dusk.</p>
<figure class="figure"><img src="images/map.svg" alt="A map"/>
<figcaption>The bay.</figcaption></figure>
{filler}
<h2 id="quay">At the quay</h2>
<p>The extra\u00adordinary harbour<span epub:type="pagebreak" role="doc-pagebreak" id="page-2"
 aria-label="2"></span>master waved. <br/>“Now,” she said.</p>
</section>"""

_STYLE = """.headline { margin: 1em 0; }

.cover, .figure img { max-width: 100%; }
"""

_MAP = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">
<title>A map</title><path d="M0 10 Q20 0 40 10" fill="none" stroke="gray"/></svg>
"""

FILLER = "Gulls wheel over the breakwater while the ferry waits for its last passengers. "


def png(width: int, height: int, grey: int) -> bytes:
    """Draw a plain grey PNG; `width` and `height` in pixels, `grey` from 0 to 255."""
    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def write_minimal_epub(path: Path, changes: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the book to `path` and return it.

    `changes` replaces or adds entries by their name in the zip, so that a test can spoil one thing.
    """
    entries = _entries() | dict(changes or {})
    with zipfile.ZipFile(path, "w") as book:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6))
            stored = name in {"mimetype", "EPUB/images/cover.png"}
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            book.writestr(info, content)
    return path


def document(title: str, body: str) -> str:
    """Wrap the inside of a body in one XHTML document of the book."""
    return _DOCUMENT.format(title=title, body=body)


def _entries() -> dict[str, str | bytes]:
    filler = "\n".join(f"<p>{FILLER * 3}</p>" for _ in range(12))
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": PACKAGE,
        "EPUB/nav.xhtml": _NAV,
        "EPUB/toc.ncx": _NCX,
        "EPUB/cover.xhtml": document("Cover", _COVER),
        "EPUB/tide.xhtml": document("The tide turns", _TIDE.format(filler=filler)),
        "EPUB/book.css": _STYLE,
        "EPUB/images/cover.png": png(160, 256, 96),
        "EPUB/images/map.svg": _MAP,
    }
