"""Gather a folder or files into a Publication, with every complaint's path and line.

The only module that reads sources, but for pictures (`pressrun.pictures.gallery`).

Knows the layout of a publication's folder: publication.yaml, articles/, pictures anywhere below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from pressrun import (
    assembly,
    catalogue,
    dating,
    limits,
    markup,
    naming,
    readers,
    reading_order,
    regular,
    themes,
)
from pressrun.errors import Complaints, ManuscriptError, PressError, UsageError
from pressrun.gathering import Desk
from pressrun.model import Article, Manuscript
from pressrun.pictures.gallery import Gallery
from pressrun.progress import silence
from pressrun.readers import front_matter, keys, several
from pressrun.readers.decoding import decode
from pressrun.readers.defaults import defaults, with_defaults
from pressrun.readers.particulars import particulars
from pressrun.reading_order import Division
from pressrun.typography import typeset
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pressrun.model import PictureSource, Publication
    from pressrun.progress import Tell

_SETTINGS = "publication.yaml"
# Languages that may be written in lines that run downwards, each to the left of the last.
_DOWNWARDS = frozenset({"ja", "ko", "yue", "zh"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A manuscript whose body is composed up to its links."""

    manuscript: Manuscript
    language: str
    body: markup.Composition


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A publication, and the manuscripts and files of `pictures`, by name, that it was made from.

    `settings` is its publication.yaml, if it has one; `language` is what that names for those that
    name none; `files` are all that were read; `standing` lets one manuscript be gathered anew.
    """

    publication: Publication
    manuscripts: tuple[Manuscript, ...]
    pictures: Mapping[str, Sequence[Path]]
    settings: Path | None = None
    language: str | None = None
    files: tuple[Path, ...] = ()
    standing: _Standing | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What was gathered in, and the drafts; whether lines run downwards, and all is numbered.

    `usual` is what holds for each manuscript that does not say otherwise.
    """

    desk: Desk
    drafts: tuple[_Draft, ...]
    downwards: bool
    number_all: bool
    usual: Mapping[Path, Manuscript]


def gather(
    sources: Sequence[Path],
    *,
    incomplete: bool = False,
    theme: str | None = None,
    without: frozenset[Path] = frozenset(),
    tell: Tell = silence,
) -> Gathered:
    """Gather one folder, or manuscript files in the order given, into a publication.

    A `theme` comes before the one that the sources name. Where it is `incomplete`, pictures and
    articles that are named and not there are told among what was left out; else they are errors.
    Manuscripts that it is to be `without` are left alone. `tell` hears how many are read and
    composed.

    Raises Complaints with everything that is wrong with the sources, in order; UsageError for a
    path that cannot be a source.
    """
    with reading_order.told_as_a_fault():
        return _gather(
            sources,
            partial(Desk, incomplete=incomplete, theme=theme, without=without, tell=tell),
        )


def _gather(sources: Sequence[Path], desk_of: Callable[..., Desk]) -> Gathered:
    for source in sources:
        if not source.exists():
            raise UsageError(
                f"there is no “{source}”", hint="name a manuscript or a folder of some"
            )
    if len(sources) == 1 and sources[0].is_dir():
        return _from_folder(desk_of(gallery=Gallery(sources[0])))
    if any(source.is_dir() for source in sources):
        raise UsageError("name one folder, or one or more files, not both")
    desk = desk_of(gallery=Gallery(reading_order.folder_of(sources[0])))
    whole = (Division(files=tuple(sources)),)
    return _from_files(whole, desk, front_matter.Mapping(fields=(), line=1), None)


