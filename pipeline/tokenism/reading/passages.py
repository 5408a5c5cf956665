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
    cuts: tuple[int, ...] = (0,)
    """For each box, the offset into the text at which its words begin."""

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
    drafts = [replace(draft, kind="paragraph") if draft.kind == "caption" else draft for draft in drafts]
    return [part for draft in drafts for part in _split(draft, max_words)]


def _joined_over_breaks(blocks: Iterable[Block], vocabulary: Container[str]) -> list[Block]:
    """Blocks with a paragraph that breaks off at the end of a column or page joined to its continuation."""
    joined: list[Block] = []
    for block in blocks:
        if joined and _goes_on(joined[-1], block):
            last = joined[-1]
            text = join_lines([last.text, block.text], vocabulary)
            cuts = _cuts_after(last, block, text)
            joined[-1] = replace(last, text=text, boxes=last.boxes + block.boxes, cuts=cuts, closed=block.closed)
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
        elif bare is not None and _same_level(bare, block) and bare.boxes[0].page == block.boxes[0].page:
            text = f"{bare.text} {block.text}"
            cuts = _cuts_after(bare, block, text)
            path[-1] = bare = replace(bare, text=text, boxes=bare.boxes + block.boxes, cuts=cuts)
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


def _cuts_after(first: "Block | Draft", second: "Block | Draft", text: str) -> tuple[int, ...]:
    """Where the words of each box begin in the text that ends with the second's."""
    shift = len(text) - len(second.text)
    return (*first.cuts, *(shift + cut for cut in second.cuts))


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
        draft = Draft(block.kind, section, block.text, block.boxes, block.cuts)
        if held is None:
            held = draft
        elif _belongs(held, draft, min_words, max_words):
            kind = "list" if "list" in (held.kind, draft.kind) else draft.kind
            text = f"{held.text} {draft.text}"
            boxes, cuts = _merge_boxes(held.boxes + draft.boxes, _cuts_after(held, draft, text))
            held = Draft(kind, section, text, boxes, cuts)
        else:
            yield held
            held = draft
    if held is not None:
        yield held


def _belongs(held: Draft, draft: Draft, min_words: int, max_words: int) -> bool:
    """Whether a block joins the passage before it: list items their lead-in, short pieces their neighbour."""
    if {"table", "caption"} & {held.kind, draft.kind} or held.n_words + draft.n_words > max_words:
        return False
    if draft.kind == "list":
        return held.kind == "list" or held.text.endswith(":")
    if held.kind == "list":
        return draft.n_words < min_words and draft.text[:1].islower()
    return held.n_words < min_words and "quote" not in (held.kind, draft.kind)


def _merge_boxes(boxes: tuple[Box, ...], cuts: tuple[int, ...]) -> tuple[tuple[Box, ...], tuple[int, ...]]:
    """Boxes and cuts where neighbours in one column (same page, overlapping sides, following each other) are one."""
    merged, kept = [boxes[0]], [cuts[0]]
    for box, cut in zip(boxes[1:], cuts[1:], strict=True):
        last = merged[-1]
        overlap = min(last.x1, box.x1) - max(last.x0, box.x0)
        below = -2.0 <= box.top - last.bottom < 30.0
        if box.page == last.page and below and overlap > 0.5 * min(last.x1 - last.x0, box.x1 - box.x0):
            merged[-1] = Box(
                box.page, min(last.x0, box.x0), last.top, max(last.x1, box.x1), max(last.bottom, box.bottom)
            )
        else:
            merged.append(box)
            kept.append(cut)
    return tuple(merged), tuple(kept)


def _split(draft: Draft, max_words: int) -> list[Draft]:
    """A draft as itself, or cut into pieces of about equal length, each with the boxes that its words stand in.

    The cuts are at sentence ends; a sentence longer than ``max_words`` is cut between words.
    """
    if draft.n_words <= max_words:
        return [_with_boxes_once(draft)]
    target = draft.n_words / -(-draft.n_words // max_words)
    pieces: list[str] = []
    for sentence in _sentences(draft.text):
        for stretch in _stretches(sentence, max_words):
            if pieces and len(pieces[-1].split()) + len(stretch.split()) / 2 <= target:
                pieces[-1] += f" {stretch}"
            else:
                pieces.append(stretch)
    placed, start = [], 0
    for piece in pieces:
        start = draft.text.index(piece[:40], start)
        boxes = _boxes_between(draft, start, start + len(piece))
        placed.append(Draft(draft.kind, draft.section, piece, boxes, (0,) * len(boxes)))
        start += len(piece)
    return placed


def _stretches(sentence: str, max_words: int) -> list[str]:
    """A sentence, or its runs of ``max_words`` words."""
    words = sentence.split(" ")
    if len(words) <= max_words:
        return [sentence] if sentence.strip() else []
    return [" ".join(words[i : i + max_words]) for i in range(0, len(words), max_words)]


def _boxes_between(draft: Draft, start: int, end: int) -> tuple[Box, ...]:
    ends = (*draft.cuts[1:], len(draft.text))
    spans = zip(draft.boxes, draft.cuts, ends, strict=True)
    return tuple(dict.fromkeys(box for box, first, last in spans if first < end and last > start)) or draft.boxes


def _with_boxes_once(draft: Draft) -> Draft:
    """A draft whose boxes are all different; the cells of a row over two pages go to and fro between two boxes."""
    boxes = tuple(dict.fromkeys(draft.boxes))
    return draft if len(boxes) == len(draft.boxes) else replace(draft, boxes=boxes, cuts=(0,) * len(boxes))


def _sentences(text: str) -> list[str]:
    """The text cut after sentence ends; closing quotes and brackets stay with their sentence."""
    pieces, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        pieces.append(text[start : match.start(1)])
        start = match.end()
    return [*pieces, text[start:]]
