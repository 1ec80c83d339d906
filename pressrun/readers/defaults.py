"""Read what publication.yaml says of articles that do not say otherwise, and let it hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun.errors import Complaints, ManuscriptError
from pressrun.model import Default, Manuscript
from pressrun.readers import front_matter, keys

if TYPE_CHECKING:
    from pathlib import Path

_KEY = "defaults"
_AUTHORS = ("byline", "author")
# The fields of a manuscript by the keys that they are read from; none can be there and be false.
_FIELDS = {
    "kicker": ("kicker",), "byline": _AUTHORS, "dateline": ("dateline",), "date": ("date",),
    "updated": ("updated",), "language": ("lang",), "source": ("source",), "direction": ("dir",),
}  # fmt: skip


def defaults(settings: front_matter.Mapping, path: Path) -> Manuscript:
    """Return a manuscript that says nothing but the defaults of a publication or of a section.

    `settings` are its own, in the file `path`.

    Raises Complaints for keys that are none of `keys.DEFAULTS`, ManuscriptError for a wrong value.
    """
    fields = settings.get(_KEY)
    if fields is None or (isinstance(fields, front_matter.Scalar) and not fields.text.strip()):
        return Manuscript(path=path)
    if not isinstance(fields, front_matter.Mapping):
        hint = "write “defaults:”, and below it, indented, keys such as “lang: de”"
        raise ManuscriptError(
            "“defaults” has keys of articles", path=path, line=fields.line, hint=hint
        )
    _refuse(fields, path)
    return Manuscript(
        path=path,
        kicker=front_matter.text_of(fields.get("kicker"), "kicker", path),
        byline=front_matter.texts_of(fields.get(*_AUTHORS), fields.named(*_AUTHORS), path),
        dateline=front_matter.text_of(fields.get("dateline"), "dateline", path),
        date=front_matter.date_of(fields.get("date"), "date", path),
        updated=front_matter.date_of(fields.get("updated"), "updated", path),
        language=front_matter.language_of(fields.get("lang"), "lang", path),
        source=front_matter.text_of(fields.get("source"), "source", path),
        direction=front_matter.direction_of(fields.get("dir"), "dir", path),
        defaults=tuple(Default(key=f.key, path=path, line=f.line) for f in fields.fields),
    )


def with_defaults(manuscript: Manuscript, usual: Manuscript) -> Manuscript:
    """Return a manuscript that says what is `usual` where it says nothing itself.

    It may itself be the defaults of a section, and `usual` those of the publication.
    """
    taken = {
        name: getattr(usual, name)
        for name in _FIELDS
        if not getattr(manuscript, name) and getattr(usual, name)
    }
    used = {key for name in taken for key in _FIELDS[name]}
    told = tuple(default for default in usual.defaults if default.key in used)
    return replace(manuscript, **taken, defaults=(*manuscript.defaults, *told))


def _refuse(fields: front_matter.Mapping, path: Path) -> None:
    """Refuse keys that say nothing of each article, and those that nobody knows."""
    misplaced = [
        ManuscriptError(
            f"“{field.key}” is no default of articles", path=path, line=field.line,
            hint="each article has its own: write it there" if field.key in keys.OF_EACH_ARTICLE
            else "it is said of the whole: write it at the left margin, outside of “defaults”",
        )
        for field in fields.fields
        if field.key in (keys.ARTICLE_KEYS | keys.PUBLICATION_KEYS) - keys.DEFAULTS.keys()
    ]  # fmt: skip
    if misplaced:
        raise Complaints(misplaced)
    keys.refuse_unknown_keys(fields, frozenset(keys.DEFAULTS), path)