def _from_folder(desk: Desk) -> Gathered:
    folder = desk.gallery.root
    settings_file = folder / _SETTINGS
    if not (settings_file.exists() or settings_file.is_symlink()):
        nothing = front_matter.Mapping(fields=(), line=1)
        desk.title = reading_order.title_of(folder)
        return _from_files((reading_order.whole(folder),), desk, nothing, None)
    text = decode(regular.read(reading_order.inside(settings_file, folder)), settings_file)
    settings = front_matter.parse(text, settings_file)
    keys.refuse_unknown_keys(settings, keys.PUBLICATION_KEYS, settings_file)
    divisions = reading_order.divided(settings, settings_file)
    return _from_files(divisions, desk, settings, settings_file)


def _from_files(
    divisions: tuple[Division, ...],
    desk: Desk,
    settings: front_matter.Mapping,
    settings_file: Path | None,
) -> Gathered:
    absent = [error for division in divisions for error in division.absent]
    divisions = tuple(_kept(divisions, desk.without))
    files = tuple(path for division in divisions for path in division.files)
    for error in absent:
        desk.do_without_article(error, files)
    if not files and not desk.errors:
        raise ManuscriptError("no article is left", path=desk.root, hint="mend one of them")
    desk.files += [*files, *([settings_file] if settings_file else [])]
    default = front_matter.language_of(settings.get("lang"), "lang", settings_file or desk.root)
    usual = _usual(divisions, desk.attempt(defaults, settings, settings_file or desk.root))
    manuscripts = _read(files, usual, desk)
    desk.files += [included for manuscript in manuscripts for included in manuscript.files]
    if settings.get("articles") or settings.get("sections"):
        desk.errors += naming.clashes((m.path for m in manuscripts), desk.root)
    slugs = naming.slugs((m.path for m in manuscripts), desk.root, len(divisions))
    drafts = _drafts(manuscripts, slugs, default, desk)
    key = "number-captions"
    every = front_matter.flag_of(settings.get(key), key, settings_file or desk.root)
    missing = desk.without.union(files).difference(d.manuscript.path for d in drafts)
    named = ((d.body, d.manuscript.addresses) for d in drafts)
    markup.introduce(named, number_all=every, absent=missing)
    place = settings_file or desk.root
    downwards = assembly.vertical_by_default(settings, place)
    articles = [a for d in drafts if (a := desk.attempt(_article, d, desk, downwards=downwards))]
    own = desk.attempt(particulars, settings, place)
    entry = catalogue.entry(own, place, manuscripts) if own else None
    cover = desk.attempt(_cover, entry, desk) if entry else None
    theme = desk.attempt(themes.chosen, desk.theme, entry.theme, desk.root) if entry else None
    if desk.errors or entry is None:
        raise Complaints(_in_order(desk.errors, files))
    for path, dropped in catalogue.left_out(manuscripts):
        desk.left_out.setdefault(path, []).append(dropped)
    modified = dating.modified((*desk.files, *desk.gallery.files))
    found = assembly.Gatherings(
        settings=settings, path=place, divisions=divisions, articles=articles, entry=entry,
        manuscripts=manuscripts, pictures=desk.gallery.pictures, modified=modified,
        title=desk.title, cover=cover, theme=theme,
    )  # fmt: skip
    left_out = {d.manuscript.path: d.body.left_out for d in drafts}
    return Gathered(
        pictures=desk.gallery.sources,
        publication=assembly.assembled(found),
        manuscripts=tuple(
            replace(m, dropped=(*m.dropped, *desk.left_out.get(m.path, ()), *left_out[m.path]))
            for m in manuscripts
        ),
        settings=settings_file,
        language=default,
        files=(*desk.files, *desk.gallery.files),
        standing=_Standing(
            desk=desk, drafts=tuple(drafts), downwards=downwards, number_all=every, usual=usual
        ),
    )


def _usual(divisions: Iterable[Division], whole: Manuscript | None) -> dict[Path, Manuscript]:
    """Return what holds for each file: what its section says, then what the publication does."""
    if whole is None:
        return {}
    return {
        path: with_defaults(division.usual, whole) if division.usual else whole
        for division in divisions
        for path in division.files
    }


