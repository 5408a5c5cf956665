"""From blocks to passages: section path, lists with their lead-in, paragraphs over two pages, sensible lengths."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from tokenism.reading.blocks import Block
from tokenism.reading.clean import join_lines
from tokenism.records import Box

_SENTENCE_END = re.compile(r"[.!?;][”’\"')]*(\s+)(?=[\"“‘(]?[A-Z0-9•])")
_MAX_SECTION = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it has an id: its kind, section path, text and boxes."""

    kind: str
    section: str
    text: str
    boxes: tuple[Box, ...]

    @property
    def n_words(self) -> int:
        """Words of the text, split at white space."""
        return len(self.text.split())


def build_passages(
    blocks: Iterable[Block], *, min_words: int, max_words: int, vocabulary: Container[str] = ()
) -> list[Draft]:
    """Passages of a document from its blocks in reading order.

    Parameters
    ----------
    blocks
        Blocks of all pages, headings among them.
    min_words
        A paragraph shorter than this joins the next one of its section.
    max_words
        A passage longer than this is split at a sentence (or between list items).
    vocabulary
        Words of the document, for words broken between columns or pages (see
        :func:`~tokenism.reading.clean.join_lines`).
    """
    drafts: list[Draft] = []
    for section, members in _sections(_joined_over_breaks(blocks, vocabulary)):
        drafts += _section_passages(section, members, min_words, max_words)
    return [part for draft in drafts for part in _split(draft, max_words)]


def _joined_over_breaks(blocks: Iterable[Block], vocabulary: Container[str]) -> list[Block]:
    """Blocks with a paragraph that breaks off at the end of a column or page joined to its continuation."""
    joined: list[Block] = []
    for block in blocks:
        if joined and _goes_on(joined[-1], block):
            last = joined[-1]
            text = join_lines([last.text, block.text], vocabulary)
            joined[-1] = replace(last, text=text, boxes=last.boxes + block.boxes, closed=block.closed)
        else:
            joined.append(block)
    return joined


def _goes_on(block: Block, following: Block) -> bool:
    return (
        not block.closed
        and block.kind in ("paragraph", "list", "quote")
        and following.kind in ("paragraph", "quote")
        and following.text[:1].islower()
        and abs(block.size - following.size) <= 0.12 * block.size
        and len(block.text.split()) > 3
    )


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Section path and the blocks under it.

    Headings of one level that follow each other are one heading; a heading that nothing stands under (a cover, a
    slide of one statement) is a block of its own, so that no words are lost.
    """
    path: list[Block] = []
    bare: Block | None = None
    members: list[Block] = []
    for block in blocks:
        if block.kind != "heading":
            members.append(block)
            bare = None
        elif bare is not None and _same_level(bare, block):
            path[-1] = bare = replace(bare, text=f"{bare.text} {block.text}", boxes=bare.boxes + block.boxes)
        else:
            level = _level(path, block)
            if bare is not None and level < len(path):
                members.append(replace(bare, kind="paragraph"))
                path = path[:-1]
            if members:
                yield _path_text(path), members
                members = []
            path, bare = [*path[:level], block], block
    if bare is not None:
        members.append(replace(bare, kind="paragraph"))
        path = path[:-1]
    if members:
        yield _path_text(path), members


def _same_level(heading: Block, following: Block) -> bool:
    return abs(heading.size - following.size) < 0.3 and heading.bold == following.bold


def _level(path: list[Block], heading: Block) -> int:
    """Number of open headings that stand above the new one: larger, or as large and bolder."""
    for level, above in enumerate(path):
        if above.size < heading.size + 0.3 and not (abs(above.size - heading.size) < 0.3 and above.bold > heading.bold):
            return level
    return len(path)


def _path_text(path: list[Block]) -> str:
    return " > ".join(heading.text for heading in path)[-_MAX_SECTION:]


def _section_passages(section: str, blocks: list[Block], min_words: int, max_words: int) -> Iterator[Draft]:
    held: Draft | None = None
    for block in blocks:
        draft = Draft(block.kind, section, block.text, block.boxes)
        if held is None:
            held = draft
        elif _belongs(held, draft, min_words, max_words):
            kind = "list" if "list" in (held.kind, draft.kind) else draft.kind
            held = Draft(kind, section, f"{held.text} {draft.text}", _merge_boxes(held.boxes, draft.boxes))
        else:
            yield held
            held = draft
    if held is not None:
        yield held


def _belongs(held: Draft, draft: Draft, min_words: int, max_words: int) -> bool:
    """Whether a block joins the passage before it: list items their lead-in, short pieces their neighbour."""
    if "table" in (held.kind, draft.kind) or held.n_words + draft.n_words > max_words:
        return False
    if draft.kind == "list":
        return held.kind == "list" or held.text.endswith(":")
    if held.kind == "list":
        return draft.n_words < min_words and draft.text[:1].islower()
    return held.n_words < min_words and "quote" not in (held.kind, draft.kind)


def _merge_boxes(first: tuple[Box, ...], second: tuple[Box, ...]) -> tuple[Box, ...]:
    """Boxes of both, where neighbours in one column (same page, overlapping sides, following each other) become one."""
    merged = list(first)
    for box in second:
        last = merged[-1]
        overlap = min(last.x1, box.x1) - max(last.x0, box.x0)
        below = -2.0 <= box.top - last.bottom < 30.0
        if box.page == last.page and below and overlap > 0.5 * min(last.x1 - last.x0, box.x1 - box.x0):
            merged[-1] = Box(
                box.page, min(last.x0, box.x0), last.top, max(last.x1, box.x1), max(last.bottom, box.bottom)
            )
        else:
            merged.append(box)
    return tuple(merged)


def _split(draft: Draft, max_words: int) -> list[Draft]:
    """A draft as itself, or cut at sentence ends into pieces of about equal length; each piece keeps all boxes."""
    if draft.n_words <= max_words or draft.kind == "table":
        return [draft]
    sentences = _sentences(draft.text)
    n_pieces = -(-draft.n_words // max_words)
    target = draft.n_words / n_pieces
    pieces: list[str] = []
    for sentence in sentences:
        if pieces and len(pieces[-1].split()) + len(sentence.split()) / 2 <= target:
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    return [replace(draft, text=piece) for piece in pieces if piece.strip()]


def _sentences(text: str) -> list[str]:
    """The text cut after sentence ends; closing quotes and brackets stay with their sentence."""
    pieces, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        pieces.append(text[start : match.start(1)])
        start = match.end()
    return [*pieces, text[start:]]
