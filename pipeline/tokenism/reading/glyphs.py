"""What every engine gives for a page: arrays of glyphs and ruled edges in points, origin top left as shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters of a page in content order; every array has one entry a character.

    ``code`` holds Unicode code points; ``x0 top x1 bottom`` the boxes and ``base`` the baselines in points;
    ``bold`` whether the font calls itself bold; ``turn`` the quarter turns clockwise at which the character stands
    (0 is upright).
    """

    code: NDArray[np.uint32]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    base: Floats
    bold: NDArray[np.bool_]
    turn: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.code)

    def take(self, index: NDArray[np.bool_] | NDArray[np.intp]) -> "Glyphs":
        """The glyphs that a mask or an index array picks, in its order."""
        return Glyphs(*(getattr(self, name)[index] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as an engine sees it: its size as shown in points, its glyphs, and its ruled edges.

    ``edges`` has shape (n, 4): x0, top, x1, bottom of horizontal and vertical rules; ``has_pictures`` tells a
    scanned page from an empty one.
    """

    number: int
    width: float
    height: float
    glyphs: Glyphs
    edges: Floats
    has_pictures: bool


def no_edges() -> Floats:
    """An empty array of edges."""
    return np.zeros((0, 4), dtype=np.float32)
