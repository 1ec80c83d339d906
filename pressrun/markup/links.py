"""Resolve an article's links: to its own places, to other articles, to the web; reads no file.

A link to a place that is not there, or to a manuscript that is not, is a fault. A link to any other
file leads out of the publication, to where no edition can follow: its words stay, and it is told.
"""

from __future__ import annotations

import re
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pressrun.markup.anchors import anchor_named
from pressrun.markup.composition import line_of
from pressrun.markup.numbers import give_numbers, words_for
from pressrun.markup.tree import is_reference
from pressrun.model import Dropped
from pressrun.nearest import did_you_mean
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?:", re.IGNORECASE)
# A host is of labels with full stops between them, or an IPv6 address (URL Standard, 3.4).
_HOST = re.compile(
    r"https?://(?:[^@/]*@)?(?:\[[0-9a-f:.]+\]|[^\s./:?#]+(?:\.[^\s./:?#]+)*\.?)(?::\d*)?(?:[/?#]|$)",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(r"[\s\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_MANUSCRIPT = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)
_LIKE_A_REFERENCE = re.compile(r"(?:fig|tbl|lst|eq|sec)[:-]")
# What a site calls a page by the name of its folder: an index, or what mdBook makes one of.
_PAGE = re.compile(r"(?:/(?:index|readme))?(?:\.html?|\.md|\.markdown)?/?$", re.IGNORECASE)


def introduce(
    works: Iterable[tuple[Composition, Iterable[str]]],
    *,
    number_all: bool = False,
    absent: Iterable[Path] = (),
) -> None:
    """Let drafts lead to one another, each by its file and the addresses that a site gives it.

    What leads to a manuscript that is `absent`, since it is at fault itself, is no fault besides.

    Whatever a reference of any of them leads to is numbered in its own article, and all that has a
    caption where the publication wants to `number_all`.
    """
    drafts = [(work, tuple(addresses)) for work, addresses in works]
    found: dict[str, Composition] = {}
    for work, addresses in drafts:
        path = normpath(work.path.as_posix())
        found[path] = found[_bare(path)] = work
        for address in addresses:
            if not address.startswith("#"):
                found.setdefault(_bare(f"/{address}"), work)
    missing = frozenset(_bare(path.as_posix()) for path in absent)
    for work, _ in drafts:
        work.neighbours, work.absent = found, missing
        _want(work)
    for work, _ in drafts:
        give_numbers(work, number_all=number_all)


def stand_in(work: Composition, old: Composition, *, number_all: bool = False) -> None:
    """Let a draft take the place of an earlier one of its article, among others that are closed."""
    here = {name: (work if each is old else each) for name, each in old.neighbours.items()}
    work.neighbours, work.absent = here, old.absent
    work.wanted |= old.wanted
    _want(work)
    give_numbers(work, number_all=number_all)


def _want(work: Composition) -> None:
    """Note what the references of a draft lead to: links without words."""
    for link in (link for root in work.trees() for link in root.iter("a") if is_reference(link)):
        neighbour, place = _destination(work, link.get("href", ""))
        anchor = anchor_named(neighbour, place) if neighbour is not None and place else None
        if neighbour is not None and anchor is not None:
            neighbour.wanted.add(anchor)


def _destination(work: Composition, target: str) -> tuple[Composition | None, str]:
    """Return the article that an address inside the publication leads to, and the place in it."""
    name, _, place = target.partition("#")
    name = unquote(name.partition("?")[0])
    return (work if place and not name else _neighbour(work, name)), unquote(place)


def resolve_links(work: Composition) -> None:
    """Give every link its address in the publication or on the web, or take it away."""
    for root in work.trees():
        for link in list(root.iter("a")):
            _resolve(work, link)


def _resolve(work: Composition, link: Element) -> None:
    target = link.get("href")
    if target is None:  # a place, or the sanitiser took an address that nobody should follow
        link.set("href", link.attrib.pop("refused", ""))
        _leave_out(work, link, "no address for a book")
    elif target.startswith("#"):
        _point(work, link, work, unquote(target[1:]))
    elif target.startswith("//"):
        link.set("href", f"https:{_escaped(target)}")
    elif not _SCHEME.match(target):
        _resolve_file(work, link, target)
    elif _WEB.match(target) and not _HOST.match(target):
        _leave_out(work, link, "no browser opens this address")
    else:
        link.set("href", _escaped(target))


def _resolve_file(work: Composition, link: Element, target: str) -> None:
    neighbour, place = _destination(work, target)
    name = unquote(re.split("[?#]", target)[0])
    if neighbour is not None and place:
        _point(work, link, neighbour, place)
    elif neighbour is not None:
        _lead(work, link, neighbour, neighbour.slug)
    elif _bare(_path(work, name)) in work.absent:
        _leave_out(work, link, "a link to an article that is at fault")
    elif _MANUSCRIPT.search(name):
        there = {draft.path.name for draft in work.neighbours.values()} - {work.path.name}
        hint = "name a manuscript of this publication, or build with --incomplete"
        hint = did_you_mean(name.rpartition("/")[2], there) or hint
        _refuse(work, link, f"the link “{target}” leads to no article here", hint)
    else:
        _leave_out(work, link, "a link to a file that is not in the publication")


def _neighbour(work: Composition, name: str) -> Composition | None:
    """Return the article in a file, or else on the page of a site, of that name."""
    path = _path(work, name)
    return (work.neighbours.get(path) or work.neighbours.get(_bare(path))) if name else None


def _path(work: Composition, name: str) -> str:
    return normpath(name if name.startswith("/") else f"{work.path.parent.as_posix()}/{name}")


def _bare(path: str) -> str:
    return _PAGE.sub("", normpath(path)) or "/"


def _point(work: Composition, link: Element, neighbour: Composition, name: str) -> None:
    anchor = anchor_named(neighbour, name)
    if anchor is not None:
        _lead(work, link, neighbour, anchor)
        return
    where = "here" if neighbour is work else f"in “{neighbour.path.name}”"
    hint = did_you_mean(name, [*neighbour.anchors, *neighbour.titles], mark="“#{}”")
    if hint is None and _LIKE_A_REFERENCE.match(name):
        hint = f"give a figure, table or heading “{{#{name}}}”, or write “\\@” for the sign"
    hint = hint or "a link “#…” names a heading or an id"
    _refuse(work, link, f"nothing {where} is called “#{name}”", hint)


def _lead(work: Composition, link: Element, neighbour: Composition, anchor: str) -> None:
    """Let a link lead to a place, in its own words or in those that the place has."""
    if is_reference(link):
        words = words_for(work, neighbour, anchor)
        if words is None:
            message = f"“{link.get('href')}” has neither a number nor a heading to be called by"
            _refuse(work, link, message, "write what it is to say between the brackets")
            return
        link.text = words
        if neighbour.language != work.language and anchor not in neighbour.numbers:
            _speak(link, neighbour.language, work.language)
        if anchor in work.numbers:  # what this article numbers is found without its page
            del link.attrib["class"]
    link.set("href", f"#{anchor}")


def _speak(link: Element, language: str, around: str) -> None:
    """Say in what language the words of a link are (WCAG 2.2, 3.1.2)."""
    direction = Wording(language).direction
    link.set("lang", language)
    if direction != Wording(around).direction:
        link.set("dir", direction)


def _refuse(work: Composition, link: Element, message: str, hint: str) -> None:
    if work.forgiving:
        # What has no words shows its target, so that a reader sees that something is meant.
        link.text = link.get("href") if is_reference(link) else link.text
        _leave_out(work, link, message)
    else:
        work.complain(message, link, hint=hint)


def _leave_out(work: Composition, link: Element, why: str) -> None:
    target = link.get("href", "")
    if target:
        work.left_out.append(Dropped(line=line_of(link) or 1, text=target, why=why))
    _unlink(link)


def _unlink(link: Element) -> None:
    link.tag = "span"
    link.attrib.pop("href", None)
    link.attrib.pop("class", None)
    if not link.attrib:
        link.drop_tag()


def _escaped(address: str) -> str:
    """Escape what no address can hold (RFC 3986, 2); EPUBCheck stops at a space in one."""
    return _NO_ADDRESS.sub(lambda match: quote(match[0]), address.strip())
