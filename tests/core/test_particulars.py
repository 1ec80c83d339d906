"""Identifiers, contributors, collections and covers: right ones are kept, wrong ones are errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressrun.errors import ManuscriptError
from pressrun.model import Collection, Contributor, CoverImage, Particulars
from pressrun.readers import front_matter
from pressrun.readers.particulars import particulars
from pressrun.readers.relators import CODES, NAMES

PATH = Path("publication.yaml")


@pytest.mark.parametrize(
    ("given", "identifier"),
    [
        ("isbn:978-0-306-40615-7", "urn:isbn:9780306406157"),
        ("ISBN 9780306406157", "urn:isbn:9780306406157"),
        ("978-0-306-40615-7", "urn:isbn:9780306406157"),
        ("0-306-40615-2", "urn:isbn:9780306406157"),
        ("{scheme: ISBN-13, text: 978-0-306-40615-7}", "urn:isbn:9780306406157"),
        ("issn 0317-8471", "urn:issn:0317-8471"),
        ("doi:10.1000/182", "doi:10.1000/182"),
        ("https://doi.org/10.1000/182", "doi:10.1000/182"),
        ("10.1000/182", "doi:10.1000/182"),
        ("{scheme: DOI, text: 10.1000/182}", "doi:10.1000/182"),
        ("uuid:626F1A07-C151-57F9-B294-812658A4DBE1",
         "urn:uuid:626f1a07-c151-57f9-b294-812658a4dbe1"),
        ("https://example.org/tide", "https://example.org/tide"),
    ],
)  # fmt: skip
def test_an_identifier_becomes_a_uri(given: str, identifier: str) -> None:
    assert read(f"identifier: {given}").identifiers == (identifier,)


def test_several_identifiers_stay_in_their_order() -> None:
    found = read("identifier:\n- doi:10.1000/182\n- ISBN 0306406152").identifiers
    assert found == ("doi:10.1000/182", "urn:isbn:9780306406157")


def test_contributors_have_the_role_of_their_field_or_their_own() -> None:
    found = read(
        "author: [Ada, {name: Eve, file-as: 'E., Eve'}]\neditor: Mary\ntranslator: Tom\n"
        "illustrator: Ann\ncontributor: [{name: Bob, role: photographer}, {text: Joe, role: nrt}]"
    ).contributors
    assert found == (
        Contributor(name="Ada"), Contributor(name="Eve", file_as="E., Eve"),
        Contributor(name="Mary", role="edt"), Contributor(name="Tom", role="trl"),
        Contributor(name="Ann", role="ill"), Contributor(name="Bob", role="pht"),
        Contributor(name="Joe", role="nrt"),
    )  # fmt: skip


def test_a_collection_may_be_a_title_alone_or_all_that_is_known_of_it() -> None:
    assert read("belongs-to-collection: Seas").collection == Collection(title="Seas")
    assert read("belongs-to-collection: Seas\ngroup-position: 7").collection == Collection(
        title="Seas", position="7"
    )
    full = "belongs-to-collection: {title: S, type: set, position: 1.2, identifier: issn 03178471}"
    assert read(full).collection == Collection(
        title="S", kind="set", position="1.2", identifier="urn:issn:0317-8471"
    )


def test_a_cover_has_its_words_and_its_line() -> None:
    found = read("title: T\ncover-image: c.png\ncover-image-alt: Blue.").cover
    assert found == CoverImage(source="c.png", alt="Blue.")
    assert found is not None
    assert found.line == 2


@pytest.mark.parametrize(
    ("given", "line", "message", "hint"),
    [
        ("identifier: 978-0-306-40615-8", 1, "“978-0-306-40615-8” is not an ISBN",
         "a digit is wrong, or two have changed places"),
        ("identifier: isbn 978-0-306-4061", 1, "“978-0-306-4061” is not an ISBN",
         "it has 10 or 13 digits, of which the last proves the others"),
        ("identifier:\n- urn:x\n- issn 0317-8472", 3, "“0317-8472” is not an ISSN",
         "a digit is wrong, or two have changed places"),
        ("identifier: doi:11.1000", 1, "“11.1000” is not a DOI",
         "a DOI has a prefix, a slash and a suffix: “doi:10.1000/182”"),
        ("identifier: uuid:1234", 1, "“1234” is not a UUID",
         "it has 32 hexadecimal digits; without an identifier, the press derives one"),
        ("contributor:\n- name: A\n  role: traslator", 3, "“traslator” is no role",
         "did you mean “translator”?"),
        ("author:\n- name: A\n  file_as: B", 3, "unknown field “file_as”",
         "did you mean “file-as”?"),
        ("editor:\n- role: edt", 2, "“editor” has an entry without a name", "write “name: …”"),
        ("title: T\ngroup-position: 7", 2, "“group-position” says a place in nothing",
         "name the series: “belongs-to-collection: …”"),
        ("belongs-to-collection: S\ngroup-position: VII", 2, "“VII” is no place in a series",
         "write a number, such as “7”, or “12.3” for the third issue of volume 12"),
        ("belongs-to-collection:\n  title: S\n  type: serie", 3, "“serie” is no collection",
         "write “series”, or “set” for one that is complete"),
        ("cover-image-alt: Blue", 1, "“cover-image-alt” describes no picture",
         "name it: “cover-image: …”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_a_remedy(
    given: str, line: int, message: str, hint: str
) -> None:
    with pytest.raises(ManuscriptError) as caught:
        read(given)
    error = caught.value
    assert (error.path, error.line, error.message, error.hint) == (PATH, line, message, hint)


def test_every_role_by_name_has_a_code_of_the_list() -> None:
    assert set(NAMES.values()) <= CODES
    assert {len(code) for code in CODES} == {3}


def read(text: str) -> Particulars:
    return particulars(front_matter.parse(text, PATH), PATH)
