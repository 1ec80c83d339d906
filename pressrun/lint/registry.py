"""All that lint may find, as data: number, severity, title, why it matters, what mends it.

The hundreds are areas: 0 what stops a build, 1 pictures, 2 headings and tables, 3 links, 4 words,
5 front matter and dates, 6 print. A number that was given once keeps its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressrun.preflight.finding import Severity


VALIDATOR = "Pressrun"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding; `why` and `remedy` are sentences for an editor."""

    number: str
    severity: Severity
    title: str
    why: str
    remedy: str


_RULES = (
    Rule(
        "PR-001", "error", "the content cannot be built",
        "The press cannot read or understand what is written, so there is no edition at all.",
        "The message says what is wrong, and the hint what would mend it.",
    ),
    Rule(
        "PR-002", "error", "a picture, a link or an id cannot be set",
        "Something that the text names is not there or cannot be shown; there would be a hole.",
        "Mend the name, put the file beside the manuscript, or build with --incomplete.",
    ),
    Rule(
        "PR-003", "error", "a theme or a stylesheet cannot be used",
        "Reading systems drop a whole stylesheet, or a book, over one rule that they do not know.",
        "Write the value that the hint names, or use one of the themes that come with the press.",
    ),
    Rule(
        "PR-004", "info", "something of the manuscript is left out",
        "It is in no edition; what was left out by mistake is missed by readers alone.",
        "The message says why. Leave it so where that is right, else write it in another way, or "
        "put the file where it is looked for.",
    ),
    Rule(
        "PR-101", "error", "a picture has no text alternative",
        "Whoever cannot see the picture learns nothing of it (WCAG 1.1.1), and law in many "
        "countries forbids to sell such an e-book.",
        "Describe it between its brackets, ![A lighthouse by night](light.jpg), or say "
        "{.decorative} behind it.",
    ),
    Rule(
        "PR-102", "warning", "a text alternative is a file’s name or says nothing",
        "A screen reader speaks it letter by letter: “D S C underscore zero one two three”.",
        "Say in a sentence what is to be seen.",
    ),
    Rule(
        "PR-103", "info", "a text alternative says that it is a picture",
        "A screen reader says “image” already, so the listener hears it twice.",
        "Begin with what is to be seen.",
    ),
    Rule(
        "PR-104", "info", "a text alternative is very long",
        "A screen reader reads it in one breath: nobody can stop in it or go back.",
        "Say the gist, and put the rest into the caption or the text.",
    ),
    Rule(
        "PR-105", "info", "a text alternative repeats the caption",
        "Whoever listens hears the same words twice, and nothing of what is to be seen.",
        "Let it say what is to be seen, and the caption what it means.",
    ),
    Rule(
        "PR-106", "warning", "a picture is too coarse for print",
        "Below 150 points to the inch one sees steps and blur on paper.",
        "Ask for the original file, which is larger, or crop less.",
    ),
    Rule(
        "PR-107", "info", "a picture is less than sharp in print",
        "Paper shows 300 points to the inch; with fewer, fine lines and lettering grow soft.",
        "Ask for a larger file if there is one.",
    ),
    Rule(
        "PR-108", "info", "a figure has neither caption nor credit",
        "A reader of news asks who is to be seen, where and when, and whose picture it is.",
        'Write the caption in quotation marks behind the file’s name, and {credit="…"} behind it.',
    ),
    Rule(
        "PR-109", "info", "a photograph has no credit",
        "Most licences, and the law on authors’ rights, want the photographer named.",
        'Write {credit="Photograph: A. Bee"} behind the picture.',
    ),
    Rule(
        "PR-110", "warning", "words in a drawing are hard to tell from their ground",
        "Below a contrast of 4.5 to 1 many eyes cannot read them (WCAG 1.4.3), nor can anybody "
        "on the grey screen of an e-reader.",
        "Draw them darker or lighter.",
    ),
    Rule(
        "PR-201", "warning", "a heading skips a level",
        "Whoever goes from heading to heading takes it for a part of something that is missing.",
        "Use one number sign more than the heading above it has, not two.",
    ),
    Rule(
        "PR-202", "warning", "a heading has no words",
        "A screen reader stops at it and has nothing to say.",
        "Write its words, or take its number signs away.",
    ),
    Rule(
        "PR-203", "info", "nothing follows a heading",
        "A reader waits for a text that does not come; often it was lost on the way.",
        "Write it, or take the heading out.",
    ),
    Rule(
        "PR-204", "info", "two headings say the same",
        "In the contents, and in a list of headings, nobody can tell them apart.",
        "Word one of them otherwise.",
    ),
    Rule(
        "PR-205", "info", "a paragraph in bold looks like a heading",
        "It is in no contents, and a screen reader does not stop at it (WCAG 1.3.1).",
        "Write “## ” before it, without the asterisks.",
    ),
    Rule(
        "PR-206", "error", "a table has no headings",
        "Whoever hears a cell cannot know what its number counts (WCAG 1.3.1).",
        "Make its first row the heading, with a line |---|---| below it.",
    ),
    Rule(
        "PR-301", "warning", "a link has no words",
        "Nobody can see it, and a screen reader reads its address out instead.",
        "Write between the brackets what it leads to.",
    ),
    Rule(
        "PR-302", "warning", "a link’s words do not say where it leads",
        "In a list of links, and on paper, “here” says nothing (WCAG 2.4.4).",
        "Link the words that name what is there.",
    ),
    Rule(
        "PR-303", "info", "a link’s words are its address",
        "A screen reader spells it out, and in print it breaks the line where it likes.",
        "Write what is there, such as [the tide tables](https://…); --links prints addresses.",
    ),
    Rule(
        "PR-304", "warning", "a link leads to nothing that goes with the publication",
        "Its words stay, but nobody can follow it in either edition.",
        "Give the address on the web, or the name of an article that is in the publication.",
    ),
    Rule(
        "PR-305", "warning", "a link leads into a private network",
        "It opens at the writer’s desk, and nowhere else.",
        "Give the address that everybody can open.",
    ),
    Rule(
        "PR-401", "warning", "a word stands twice",
        "The eye of the writer passes over it, that of the reader does not.",
        "Take one of them out; say --ignore PR-401 where it is meant.",
    ),
    Rule(
        "PR-402", "warning", "a straight quotation mark has no partner",
        "The press makes pairs of them in the signs of the language; after one that stands alone "
        "the others of its paragraph may be turned the wrong way.",
        "Add its partner, take it out, or type the sign that is meant.",
    ),
    Rule(
        "PR-403", "info", "a bracket has no partner",
        "A reader looks for the end of an aside that has none.",
        "Add the other one, or take this one out.",
    ),
    Rule(
        "PR-404", "warning", "letters were garbled on the way",
        "A text in UTF-8 was read as if it were in another encoding; a reader sees nonsense.",
        "Copy the text anew, or save it as UTF-8; where it says “â€™” there was an apostrophe.",
    ),
    Rule(
        "PR-405", "warning", "a note to the desk is left in the text",
        "“TK” and “TODO” are for those who write, and would be printed.",
        "Fill in what is to come, or take the note out.",
    ),
    Rule(
        "PR-406", "info", "a space stands before a comma or a full stop",
        "A line may begin with the comma, and everywhere else it looks like a hole.",
        "Take the space away.",
    ),
    Rule(
        "PR-407", "info", "a word is parted in the middle of a line",
        "It was parted at a line’s end where it was copied from; here the hyphen is wrong.",
        "Join the two halves.",
    ),
    Rule(
        "PR-408", "info", "a sign has no meaning outside the font that it came from",
        "Signs of the private area are bullets or ligatures in one font and boxes in all others.",
        "Type the sign that was meant.",
    ),
    Rule(
        "PR-501", "warning", "the article was updated before it was published",
        "Both dates are printed; one of them is wrong.",
        "Mend “date” or “updated”.",
    ),
    Rule(
        "PR-502", "warning", "the article is younger than the issue",
        "An issue cannot hold what was not yet written; one of the dates is wrong.",
        "Mend the article’s “date”, or that of publication.yaml.",
    ),
    Rule(
        "PR-503", "warning", "dateline and date disagree",
        "A text is filed on the day that it is dated, or shortly before.",
        "Mend the dateline, or “date”.",
    ),
    Rule(
        "PR-504", "warning", "a date was another day of the week",
        "Either the day or the date is wrong, and readers who come for it come on the wrong one.",
        "Look it up in a calendar.",
    ),
    Rule(
        "PR-505", "info", "there is no standfirst",
        "The contents, shops and search engines show it below the headline.",
        "Write “standfirst: …” into the front matter, a sentence or two.",
    ),
    Rule(
        "PR-506", "info", "nobody is named as author or source",
        "Readers ask who says so; shops want a name.",
        "Write “byline: …” or “source: …” into the front matter.",
    ),
    Rule(
        "PR-507", "info", "the language is not named",
        "Hyphens, quotation marks and the voice of a screen reader go by it; a guess may be wrong.",
        "Write “lang: en” into the front matter, or into publication.yaml.",
    ),
    Rule(
        "PR-508", "warning", "the text reads like another language",
        "Hyphens, quotation marks and a screen reader’s voice are those of the language named.",
        "Mend “lang”.",
    ),
    Rule(
        "PR-509", "info", "the headline is very long",
        "It fills a telephone’s screen, and shops and contents cut it off.",
        "Shorten it, and move the rest into the standfirst.",
    ),
    Rule(
        "PR-510", "info", "the headline is in capitals",
        "Capitals are read more slowly, and some screen readers spell them out.",
        "Write it as a sentence; the design makes it large.",
    ),
    Rule(
        "PR-601", "info", "a line of code is longer than the printed line",
        "It goes on below itself, indented, where the writer did not break it.",
        "Break it where it means something.",
    ),
    Rule(
        "PR-602", "info", "a word is longer than the printed line may bear",
        "It is broken anywhere, or the line before it is left half empty.",
        "Put spaces or hyphens in, or shorten it.",
    ),
    Rule(
        "PR-603", "error", "no font draws a character",
        "It would be an empty box, so there is no PDF.",
        "Install the font that the hint names, or write the character otherwise.",
    ),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.number: rule for rule in _RULES}
