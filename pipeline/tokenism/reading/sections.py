"""Section paths: which headings each block stands under."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tokenism.reading.blocks import Block

_MAX_PATH = 200
_MAX_HEADING = 80
_SEPARATOR = " > "
_RARE = 2
"""Headings of one style that are too few to be a level of the document."""
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+\S")
_NAMED = re.compile(r"(?:part|chapter|section|appendix|annexe?|session|schedule)\b|\d", re.IGNORECASE)

_Style = tuple[int, bool]


def sections(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Section path and the blocks under it.

    Headings of one level that follow each other are one heading; a heading that nothing stands under (a cover, a
    slide of one statement), or that is too long for the path, is a block of its own, so that no words are lost. What
    stands in a framed box has the headings of the box under the path around it. Large type that comes once or twice
    heads only what follows it until the next heading of the usual kinds.
    """
    walk = _Walk(Counter(_style(block) for block in blocks if block.kind == "heading"), _boxes_with_text(blocks))
    for block in blocks:
        yield from walk.step(block)
    yield from walk.end()


@dataclass(slots=True)
class _Walk:
    """Where a walk through the blocks stands: open headings, the last one while it is bare, blocks since."""

    styles: Counter[_Style]
    boxes: set[tuple[int, int]]
    path: list[Block] = field(default_factory=list)
    bare: Block | None = None
    members: list[Block] = field(default_factory=list)
    box: tuple[int, int] | None = None
    outer: list[Block] = field(default_factory=list)
    usual: list[Block] | None = None
    """The path before large type that came out of turn."""

    def step(self, block: Block) -> Iterator[tuple[str, list[Block]]]:
        here = _box_of(block)
        here = here if here in self.boxes else None
        if here != self.box and self._goes_on(here, block):
            self.box = here
        elif here != self.box:
            yield from self._cross(here)
        if block.kind != "heading":
            if block.kind != "footnote":
                if self.bare is not None and len(self.bare.text) > _MAX_HEADING:
                    self.members.append(replace(self.bare, kind="paragraph"))
                self.bare = None
            self.members.append(block)
        elif self.bare is not None and _goes_with(self.bare, block):
            text = f"{self.bare.text} {block.text}"
            cuts = cuts_after(self.bare, block, text)
            self.path[-1] = self.bare = replace(self.bare, text=text, boxes=self.bare.boxes + block.boxes, cuts=cuts)
        else:
            yield from self._open(block)

    def _goes_on(self, here: tuple[int, int] | None, block: Block) -> bool:
        """Whether a list or text of a box stands in the first box of the next page under the same headings."""
        if self.box is None or here is None or block.kind == "heading" or self.bare is not None:
            return False
        return len(self.path) == len(self.outer) and here[0] == self.box[0] + 1

    def _open(self, heading: Block) -> Iterator[tuple[str, list[Block]]]:
        resumes = self.usual is not None and self.box is None and self.styles[_style(heading)] > _RARE
        path = self.usual if resumes and self.usual is not None else self.path
        base = len(self.outer) if self.box is not None else 0
        level = base + _level(path[base:], heading)
        if resumes or level < len(self.path):
            self._keep_bare()
        yield from self._flush()
        if resumes:
            self.path, self.usual = path, None
        elif self.box is None and self.usual is None and self._out_of_turn(level, heading):
            self.usual = self.path
        self.path, self.bare = [*self.path[:level], heading], heading

    def _out_of_turn(self, level: int, heading: Block) -> bool:
        """Whether a heading of a rare style would close one of a usual style that is smaller."""
        rare = self.styles[_style(heading)] <= _RARE and not _NAMED.match(heading.text)
        return rare and level < len(self.path) and self.styles[_style(self.path[level])] > _RARE

    def _cross(self, box: tuple[int, int] | None) -> Iterator[tuple[str, list[Block]]]:
        """Leave a box for the main flow or another box, or enter one."""
        if self.box is not None:
            self._keep_bare()
        yield from self._flush()
        if self.box is not None:
            self.path, self.outer = self.outer, []
        if box is not None:
            self.outer = list(self.path)
        self.box, self.bare = box, None

    def _keep_bare(self) -> None:
        """Make a heading that nothing stands under a paragraph."""
        if self.bare is not None:
            self.members.append(replace(self.bare, kind="paragraph"))
            self.path, self.bare = self.path[:-1], None

    def _flush(self) -> Iterator[tuple[str, list[Block]]]:
        if self.members:
            yield path_text([heading.text for heading in self.path]), self.members
            self.members = []

    def end(self) -> Iterator[tuple[str, list[Block]]]:
        self._keep_bare()
        yield from self._flush()


def cuts_after(first: Block, second: Block, text: str) -> tuple[int, ...]:
    """Where the words of each box begin in the text that ends with the second's."""
    shift = len(text) - len(second.text)
    return (*first.cuts, *(shift + cut for cut in second.cuts))


def path_text(headings: Sequence[str]) -> str:
    """Headings from the outermost in at most 200 characters: long ones are cut at a word, middle ones left out."""
    if len(_SEPARATOR.join(headings)) > _MAX_PATH:
        headings = [_shortened(text) for text in headings]
        while len(_SEPARATOR.join(headings)) > _MAX_PATH:
            del headings[1]
    return _SEPARATOR.join(headings)


def split_path(section: str) -> list[str]:
    """The headings of a path."""
    return section.split(_SEPARATOR) if section else []


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_HEADING else text[: _MAX_HEADING + 1].rsplit(" ", 1)[0][:_MAX_HEADING]


def _box_of(block: Block) -> tuple[int, int] | None:
    return (block.boxes[0].page, block.box) if block.box >= 0 else None


def _boxes_with_text(blocks: Sequence[Block]) -> set[tuple[int, int]]:
    """Boxes that hold more than headings: a coloured bar behind a chapter's heading is none."""
    return {box for block in blocks if block.kind != "heading" and (box := _box_of(block)) is not None}


def _style(heading: Block) -> _Style:
    return round(2 * heading.size), heading.bold


def _goes_with(heading: Block, following: Block) -> bool:
    """Whether a heading is the next line of the one before it."""
    return (
        abs(heading.size - following.size) < 0.3
        and heading.bold == following.bold
        and heading.boxes[0].page == following.boxes[0].page
        and not _NUMBER.match(following.text)
    )


def _number(heading: Block) -> tuple[int, ...]:
    match = _NUMBER.match(heading.text)
    return tuple(map(int, match[1].split("."))) if match else ()


def _level(path: Sequence[Block], heading: Block) -> int:
    """Number of open headings that stand above the new one: by its number, else larger, or as large and bolder."""
    number = _number(heading)
    if len(number) > 1:
        numbers = [_number(above) for above in path]
        for level in range(len(path) - 1, -1, -1):
            if numbers[level] and len(numbers[level]) < len(number) and number[: len(numbers[level])] == numbers[level]:
                return level + 1
        for level, other in enumerate(numbers):
            if len(other) >= len(number):
                return level
    for level, above in enumerate(path):
        if above.size < heading.size + 0.3 and not (abs(above.size - heading.size) < 0.3 and above.bold > heading.bold):
            return level
    return len(path)
