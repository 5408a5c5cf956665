"""From glyphs to runs: stretches of text on one baseline without a wide gap, worked out for a whole page at once."""

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tokenism.reading.clean import clean_text
from tokenism.reading.glyphs import Floats, Glyphs

RUN_GAP = 1.0
"""A gap of more than this many line heights ends a run of glyphs."""
_WORD_GAP = 0.2
"""A gap of more than this many line heights is a space even where the file has none."""
_SPACED = 4
"""So many letters with white space before each are letters set apart, not words."""
_WORD_SPACING = 1.3
"""Words of letters set apart stand further apart than this many gaps between letters."""
_SPACE, _BREAK, _HYPHEN = 1, 2, 3
_ROLES = np.zeros(0x10000, dtype=np.uint8)
"""What a code point of the basic plane is besides ink."""
_ROLES[[0x09, 0x20, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]] = _SPACE
_ROLES[[0x00, 0x0A, 0x0D, 0xFFFF]] = _BREAK
_ROLES[[0x02, 0xAD, 0xFFFE]] = _HYPHEN
"""What engines give for a hyphen that breaks a word at the end of a line."""
_SOFT_HYPHEN = 0xAD
_MARK = 0.75
"""The mark of a footnote is lower than this share of the letters beside it."""
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""How the number is spelt that opens a footnote."""
_BASE = re.compile(r"(?<![\w.,/–-])\d{1,3}$")
"""A number that may have a power: by itself, and too short for a year."""
_METRES = re.compile(r"\d\s*[kcdm]?m$", re.IGNORECASE)
_DRAWN = 0.1
"""A soft hyphen wider than this many line heights is seen: careless fonts map every hyphen to it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text or a run of one, its box in its own reading frame (points), and where it belongs.

    ``turn`` is the frame: 0 is the page as shown, else quarter turns clockwise; ``region`` numbers the column or
    strip of the page in reading order; ``table`` is the index of the table that stands here instead of text,
    or -1; ``box`` numbers the framed or shaded box on the page that the line stands in, or is -1 in the main flow.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool
    turn: int = 0
    region: int = 0
    table: int = -1
    box: int = -1

    @property
    def size(self) -> float:
        """Height of the line in points."""
        return self.bottom - self.top


def find_runs(
    glyphs: Glyphs, turn: int, *, gap: float = RUN_GAP, group: NDArray[np.intp] | None = None
) -> tuple[list[Line], list[int]]:
    """Runs of glyphs in content order, and the group of each (0 without groups).

    Parameters
    ----------
    glyphs
        Glyphs that read left to right.
    turn
        Quarter turns of their frame, kept with each run.
    gap
        Widest gap inside a run in line heights.
    group
        A number for each glyph, as the cell that it stands in; a run never crosses two.
    """
    role = np.where(glyphs.code < len(_ROLES), _ROLES[np.minimum(glyphs.code, len(_ROLES) - 1)], 0)
    ink = np.flatnonzero((role != _SPACE) & (role != _BREAK) & (glyphs.bottom > glyphs.top))
    if not len(ink):
        return [], []
    g = glyphs.take(ink)
    height = np.maximum(g.bottom - g.top, 1.0)
    tall = np.maximum(height[1:], height[:-1])
    space_after = g.x0[1:] - g.x1[:-1]
    back = g.x0[1:] < g.x0[:-1] - 0.5 * tall
    apart = np.abs(g.base[1:] - g.base[:-1])
    drop = (apart > 0.45 * tall) | ((apart > 0.2 * tall) & (g.x0[1:] <= g.x0[:-1]))
    new = np.concatenate([[True], drop | back | (space_after > gap * tall)])
    groups = np.zeros(len(g), dtype=np.intp) if group is None else group[ink]
    new[1:] |= groups[1:] != groups[:-1]
    spaces_before = np.cumsum(role == _SPACE)[ink]
    space = np.concatenate([[False], (np.diff(spaces_before) > 0) | (space_after > _WORD_GAP * tall)]) & ~new
    starts = np.flatnonzero(new)
    lines = _lines(g, starts, space, role[ink] == _HYPHEN, turn)
    return lines, groups[starts].tolist()


def _lines(
    g: Glyphs, starts: NDArray[np.intp], space: NDArray[np.bool_], hyphen: NDArray[np.bool_], turn: int
) -> list[Line]:
    ends = np.append(starts[1:], len(g))
    height = g.bottom - g.top
    bold = np.add.reduceat(g.bold.astype(np.intp), starts) > 0.6 * (ends - starts)
    boxes = zip(
        np.minimum.reduceat(g.x0, starts).tolist(),
        _medians(g.top, starts, ends),
        np.maximum.reduceat(g.x1, starts).tolist(),
        _medians(g.bottom, starts, ends),
        bold.tolist(),
        strict=True,
    )
    uneven = np.minimum.reduceat(height, starts) < _MARK * np.maximum.reduceat(height, starts)
    left_out = np.zeros(len(g), dtype=np.bool_)
    for a, b in zip(starts[uneven].tolist(), ends[uneven].tolist(), strict=True):
        left_out[a:b] = _note_marks(g, a, b)
    g = _with_opening_marks(g, starts[uneven], left_out)
    spaced = np.add.reduceat(space.astype(np.intp), starts) >= np.maximum(_SPACED, 0.8 * (ends - starts - 1))
    for a, b in zip(starts[spaced].tolist(), ends[spaced].tolist(), strict=True):
        letters = "".join(map(chr, g.code[a:b].tolist()))
        if not any(map(str.isdigit, letters)) and sum(map(str.isalpha, letters)) > 0.8 * len(letters):
            space[a:b] = _closed_letter_spacing(g, a, b)
    texts = _texts(g, starts, ends, space, hyphen, left_out)
    return [Line(text, *box, turn) for text, box in zip(texts, boxes, strict=True)]


