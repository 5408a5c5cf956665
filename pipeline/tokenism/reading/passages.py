"""From blocks to passages: section path, lists with their lead-in, paragraphs over two pages, sensible lengths."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tokenism.reading.blocks import Block
from tokenism.reading.clean import Vocabulary, join_lines
from tokenism.reading.sections import cuts_after, path_text, sections, split_path
from tokenism.records import Box

_SENTENCE_END = re.compile(r"[.!?;][”’\"')]*(\s+)(?=[\"“‘(]?[A-Z0-9•])")
_ADDRESS_END = re.compile(r"(?:://|www\.)\S*$")
_ASIDES = ("footnote", "caption", "table")
"""Kinds of block that stand beside the running text and do not end a paragraph."""
_FOOT = 3.0
"""Line heights above the lower end of the page's text within which a column breaks off."""
_FAR, _OVERLAP = 3.5, 1.5
"""Line heights of white space over which nothing joins, and by which lines of one column may overlap."""
_SENTENCE = 5
"""Words on both sides of a break that a continuation with a capital letter asks for."""
_NO_WORDS = Vocabulary()


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
    blocks: Iterable[Block], *, min_words: int, max_words: int, vocabulary: Vocabulary = _NO_WORDS
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
    blocks = list(blocks)
    feet = _feet(blocks)
    drafts: list[Draft] = []
    for section, members in sections(_joined_over_breaks(blocks, feet, vocabulary)):
        drafts += _section_passages(section, members, min_words, max_words, feet)
    drafts = _under_their_captions(drafts)
    drafts = [replace(draft, kind="paragraph") if draft.kind in ("caption", "footnote") else draft for draft in drafts]
    return [part for draft in drafts for part in _split(draft, max_words)]


def _under_their_captions(drafts: list[Draft]) -> list[Draft]:
    """Drafts with the caption of a table at the end of the section path of its rows."""
    caption: Draft | None = None
    placed: list[Draft] = []
    for draft in drafts:
        if draft.kind == "table" and caption is not None:
            placed.append(replace(draft, section=path_text([*split_path(draft.section), caption.text])))
            continue
        if draft.kind != "table":
            caption = draft if draft.kind == "caption" else None
        placed.append(draft)
    return placed


def _joined_over_breaks(blocks: Sequence[Block], feet: Mapping[int, float], vocabulary: Vocabulary) -> list[Block]:
    """Blocks with a paragraph that breaks off at the end of a column or page joined to its continuation.

    Footnotes, captions, tables and framed boxes that stand between come after the joined paragraph. The first block of
    a box may go on from the last box of the page before.
    """
    joined: list[Block] = []
    last: dict[tuple[int, int], int] = {}
    for block in blocks:
        page = block.boxes[0].page
        flow = (0, -1) if block.box < 0 else (page, block.box)
        before = last.get(flow)
        if before is None and block.box >= 0:
            before = max((at for (number, _), at in last.items() if number == page - 1), default=None)
        if before is not None and _goes_on(joined[before], block, feet, aside=before < len(joined) - 1):
            joined[before] = _join(joined[before], block, vocabulary)
            continue
        if block.kind not in _ASIDES and any(letter.isalpha() for letter in block.text):
            last[flow] = len(joined)
        joined.append(block)
    return joined


def _join(block: Block, following: Block, vocabulary: Vocabulary) -> Block:
    text = join_lines([block.text, following.text], vocabulary)
    boxes, cuts = block.boxes + following.boxes, cuts_after(block, following, text)
    return replace(block, text=text, boxes=boxes, cuts=cuts, closed=following.closed, full=following.full)


def _goes_on(block: Block, following: Block, feet: Mapping[int, float], *, aside: bool) -> bool:
    """Whether a block is the continuation of one that breaks off, with or without other things between them."""
    if block.closed or block.kind not in ("paragraph", "list", "quote") or following.kind not in ("paragraph", "quote"):
        return False
    if abs(block.size - following.size) > 0.12 * block.size or len(block.text.split()) <= 3:
        return False
    end, start = block.boxes[-1], following.boxes[0]
    breaks = start.page == end.page + 1 or (start.page == end.page and start.top < end.top)
    if following.text.startswith(("http", "www.")) or _ADDRESS_END.search(block.text):
        return False
    if following.text[:1].islower():
        return breaks or not aside
    lines = (end.bottom - end.top) / block.size
    runs_out = block.full and lines > 1.8 and end.bottom > feet[end.page] - _FOOT * block.size
    sentence = (block.text[-1].isalpha() or block.text.endswith(",")) and "/" not in block.text.rsplit(" ", 1)[-1]
    alike = block.kind == following.kind == "paragraph" and block.bold == following.bold
    enough = min(len(block.text.split()), len(following.text.split())) >= _SENTENCE
    return breaks and runs_out and sentence and alike and enough


def _feet(blocks: Iterable[Block]) -> dict[int, float]:
    """Lower end of the running text on each page, in points."""
    feet: dict[int, float] = {}
    for block in blocks:
        for box in block.boxes:
            if block.kind not in _ASIDES:
                feet[box.page] = max(box.bottom, feet.get(box.page, 0.0))
    return feet


def _section_passages(
    section: str, blocks: list[Block], min_words: int, max_words: int, feet: Mapping[int, float]
) -> Iterator[Draft]:
    held: Draft | None = None
    before: Block | None = None
    for block in blocks:
        path = path_text([*split_path(section), block.under]) if block.under else section
        draft = Draft(block.kind, path, block.text, block.boxes, block.cuts)
        if held is None or before is None:
            held = draft
        elif _belongs(held, draft, min_words, max_words) and _follows(before, block, feet):
            kind = "list" if "list" in (held.kind, draft.kind) else draft.kind
            text = f"{held.text} {draft.text}"
            shift = len(held.text) + 1
            cuts = (*held.cuts, *(shift + cut for cut in draft.cuts))
            boxes, cuts = _merge_boxes(held.boxes + draft.boxes, cuts)
            held = Draft(kind, section, text, boxes, cuts)
        else:
            yield held
            held = draft
        before = block
    if held is not None:
        yield held


def _belongs(held: Draft, draft: Draft, min_words: int, max_words: int) -> bool:
    """Whether a block joins the passage before it: list items their lead-in, short pieces their neighbour."""
    if {"table", "caption", "footnote"} & {held.kind, draft.kind} or held.n_words + draft.n_words > max_words:
        return False
    if draft.kind == "list":
        return held.kind == "list" or held.text.endswith(":")
    if held.kind == "list":
        return draft.n_words < min_words and draft.text[:1].islower()
    if draft.n_words >= min_words and draft.text.endswith((".", ":", ";")) and not any(map(str.isalpha, held.text)):
        return False  # a bare number, such as a cell that stands by itself, is no beginning of a whole sentence
    return held.n_words < min_words and "quote" not in (held.kind, draft.kind)


def _follows(block: Block, following: Block, feet: Mapping[int, float]) -> bool:
    """Whether a block stands near below another; a list also goes on at the head of the next column or page."""
    end, start = block.boxes[-1], following.boxes[0]
    if (block.box < 0) != (following.box < 0) or (start.page == end.page and block.box != following.box):
        return False
    if start.page == end.page and -_OVERLAP * block.size < start.top - end.bottom < _FAR * block.size:
        return min(end.x1, start.x1) > max(end.x0, start.x0)
    if following.kind != "list" or start.page - end.page not in (0, 1):
        return False
    return block.text.endswith(":") or end.bottom > feet[end.page] - _FOOT * block.size


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
