"""The verdict of a passage, derived from its labels (codebook section 4)."""

from tokenism.records import BANDS

TOKENISTIC = ("overclaimed", "label-only")
"""Verdicts that count into the tokenism index when no evidence is found elsewhere."""

DOCUMENT_VERDICTS = ("no-claim", "supported", "supported-elsewhere", "planned", "overclaimed", "label-only")
"""Verdicts of a claim against its whole document (codebook section 5)."""

COUNTED_BANDS = ("consultation", "co-production")
"""Bands whose claims are counted (codebook section 6)."""


def passage_verdict(claim: str, practice: str, stance: str) -> str:
    """Verdict of a passage from its claim band, practice band and stance.

    >>> passage_verdict("co-production", "consultation", "reported")
    'overclaimed'
    >>> passage_verdict("consultation", "co-production", "committed")
    'planned'
    """
    if claim == "none" or stance == "definition":
        return "no-claim"
    if practice == "none":
        return "label-only"
    if BANDS.index(practice) < BANDS.index(claim):
        return "overclaimed"
    return "supported" if stance == "reported" else "planned"


def is_counted(claim: str, stance: str) -> bool:
    """Whether a claim is counted: one of consultation or co-production that is no definition (codebook section 6)."""
    return claim in COUNTED_BANDS and stance != "definition"
