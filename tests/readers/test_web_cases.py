"""Each case in `cases/web` is a rule of what is written of an article of the web."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pressrun.readers.album import Album
from pressrun.readers.web import dom
from pressrun.readers.web.fragment import Writer
from pressrun.readers.web.inlines import Inlines, places_wanted
from pressrun.readers.web.leavings import Leavings
from pressrun.readers.web.saved_pictures import SavedPictures
from tests.core.case_files import Case, cases, name


@pytest.mark.parametrize("case", cases("web"), ids=name)
def test_what_stands_in_an_article_is_written_as_the_case_says(case: Case) -> None:
    article = next(dom.parse(f"<body>{case.given}</body>").iter("body"))
    path = Path("page.html")
    writer = Writer(
        leavings=Leavings(),
        pictures=SavedPictures(path=path, album=Album(path)),
        inlines=Inlines(
            address="https://harbour.example/page", language="en", wanted=places_wanted(article)
        ),
        language="en",
    )
    written = dom.write(writer.write(article))
    assert re.sub(r' data-(?:line="\d+"|all-links="true")', "", written) == case.expected, (
        case.place
    )
