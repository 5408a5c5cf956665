"""Records that walk between the stages: frozen, plain, and doing no work."""

from collections.abc import Mapping
from dataclasses import dataclass, field

BANDS = ("none", "informing", "consultation", "co-production")
"""Bands of participation in ascending order (codebook section 2); the index is the order."""

STANCES = ("reported", "committed", "aspirational", "definition", "na")
"""How a passage speaks (codebook section 3c)."""

VERDICTS = ("no-claim", "supported", "planned", "overclaimed", "label-only")
"""Verdicts of a passage (codebook section 4); the ledger adds ``supported-elsewhere``."""

STATUSES = (
    "ok",
    "partial",
    "no_text_layer",
    "encrypted",
    "corrupt",
    "timeout",
    "memory",
    "crashed",
    "too_large",
    "not_pdf",
    "missing",
    "duplicate",
)
"""What became of an input."""

READ_STATUSES = ("ok", "partial")
"""Statuses of documents that were read, whole or in part."""

POSITIONS = ("agree", "disagree", "partly", "no comment")
"""What an organisation may say to a claim in its reply."""

KINDS = ("paragraph", "list", "table", "quote")
"""Kinds of passage."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the top left corner of the page as shown; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: size in points, words kept, and the quality of its text (0 to 1, None without text)."""

    number: int
    width: float
    height: float
    n_words: int
    quality: float | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One input file and what became of it; counts are None where it was not read."""

    document_id: str
    path: str
    sha256: str | None
    organisation: str
    organisation_type: str | None = None
    title: str | None = None
    year: int | None = None
    status: str = "ok"
    detail: str = ""
    pages: int | None = None
    n_passages: int | None = None
    n_words: int | None = None
    reader: str | None = None
    quality: float | None = None
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list or table row of a document, with where it stands on the page."""

    passage_id: str
    document_id: str
    organisation: str
    page: int
    page_end: int
    section: str
    kind: str
    order: int
    text: str
    boxes: tuple[Box, ...]
    n_words: int


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a passage that a rule fired on: half-open code point offsets into the passage's text."""

    passage_id: str
    layer: str
    kind: str
    rule: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """The three labels of a passage in one layer, with calibrated probabilities where a model gave them."""

    passage_id: str
    layer: str
    claim: str
    claim_rung: int
    practice: str
    practice_rung: int
    stance: str
    verdict: str
    unsure: bool = False
    p_claim: Mapping[str, float] = field(default_factory=dict)
    p_practice: Mapping[str, float] = field(default_factory=dict)
    p_stance: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of the claims ledger: a claim of consultation or co-production and the best evidence for it.

    ``view`` names the view of the codebook under whose bands claim and practice were compared; ``would_change`` the
    one finding that would change the verdict. ``evidence_document_id`` is None unless the evidence is in another
    document of the same family.
    """

    claim_id: str
    passage_id: str
    document_id: str
    organisation: str
    page: int
    claim: str
    practice: str
    verdict: str
    unsure: bool
    disputed: bool
    evidence_passage_id: str | None
    evidence_page: int | None
    reason: str
    stance: str
    passage_verdict: str
    repeat_of: str | None
    evidence_score: float | None
    view: str
    would_change: str = ""
    evidence_document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One organisation's line; every share is None where its count is too small or zero.

    Shares, lift and density are corrected for the known errors of tagging and linking, with 95 % intervals for the
    documents read (``_low``, ``_high``); those that end in ``_raw`` are counted from the tables as they stand. The
    ``population`` columns are for all documents of the kind read, given on request. Ranks, from 1 for the lowest
    index, are the 95 % range among all ranked organisations, and among those of the same type (``type_rank``).
    ``index_if_accepted`` and its ``if_accepted`` columns are the index as it would be if every disputed claim were
    counted as supported; None where nothing is disputed.
    """

    organisation: str
    organisation_type: str | None
    n_documents: int
    n_words: int | None
    n_passages: int | None
    n_claims: int | None
    n_coproduction_claims: int | None
    n_unsure: int | None
    n_planned: int | None
    tokenism_index: float | None
    tokenism_low: float | None
    tokenism_high: float | None
    coproduction_gap: float | None
    gap_low: float | None
    gap_high: float | None
    mean_lift: float | None
    density: float | None
    rank_low: int | None
    rank_high: int | None
    note: str
    n_supported: int | None
    n_supported_elsewhere: int | None
    n_overclaimed: int | None
    n_label_only: int | None
    under_claiming: float | None
    tokenism_raw: float | None
    gap_raw: float | None
    mean_lift_low: float | None
    mean_lift_high: float | None
    mean_lift_raw: float | None
    density_low: float | None
    density_high: float | None
    density_raw: float | None
    under_claiming_low: float | None
    under_claiming_high: float | None
    under_claiming_raw: float | None
    p_worst_quarter: float | None
    n_ranked: int | None
    type_rank_low: int | None
    type_rank_high: int | None
    n_ranked_of_type: int | None
    population_index: float | None
    population_low: float | None
    population_high: float | None
    n_disputed: int | None
    boilerplate_index: float | None
    index_if_accepted: float | None
    if_accepted_low: float | None
    if_accepted_high: float | None
    if_accepted_raw: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two organisations of one type, or two years of one organisation: how far their indices lie apart.

    ``kind`` is ``organisations`` or ``years``; ``difference`` is the index of ``first`` minus that of ``second``, for
    years the later minus the earlier, with its 95 % interval; ``p_first_higher`` the chance that it is above 0.
    """

    kind: str
    group: str
    first: str
    second: str
    n_first: int
    n_second: int
    difference: float
    low: float
    high: float
    p_first_higher: float


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Passages of an organisation that claim a band and describe one: ``practice`` is a band or ``planned``.

    ``n`` as said by the tags, ``corrected`` for their known errors with its 95 % interval.
    """

    organisation: str
    claim: str
    practice: str
    n: int | None
    corrected: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A claim that stands, nearly word for word, in several documents: one line a place, ``cluster`` joins them."""

    cluster: str
    claim_id: str
    document_id: str
    organisation: str
    page: int
    claim: str
    verdict: str
    n_documents: int
    n_organisations: int


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One level of a view in one organisation: passages that claim it and passages that describe it.

    The share of practices has the interval ``low`` to ``high``; shares are None below the minimum of passages.
    """

    organisation: str
    view: str
    level: str
    group: str
    n_claims: int | None
    n_practices: int | None
    share_practices: float | None
    low: float | None
    high: float | None
    share_claims: float | None
    claims_low: float | None
    claims_high: float | None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of an organisation to one claim, as it was received; answers are kept, never written over.

    ``round`` counts the organisation's answers to this claim from 1; ``received`` is a date (YYYY-MM-DD), None where
    none was told. ``row`` is the row of the spreadsheet ``source``, whose checksum tells a file that comes twice.
    """

    claim_id: str
    organisation: str
    round: int
    received: str | None
    position: str
    response: str | None
    evidence_document: str | None
    evidence_page: int | None
    evidence_link: str | None
    what_was_decided_by_whom: str | None
    answered_by: str | None
    source: str
    source_sha256: str
    row: int