def _read(files: Sequence[Path], usual: Mapping[Path, Manuscript], desk: Desk) -> list[Manuscript]:
    """Return the manuscripts, with what is `usual` where they say nothing themselves."""
    manuscripts, unread, desk.anew = several.read_all(
        files, desk.tell, folder=desk.root, incomplete=desk.incomplete
    )
    desk.errors += unread
    return [with_defaults(m, usual[m.path]) if m.path in usual else m for m in manuscripts]


def regather(gathered: Gathered, path: Path) -> Gathered | None:
    """Gather one manuscript of many anew, and take all else as it was; None where it is none.

    What others say of it, and what the publication does, stays as it was too: whoever wants to be
    sure gathers all. Raises Complaints for what is wrong with it.
    """
    standing = gathered.standing
    drafts = {draft.manuscript.path: draft.body for draft in standing.drafts} if standing else {}
    if standing is None or path not in drafts or len(drafts) == 1:
        return None
    desk = replace(
        standing.desk, gallery=Gallery(standing.desk.root), errors=[], left_out={}, tell=silence
    )
    read = _read([path], standing.usual, desk)
    if not read:
        raise Complaints(desk.errors)
    drawn = _drafts(read, [drafts[path].slug], gathered.language, desk)
    if not drawn:
        raise Complaints(desk.errors)
    draft = drawn[0]
    markup.stand_in(draft.body, drafts[path], number_all=standing.number_all)
    article = desk.attempt(_article, draft, desk, downwards=standing.downwards)
    if desk.errors or article is None:
        raise Complaints(desk.errors)
    own = (*desk.left_out.get(path, ()), *draft.body.left_out)
    manuscript = replace(draft.manuscript, dropped=(*draft.manuscript.dropped, *own))
    return replace(
        gathered,
        publication=assembly.with_article(gathered.publication, article, desk.gallery.pictures),
        manuscripts=tuple(manuscript if m.path == path else m for m in gathered.manuscripts),
    )


def _kept(divisions: Iterable[Division], without: frozenset[Path]) -> Iterator[Division]:
    for division in divisions:
        if files := tuple(path for path in division.files if path not in without):
            yield replace(division, files=files)


def _in_order(errors: Iterable[PressError], files: Sequence[Path]) -> list[PressError]:
    """Put complaints into the order of the articles, and of the lines in each."""
    order = {str(path): number for number, path in enumerate(files)}
    return sorted(errors, key=lambda e: (order.get(str(e.path), -1), e.line or 0))


def _drafts(
    manuscripts: Sequence[Manuscript], slugs: Sequence[str], default: str | None, desk: Desk
) -> list[_Draft]:
    begun: list[tuple[Manuscript, markup.Copy]] = []
    named = [desk.attempt(_pictures_named, manuscript) or () for manuscript in manuscripts]
    pairs = zip(manuscripts, named, strict=True)
    # What was read before had its pictures prepared then.
    with desk.gallery.taking((m, sources) for m, sources in pairs if m.path in desk.anew):
        for manuscript, slug, sources in zip(manuscripts, slugs, named, strict=True):
            with limits.time_for(manuscript.path):
                hrefs = _hrefs(manuscript, sources, desk)
                copy = desk.attempt(_copy, manuscript, slug, default, hrefs)
            begun += [(manuscript, copy)] if copy else []
    drafts = []
    composed = markup.drafts([copy for _, copy in begun])
    for number, (manuscript, copy) in enumerate(begun, start=1):
        desk.tell("composing", number, len(begun))
        body = next(composed)
        if isinstance(body, PressError):
            desk.errors += body.errors if isinstance(body, Complaints) else (body,)
        else:
            drafts.append(_Draft(manuscript=manuscript, language=copy.language, body=body))
    return drafts


def _pictures_named(manuscript: Manuscript) -> tuple[PictureSource, ...]:
    with limits.time_for(manuscript.path):
        return markup.picture_sources(manuscript.body)


