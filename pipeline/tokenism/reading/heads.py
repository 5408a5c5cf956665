"""Heads, feet, page numbers and navigation bars: lines that come back at one place on many pages are no text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tokenism.reading.blocks import ORDINARY, BodyText, PageLines
from tokenism.reading.runs import Line

_EDGE_OF_PAGE = 0.1
"""Share of the page's height, at its top and its foot, where running heads and page numbers stand."""
_OFTEN = 0.3
"""Share of the pages on which a line comes back that runs wherever it stands."""
_CELL = 6.0
"""Points; a line counts where it stands and in the neighbouring cells, so places agree within 6 to 12 points."""
_DENSE = 0.25
"""Share of the pages from its first to its last on which a bold or larger line has to stand to be a running head."""
_PAGE_NUMBER = re.compile(r"^(?:page\s*)?[|\-– ]*\d{1,4}(?:\s*(?:of|/|\s)\s*\d{1,4})?[|\-– ]*$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}")

_Place = tuple[object, ...]


def without_running_lines(pages: list[PageLines]) -> list[PageLines]:
    """Pages without heads, feet, page numbers and navigation bars.

    A line runs if it comes back at one place, numbers apart, on 30 % of the pages; at the edge of the page three
    pages that lie close together are enough, unless it looks like a heading: in large type, or set in the same way in
    the middle of other pages. The name of a chapter in the place where every page has one runs on a single page too.
    """
    seen = _Seen.of(pages)
    return [replace(page, lines=[line for line in page.lines if not seen.runs(page, line)]) for page in pages]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where the lines of a document stand: indices of pages by text and place, and by style and place."""

    n_pages: int
    body: BodyText
    texts: Counter[str]
    pages_of: dict[_Place, set[int]]
    slots: dict[_Place, set[int]]
    inside: Counter[_Place]
    headings: frozenset[str]

    @classmethod
    def of(cls, pages: list[PageLines]) -> "_Seen":
        body = BodyText.of(pages)
        pages_of: dict[_Place, set[int]] = {}
        slots: dict[_Place, set[int]] = {}
        inside: Counter[_Place] = Counter()
        lines = [(page, line) for page in pages for line in page.lines if line.table < 0]
        texts = Counter(form for page, line in lines for form in _forms(line, page.number, body))
        for page, line in lines:
            for form in _forms(line, page.number, body):
                if texts[form] > 1:
                    for place in _places(form, line):
                        pages_of.setdefault(place, set()).add(page.number)
            if _at_edge(page, line):
                for place in _places(round(line.size), line):
                    slots.setdefault(place, set()).add(page.number)
            else:
                inside[_styled(line)] += 1
        headings = frozenset(text for page in pages for text in _heading_texts(page, body))
        return cls(len(pages), body, texts, pages_of, slots, inside, headings)

    def runs(self, page: PageLines, line: Line) -> bool:
        """Whether a line of a page is a running one."""
        if line.table >= 0:
            return False
        at_edge = _at_edge(page, line)
        if at_edge and _PAGE_NUMBER.match(line.text):
            return True
        often = max(4, _OFTEN * self.n_pages)
        found = self._pages_with(line, page.number, 2 if at_edge else often)
        if len(found) >= often:
            return True
        if not at_edge:
            return False
        repeats = len(found) >= (2 if line.turn else 3)
        return (repeats and not self._is_heading(found, line)) or self._names_chapter(line)

    def _pages_with(self, line: Line, number: int, enough: float) -> set[int]:
        """Pages that hold the line at its place; none where its text is on fewer than ``enough`` of them."""
        forms = (form for form in _forms(line, number, self.body) if self.texts[form] >= enough)
        return max((_near(self.pages_of, form, line) for form in forms), key=len, default=set())

    def _is_heading(self, found: set[int], line: Line) -> bool:
        """Whether a line that comes back at the edge is a heading: large, far apart, or set alike inside the page."""
        if self.body.is_display(line):
            return True
        if line.size >= 0.95 * self.body.size and self.inside[_styled(line)] >= 2:
            return True
        stands_out = line.size >= 1.05 * self.body.size or (line.bold and not self.body.bold)
        return stands_out and len(found) < _DENSE * (max(found) - min(found) + 1)

    def _names_chapter(self, line: Line) -> bool:
        """Whether a line says again, at a place where many pages say something, what a heading says elsewhere."""
        if line.size > 1.05 * self.body.size or _bare(line.text) not in self.headings:
            return False
        return len(_near(self.slots, round(line.size), line)) >= max(4, _OFTEN * self.n_pages)


def _at_edge(page: PageLines, line: Line) -> bool:
    height = page.width if line.turn % 2 else page.height
    return line.bottom < _EDGE_OF_PAGE * height or line.top > (1 - _EDGE_OF_PAGE) * height


def _forms(line: Line, page: int, body: BodyText) -> tuple[str, ...]:
    """Texts under which a line is counted: without its numbers, which may be those of pages.

    In large type numbers tell headings apart ("Session 2"); there they only go if they count pages or spreads: it is
    the text with all of its numbers, and with its first or last one as the difference to the number of the page.
    """
    text = line.text.lower()
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return (text,)
    if not body.is_display(line):
        masked = _NUMBER.sub("#", text)
        return (masked.strip("# |–-.") or masked,)
    ends = {numbers[0].span(): numbers[0], numbers[-1].span(): numbers[-1]}.values()
    counted = [f"{text[: n.start()]}#{int(n[0]) - sheets * page}{text[n.end() :]}" for n in ends for sheets in (1, 2)]
    return (text, *counted)


def _styled(line: Line) -> _Place:
    return line.text.lower(), round(line.size), line.bold


def _bare(text: str) -> str:
    """Lower-case text without numbers at its ends."""
    return text.lower().strip("0123456789 |–-.")


def _places(what: object, line: Line) -> tuple[_Place, ...]:
    """What stands in which cell of the page: by its left end, its middle and, as feet may, by its right end."""
    top, left, right = round(line.top / _CELL), line.x0 / _CELL, line.x1 / _CELL
    key = what, line.turn
    return (
        (*key, "left", round(left), top),
        (*key, "middle", round((left + right) / 2), top),
        (*key, "right", round(right), top),
    )


def _near(places: dict[_Place, set[int]], what: object, line: Line) -> set[int]:
    """Pages with the same thing in the line's cell or in one of its neighbours; the best of ends and middle."""
    best: set[int] = set()
    for *key, x, top in _places(what, line):
        cells = ((*key, x + dx, top + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))  # type: ignore[operator]
        found = set().union(*(places.get(cell, ()) for cell in cells))
        best = max(best, found, key=len)
    return best


def _heading_texts(page: PageLines, body: BodyText) -> Iterator[str]:
    """Lines in larger type away from the edge, and up to three of them that follow each other."""
    run: list[Line] = []
    for line in page.lines:
        if line.table >= 0 or line.size < ORDINARY * body.size or (_at_edge(page, line) and not body.is_display(line)):
            run = []
            continue
        run = [*run[-2:], line] if run and abs(run[-1].size - line.size) < 1 else [line]
        yield from (_bare(" ".join(_texts(run[start:]))) for start in range(len(run)))


def _texts(lines: Iterable[Line]) -> Iterator[str]:
    return (line.text for line in lines)
