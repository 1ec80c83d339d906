"""The words of the book that no author wrote, in the language of the book; knows only languages.

Dates and lists of names follow CLDR, by Babel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

# One line a language: the keys of `_KEYS`, in order.
_KEYS = (
    "by",
    "updated",
    "contents",
    "pages",
    "colophon",
    "cover",
    "title_page",
    "note",
    "notes",
    "start",
    "page",
    "back",
)
_WORDS: dict[str, tuple[str, ...]] = {
    "en": ("By {}", "Updated {}", "Contents", "Pages", "Colophon", "Cover", "Title page", "Note {}",
           "Notes", "Start of the text", "Page {}", "Back to note"),
    "de": ("Von {}", "Aktualisiert am {}", "Inhalt", "Seiten", "Impressum", "Umschlag",
           "Titelseite", "Anmerkung {}", "Anmerkungen", "Beginn des Textes", "Seite {}",
           "Zurück zu Anmerkung"),
    "fr": ("Par {}", "Mis à jour le {}", "Sommaire", "Pages", "Achevé d’imprimer", "Couverture",
           "Page de titre", "Note {}", "Notes", "Début du texte", "Page {}", "Retour à la note"),
    "es": ("Por {}", "Actualizado el {}", "Índice", "Páginas", "Colofón", "Cubierta", "Portada",
           "Nota {}", "Notas", "Comienzo del texto", "Página {}", "Volver a la nota"),
    "it": ("Di {}", "Aggiornato il {}", "Indice", "Pagine", "Colophon", "Copertina", "Frontespizio",
           "Nota {}", "Note", "Inizio del testo", "Pagina {}", "Torna alla nota"),
    "pt": ("Por {}", "Atualizado em {}", "Sumário", "Páginas", "Colofão", "Capa", "Folha de rosto",
           "Nota {}", "Notas", "Início do texto", "Página {}", "Voltar à nota"),
    "nl": ("Door {}", "Bijgewerkt op {}", "Inhoud", "Pagina’s", "Colofon", "Omslag", "Titelpagina",
           "Noot {}", "Noten", "Begin van de tekst", "Pagina {}", "Terug naar noot"),
    "sv": ("Av {}", "Uppdaterad {}", "Innehåll", "Sidor", "Kolofon", "Omslag", "Titelsida",
           "Not {}", "Noter", "Textens början", "Sida {}", "Tillbaka till not"),
}  # fmt: skip


class Wording:
    """The words of one language, English where this table has none."""

    def __init__(self, language: str) -> None:
        """Take a BCP 47 tag."""
        primary = language.lower().split("-")[0]
        # "en" alone means American dates to CLDR; the world's English puts the day first.
        tag = "en-GB" if language.lower() == "en" else language
        try:
            self._locale = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            self._locale = Locale.parse("en_GB")
        self._words = dict(zip(_KEYS, _WORDS.get(primary, _WORDS["en"]), strict=True))

    def __getitem__(self, key: str) -> str:
        """Return one word or phrase."""
        return self._words[key]

    def by(self, names: Sequence[str]) -> str:
        """Return a byline, such as “By Ada Lovelace and Mary Shelley”."""
        return self._words["by"].format(self.names(names))

    def names(self, names: Sequence[str]) -> str:
        """Join names as the language does."""
        return format_list(list(names), locale=self._locale)

    def date(self, day: datetime.date) -> str:
        """Return a date in full, such as “13 October 2015”."""
        return format_date(day, format="long", locale=self._locale)

    def updated(self, day: datetime.date) -> str:
        """Return the line that says when a text was last changed."""
        return self._words["updated"].format(self.date(day))
