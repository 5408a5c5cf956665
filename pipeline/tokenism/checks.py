"""What a check of construct validity comes to, and the raw index that the checks look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tokenism.link import Weights
from tokenism.plot_tables import PlotTable
from tokenism.records import Claim, Passage, Span, Tag
from tokenism.verdicts import TOKENISTIC
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


@dataclass(frozen=True, slots=True)
class RawIndex:
    """Shares of counted claims without practice at their level, all and those of co-production, with their counts."""

    n_claims: int
    index: float | None
    n_coproduction: int
    gap: float | None


def raw_index(claims: Sequence[Claim]) -> RawIndex:
    """The tokenism index and the co-production gap as plain shares of a ledger (codebook section 6).

    Repeats are left out; nothing is corrected for the errors of classifier and ledger. None for a share of no claims.
    """
    counted = [claim for claim in claims if claim.repeat_of is None]
    coproduction = [claim for claim in counted if claim.claim == "co-production"]
    return RawIndex(len(counted), tokenistic_share(counted), len(coproduction), tokenistic_share(coproduction))


def tokenistic_share(claims: Sequence[Claim]) -> float | None:
    """Share of claims whose document verdict is overclaimed or label-only; None for no claims."""
    return sum(claim.verdict in TOKENISTIC for claim in claims) / len(claims) if claims else None