def _copy(
    manuscript: Manuscript, slug: str, default: str | None, hrefs: Mapping[str, str]
) -> markup.Copy:
    language = manuscript.language or default or readers.detect_language(manuscript) or "en"
    _require(manuscript)
    return markup.Copy(
        fragment=manuscript.body,
        slug=slug,
        language=language,
        path=manuscript.path,
        hrefs=hrefs,
        dateline=manuscript.dateline,
        headline=manuscript.headline or "",
        names=tuple(a[1:] for a in manuscript.addresses if a.startswith("#")),
    )


def _article(draft: _Draft, desk: Desk, *, downwards: bool) -> Article:
    manuscript, language = draft.manuscript, draft.language
    marked = manuscript.headline_markup
    return Article(
        slug=draft.body.slug,
        path=manuscript.path,
        headline=_set(manuscript.headline, language) or "",
        headline_markup=markup.set_line(marked, language) if marked else None,
        language=language,
        body=markup.finish(draft.body, forgiving=desk.incomplete),
        kicker=_set(manuscript.kicker, language),
        standfirst=tuple(typeset([text], language)[0] for text in manuscript.standfirst),
        standfirst_markup=tuple(
            markup.set_line(line, language) for line in manuscript.standfirst_markup
        ),
        byline=manuscript.byline,
        dateline=manuscript.dateline,
        date=manuscript.date,
        updated=manuscript.updated,
        source=_set(manuscript.source, language),
        source_url=manuscript.source_url,
        direction=manuscript.direction or Wording(language).direction,
        vertical=_vertical(manuscript, language, downwards=downwards),
    )


def _vertical(manuscript: Manuscript, language: str, *, downwards: bool) -> bool:
    """Tell whether an article’s lines run downwards; raise ManuscriptError if they never do."""
    possible = language.partition("-")[0] in _DOWNWARDS
    if manuscript.vertical and not possible:
        raise ManuscriptError(
            f"a text in “{language}” is not written in lines that run downwards",
            path=manuscript.path, line=1, hint="take “writing-mode” out, or mend “lang”",
        )  # fmt: skip
    return possible and (downwards if manuscript.vertical is None else manuscript.vertical)


def _set(text: str | None, language: str) -> str | None:
    return typeset([text], language)[0] if text else None


def _require(manuscript: Manuscript) -> None:
    if not manuscript.headline:
        raise ManuscriptError(
            "the article has no headline", path=manuscript.path, line=1,
            hint="give it “title: …” in its front matter, or a first line of its own",
        )  # fmt: skip
    if not re.search(r"\S|<img", re.sub(r"<(?!img)[^>]*>", "", manuscript.body)):
        raise ManuscriptError(
            "the article has no text", path=manuscript.path, line=1,
            hint="write it below its headline, or take the file out of the publication",
        )  # fmt: skip


def _hrefs(manuscript: Manuscript, sources: Sequence[PictureSource], desk: Desk) -> dict[str, str]:
    """Read the pictures that a manuscript names into the desk; return source as written → href."""
    hrefs: dict[str, str] = {}
    for source, line in sources:
        try:
            hrefs[source] = desk.gallery.take(source, line, manuscript)
        except PressError as error:
            hrefs[source] = ""
            desk.do_without(source, error, manuscript.path)
    return hrefs


def _cover(entry: catalogue.Entry, desk: Desk) -> str | None:
    """Read the picture that somebody wants for a cover; return what the publication calls it."""
    if entry.cover is None:
        return None
    place = Manuscript(path=entry.cover_from)
    href = desk.gallery.take(entry.cover.source, entry.cover.line, place)
    picture = next(p for p in desk.gallery.pictures if p.href == href)
    if picture.media_type not in {"image/jpeg", "image/png"}:
        raise ManuscriptError(
            f"no shop takes “{entry.cover.source}” for a cover", path=entry.cover_from,
            line=entry.cover.line, hint="save it as JPEG or PNG, at best 1600 × 2560 pixels",
        )  # fmt: skip
    return href
