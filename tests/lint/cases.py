"""For each kind of finding an article that has it, and the words at whose line it is to be told."""

from __future__ import annotations

from dataclasses import dataclass

GARBLED = "The cafÃ© was closed."
# A sign that no font has.
NOBODYS = "\U0010fffd"
PRIVATE = "A bullet \uf0b7 from a word processor."
FRENCH = (
    "Le port garde ce qu’on lui donne, dit le capitaine, et le rend lentement. Personne n’a "
    "compté les bateaux depuis la tempête ; il y en avait six, peut-être sept, et la grue montre "
    "encore l’endroit où se dressait l’ancien phare. Les pêcheurs rentrent un à un, comptent leurs "
    "filets, pendant que le gardien du phare regarde la mer et ne dit rien à personne, comme tous "
    "les jours depuis que son frère est parti pour la ville, il y a vingt ans, au printemps."
)
SETTINGS = "title: The Review\nlang: en\ndate: 2026-04-01\narticles: [tide, ebb]\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An article as `matter` and `text`, and what stands in the line of the finding, alone.

    `settings` makes a publication of it, with another article. What comes `besides`, where a font
    of the machine decides, is left out.
    """

    number: str
    at: str
    text: str = "Boats came in."
    matter: str = ""
    settings: str | None = None
    besides: tuple[str, ...] = ()
    language: str = "en"

    @property
    def article(self) -> str:
        """Return the manuscript, sound but for what the case is about."""
        usual = {
            "title": "The tide turns",
            "standfirst": "It turned.",
            "byline": "Ada Tidewell",
            "lang": self.language,
        }
        own = dict(line.split(": ", 1) for line in self.matter.splitlines())
        fields = {key: value for key, value in (usual | own).items() if value != "-"}
        matter = "".join(f"{key}: {value}\n" for key, value in fields.items())
        return f"---\n{matter}---\n\n{self.text}\n"


CASES = (
    Case(number="PR-001", matter="standfrist: It turned.", at="standfrist"),
    Case(number="PR-002", text="Boats.\n\n![A map](lost.png)", at="lost.png"),
    Case(number="PR-003", matter="theme: odd", at="--leading"),
    Case(number="PR-004", text="# The tide turns\n\nBoats.", at="# The tide"),
    Case(number="PR-101", text='Boats.\n\n![](fine.png "The bay")', at="fine.png"),
    Case(number="PR-102", text='Boats.\n\n![DSC_0123.jpg](fine.png "The bay")', at="DSC"),
    Case(number="PR-103", text='![Photo of a boat](fine.png "The bay")', at="Photo"),
    Case(number="PR-104", text=f'![{"A boat lies there. " * 20}](fine.png "Bay")', at="A boat"),
    Case(number="PR-105", text='![The bay.](fine.png "The bay")', at="The bay"),
    Case(number="PR-106", text='Boats.\n\n![A boat](coarse.png "The bay")', at="coarse.png"),
    Case(number="PR-107", text='Boats.\n\n![A boat](soft.png "The bay")', at="soft.png"),
    Case(number="PR-108", text="Boats.\n\n![A boat](fine.png)", at="fine.png"),
    Case(number="PR-109", text='Boats.\n\n![A boat](photo.jpg "The bay")', at="photo.jpg"),
    Case(number="PR-110", text='Boats.\n\n![A chart](faint.svg "The bay")', at="faint.svg"),
    Case(number="PR-201", text="## One\n\nText.\n\n#### Two\n\nText.", at="#### Two"),
    Case(number="PR-202", text="Text.\n\n##\n\nText.", at="##"),
    Case(number="PR-203", text="## One\n\n## Two\n\nText.", at="## One"),
    Case(number="PR-204", text="## One\n\nText.\n\n## *One*\n\nText.", at="## *One*"),
    Case(number="PR-205", text="Text.\n\n**At the quay**\n\nText.", at="**At"),
    Case(
        number="PR-206",
        text="Text.\n\n<table>\n<tr><td>Whitby</td><td>4.6</td></tr>\n</table>",
        at="<table>",
    ),
    Case(number="PR-301", text="Boats and\n[](https://example.org/) more.", at="[](https"),
    Case(number="PR-302", text="Read it\n*[here](https://example.org/)*.", at="here"),
    Case(number="PR-303", text="Look at\n<https://example.org/tides>.", at="example.org"),
    Case(number="PR-304", text="See\nthe [sheet](tides.ods).", at="tides.ods"),
    Case(number="PR-305", text="See\nthe [draft](http://localhost:8000/).", at="localhost"),
    Case(number="PR-401", text="Boats came in\nin the the *evening*.", at="in the the"),
    Case(number="PR-402", text='"Boats," he said.\n\n"They came in.', at='"They'),
    Case(number="PR-403", text="Boats came\n(as they do in the evening.", at="(as"),
    Case(number="PR-404", text=f"Boats came.\n{GARBLED}", at="cafÃ"),
    Case(number="PR-405", text="Boats came in at\nTK o’clock.", at="TK"),
    Case(number="PR-406", text="Boats came in\nat dusk , all of them.", at="dusk ,"),
    Case(number="PR-407", text="Boats came in\nwith the har- bour pilot.", at="har- bour"),
    Case(number="PR-408", text=f"Boats came.\n{PRIVATE}", at="bullet", besides=("PR-603",)),
    Case(number="PR-501", matter="date: 2026-03-02\nupdated: 2026-03-01", at="updated:"),
    Case(number="PR-502", matter="date: 2026-05-02", settings=SETTINGS, at="date:"),
    Case(number="PR-503", matter="dateline: Whitby, 5 May 2026\ndate: 2026-04-01", at="dateline"),
    Case(number="PR-504", text="It was on\nTuesday, 14 October 2015.", at="14 October"),
    Case(number="PR-505", matter="standfirst: -", at="title:"),
    Case(number="PR-506", matter="byline: -", at="title:"),
    Case(number="PR-507", matter="lang: -", at="title:"),
    Case(number="PR-508", text=FRENCH, at="lang: en"),
    Case(number="PR-509", matter=f"title: {'The tide turns ' * 9}", at="title:"),
    Case(number="PR-510", matter="title: THE TIDE TURNS ONCE MORE", at="title:"),
    Case(number="PR-601", text=f"```\nx = 1\ny = {'1' * 80}\n```", at="y = 1"),
    Case(number="PR-602", text=f"Boats and\n{'boat' * 15}.", at="boatboat"),
    Case(number="PR-603", text=f"Boats {NOBODYS} came.", at=NOBODYS, besides=("PR-408",)),
)
SILENT = {
    "words that may stand twice": ("en", "He said that that had had its day, and so it had."),
    "wir, die die Flut kennen": ("de", "Die, die die Flut kennen, sagen, dass das das Ende ist."),
    "nous nous": ("fr", "Nous nous levons, et vous vous couchez très très tard."),
    "piano piano": ("it", "Le barche tornano piano piano, una dopo l’altra."),
    "reduplication in Turkish": ("tr", "Tekneler yavaş yavaş döndü."),
    "reduplication in Greek": ("el", "Οι βάρκες γύρισαν σιγά σιγά."),
    "reduplication in Hindi": ("hi", "नावें धीरे धीरे लौटती हैं।"),
    "a name said twice": ("en", "They sailed from Bora Bora to Walla Walla."),
    "feet and inches": ("en", 'She is 5\'6" tall, the board 6" wide.'),
    "a quotation of two paragraphs": ("en", '"Boats came in.\n\n"Then they went out," he said.'),
    "numbered points": ("en", "He named a) the tide, b) the wind and 3) the crew :-)"),
    "hyphens before a conjunction": ("de", "Vor- und Nachteile, ein- bis zweimal; pre- and post."),
    "spaces of French": ("fr", "« Les bateaux ! » dit-il ; et puis : rien ?"),
    "capitals that are no note": ("es", "TODO ES MAR, dice TODO el pueblo."),
    "a date that is right": ("en", "It was on Wednesday, 14 October 2015."),
    "un jour juste": ("fr", "C’était le mercredi 14 octobre 2015."),
    "accents that are right": ("pt", "Não há Ã nem Â: são João, ÂNGELA e à tarde."),
    "a decorative picture": ("en", "![](fine.png){.decorative}\n\nBoats."),
    "headings that begin low": ("en", "### One\n\nText.\n\n### Two\n\nText."),
    "bold before a colon": ("en", "**Who counts:**\n\nThe watch."),
    "links that say where": ("en", "See [the tide tables](https://example.org/here)."),
    "code": ("en", 'Type `"` and `the the` , or `(`.'),
    "foreign words": ("en", 'They say <span lang="tr">yavaş yavaş</span> there.'),
    "Japanese": ("ja", "船が帰ってきた（六隻）。「海は急がない」と彼は言った。"),
    "Chinese": ("zh", "船回来了，慢慢慢慢地。"),
    "Arabic": ("ar", "عادت القوارب (الصفحة 48)، وبقي المنار."),
}
