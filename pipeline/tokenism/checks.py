"""What a check of construct validity comes to, and the raw index that the checks look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tokenism.evidence import Weights
from tokenism.plot_tables import PlotTable
from tokenism.records import Claim, Passage, Span, Tag
from tokenism.views import View


@dataclass(frozen=True, slots=True)
class Check:
    """One check: whether it passed, the bar in words, its figures (JSON), and one plain sentence on what was found.

    ``few`` are the figures that one run is compared with another by; ``table`` is there where a plot needs one.
    """

    name: str
    passed: bool
    bar: str
    figures: Mapping[str, Any]
    says: str
    few: Mapping[str, float | None]
    table: PlotTable | None = None

    @property
    def line(self) -> str:
        """One line for the terminal."""
        return f"{self.name}: {'passed' if self.passed else 'FAILED'}. {self.says} Bar: {self.bar}."


class Linker(Protocol):
    """What is needed of :func:`tokenism.link.link`; a test passes a broken one."""

    def __call__(
        self, passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span], view: View, /, *,
        weights: Weights | None = None,
    ) -> list[Claim]:  # fmt: skip
        """The claims ledger of tagged passages."""
        ...
