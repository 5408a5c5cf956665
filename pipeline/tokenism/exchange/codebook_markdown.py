"""The codebook for people, coders and referees, as one Markdown text."""

from collections.abc import Iterator

from tokenism.codebook import Codebook
from tokenism.exchange.blocks import Block, Grid, Heading, Paragraph, markdown, words
from tokenism.exchange.sections import SECTIONS

_NOTATION = {
    "word": "that word; with an asterisk after it any word that begins so",
    "one/another": "one of several words",
    "word?": "the word may be missing",
    "co-word": "with hyphen, with space, or as one word",
    "<public>": "a name of somebody who counts as the public",
    "<other>": "a name of somebody who does not",
    "...": "a few words between; with a number after it as many as that",
    "#": "a number",
}


def codebook_markdown(book: Codebook) -> str:
    """The whole codebook as Markdown: every definition, rule, word and example, in the order of the codebook."""
    return markdown(_blocks(book))


def _blocks(book: Codebook) -> Iterator[Block]:
    yield Heading("Codebook: claim, practice and markers of participation", 1)
    yield Paragraph(
        f"Version {book.version}, digest {book.digest}. A claim is the highest band that the words of a passage claim "
        "for the public; a practice is the highest rung for which the passage describes a mechanism."
    )
    yield Paragraph("Words are written so:")
    yield Grid(("Notation", "Means"), tuple((words(mark), meaning) for mark, meaning in _NOTATION.items()))
    for section in SECTIONS.values():
        yield from section(book, full=True)