def _texts(
    g: Glyphs,
    starts: NDArray[np.intp],
    ends: NDArray[np.intp],
    space: NDArray[np.bool_],
    hyphen: NDArray[np.bool_],
    left_out: NDArray[np.bool_],
) -> list[str]:
    drawn = (g.code == _SOFT_HYPHEN) & (g.x1 - g.x0 > _DRAWN * (g.bottom - g.top))
    last = np.zeros(len(g), dtype=np.bool_)
    last[ends - 1] = True
    code = np.where(drawn | (last & hyphen), np.uint32(ord("-")), g.code)
    place = np.arange(len(g)) + np.cumsum(space)
    letters = np.full(int(place[-1]) + 1, ord(" "), dtype="<u4")
    letters[place] = np.where(left_out, 0, code)
    page = letters.tobytes().decode("utf-32-le", "surrogatepass")
    spans = zip(place[starts].tolist(), (place[ends - 1] + 1).tolist(), strict=True)
    return [_clean(page[a:b]) for a, b in spans]


def _clean(text: str) -> str:
    """Clean text of a run; plain letters need no work, and most runs are nothing else."""
    return text if text.isascii() and text.isprintable() else clean_text(text)


def _medians(values: Floats, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> list[float]:
    """The (upper) median of each stretch of values; most stretches have one value only."""
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    medians: list[float] = low.tolist()
    mixed = np.flatnonzero(low != high)
    for i, a, b in zip(mixed.tolist(), starts[mixed].tolist(), ends[mixed].tolist(), strict=True):
        medians[i] = sorted(values[a:b].tolist())[(b - a) // 2]
    return medians


def _note_marks(g: Glyphs, a: int, b: int) -> NDArray[np.bool_]:
    """Which glyphs are raised small digits that mark footnotes; powers of numbers and of metres are none."""
    height, bottom = g.bottom[a:b] - g.top[a:b], g.bottom[a:b]
    if height.min() >= _MARK * height.max():
        return np.zeros(b - a, dtype=np.bool_)
    digit = (g.code[a:b] >= ord("0")) & (g.code[a:b] <= ord("9"))
    marks = (height < _MARK * np.median(height)) & (bottom < np.median(bottom) - 0.1 * np.median(height)) & digit
    for start in np.flatnonzero(marks & ~np.concatenate([[False], marks[:-1]])).tolist():
        after = np.flatnonzero(~marks[start:])
        end = start + int(after[0]) if len(after) else b - a
        letters = "".join(map(chr, g.code[a : a + end].tolist()))
        if is_power(letters[:start], letters[start:]):
            marks[start:end] = False
    return np.asarray(marks)


def _with_opening_marks(g: Glyphs, starts: NDArray[np.intp], left_out: NDArray[np.bool_]) -> Glyphs:
    """The glyphs with the number that opens a footnote as superscript letters, which then are not left out."""
    code = g.code
    for start in starts[left_out[starts]].tolist():
        code = code.copy() if code is g.code else code
        while start < len(g) and left_out[start] and chr(code[start]).isdigit():
            code[start], left_out[start] = ord(RAISED[int(chr(code[start]))]), False
            start += 1
    return g if code is g.code else replace(g, code=code)


def is_power(before: str, raised: str) -> bool:
    """Whether raised digits are the power of the number or of the metres before them; years have none."""
    return bool(_BASE.search(before)) or (raised[:1] in ("2", "3") and bool(_METRES.search(before)))


def _closed_letter_spacing(g: Glyphs, a: int, b: int) -> NDArray[np.bool_]:
    """Before which glyphs of a run of letters set apart from each other a word begins: where the gap is wider."""
    gaps = g.x0[a + 1 : b] - g.x1[a : b - 1]
    usual = float(np.median(gaps))
    return np.concatenate([[False], gaps > _WORD_SPACING * usual + _WORD_GAP * float(g.bottom[a] - g.top[a])])


def is_note_mark(run: Line, size: float, bottom: float) -> bool:
    """Whether a run is a small raised number or two, beside text of a size and with a lower edge in points."""
    return run.text.isdigit() and len(run.text) < 5 and run.size < _MARK * size and run.bottom < bottom - 0.1 * size
