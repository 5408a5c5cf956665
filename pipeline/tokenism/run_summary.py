"""What a run found, for the terminal: the organisations, the claims to read first, and what was not read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tokenism.excerpts import claiming_words, excerpt
from tokenism.records import BANDS, READ_STATUSES, Boilerplate, Claim, Document, Passage, Score, Span, Tag
from tokenism.report.words import band_label, status_label
from tokenism.screen import Screen
from tokenism.verdicts import TOKENISTIC

_SHOWN = 15
_FIRST = 5
_NAMED = 3
_LINES = 2
"""Lines that a quotation takes at the most."""

WHAT_IT_SAYS = (
    "Said lacking: claims of consultation or co-production that exceed the described method in the documents read, as "
    "counted. Index: their share, corrected for the measured mistakes of the program; the interval is what those leave "
    "plausible."
)
"""What the table of organisations shows."""

READ_FIRST = (
    "Read these first: of the claims that seem to exceed what their document describes, those of which the program is "
    "surest. It can be wrong, so check each page before you repeat one."
)
"""Over the list of the strongest overclaims: it is where to begin, not a proof."""


@dataclass(frozen=True, slots=True)
class Strong:
    """A claim that exceeds what is described, its document, its passage, and where its claiming words stand."""

    claim: Claim
    document: Document | None
    passage: Passage
    words: tuple[int, int] | None


def strongest(
    documents: Iterable[Document], passages: Iterable[Passage], tags: Iterable[Tag], spans: Iterable[Span],
    claims: Iterable[Claim], boilerplate: Iterable[Boilerplate], *, most: int = _FIRST,
) -> list[Strong]:  # fmt: skip
    """The overclaims to read first: claims of the highest band, then those most probably claimed and not described.

    Claims that are unsure, disputed or repeats are left out; one that stands in several documents is given once.
    """
    passage_of = {passage.passage_id: passage for passage in passages}
    chance_of = {tag.passage_id: tag for tag in tags}
    cluster_of = {line.claim_id: line.cluster for line in boilerplate}
    lacking = [
        claim
        for claim in claims
        if claim.verdict in TOKENISTIC
        and not (claim.unsure or claim.disputed or claim.repeat_of)
        and claim.passage_id in passage_of
    ]

    def order(claim: Claim) -> tuple[int, float, str, str, int, str]:
        chance = _chance(claim, chance_of.get(claim.passage_id))
        return -BANDS.index(claim.claim), -chance, claim.organisation, claim.document_id, claim.page, claim.claim_id

    chosen: dict[str, Claim] = {}
    for claim in sorted(lacking, key=order):
        chosen.setdefault(cluster_of.get(claim.claim_id, claim.claim_id), claim)
    document_of = {document.document_id: document for document in documents}
    first = list(chosen.values())[:most]
    words = claiming_words(spans)
    return [
        Strong(claim, document_of.get(claim.document_id), passage_of[claim.passage_id], words.get(claim.passage_id))
        for claim in first
    ]


def _chance(claim: Claim, tag: Tag | None) -> float:
    """Chance that the passage claims its band and describes a lower one, the two taken as independent; 0 if unknown."""
    if tag is None:
        return 0.0
    lower = BANDS[: BANDS.index(claim.claim)]
    return tag.p_claim.get(claim.claim, 0.0) * sum(tag.p_practice.get(band, 0.0) for band in lower)


def summary_of(scores: Sequence[Score], strong: Sequence[Strong], documents: Sequence[Document], screen: Screen) -> str:
    """All that is told at the end of a run but for its last lines: figures, what to read first, what was not read."""
    parts: list[RenderableType] = [organisation_table(scores, screen)]
    if len(scores) > _SHOWN:
        parts.append(Text(f"... and {len(scores) - _SHOWN:,} more in organisations.csv"))
    parts += [Text(WHAT_IT_SAYS, style="dim"), Text(), *_read_first(strong, screen)]
    not_read = list(_not_read(documents, screen))
    if not_read:
        parts += [Text(), Text("Not read, so nothing is known about what they say:", style="bold"), *not_read]
    return screen.draw(parts)


def organisation_table(scores: Sequence[Score], screen: Screen) -> Table:
    """The organisations with the highest index; a narrow screen does without the column that the next one repeats."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    narrow = screen.width < 70
    table.add_column("Organisation", overflow="fold", ratio=1)
    for heading in ("Claims", "Said lacking", "Index", "95 % interval")[narrow:]:
        table.add_column(heading, justify="right", no_wrap=True)
    ordered = sorted(scores, key=lambda s: (s.tokenism_index is None, -(s.tokenism_index or 0), s.organisation))
    for item in ordered[:_SHOWN]:
        table.add_row(Text(screen.text(item.organisation)), *_index_cells(item)[narrow:])
    return table


def _index_cells(item: Score) -> tuple[str, str, str, str]:
    if not item.n_documents or item.n_claims is None:
        return "–", "–", "–", "not read"
    lacking = f"{(item.n_overclaimed or 0) + (item.n_label_only or 0)} of {item.n_claims}"
    if item.tokenism_index is None or item.tokenism_low is None or item.tokenism_high is None:
        return str(item.n_claims), lacking, "–", "too few"
    interval = f"{item.tokenism_low:.0%} to {item.tokenism_high:.0%}"
    return str(item.n_claims), lacking, f"{item.tokenism_index:.0%}", interval


def _read_first(strong: Sequence[Strong], screen: Screen) -> Iterator[RenderableType]:
    if not strong:
        yield Text("No claim of which the program is sure exceeds what its document describes.")
        return
    yield Text(READ_FIRST)
    for number, one in enumerate(strong, start=1):
        claim = one.claim
        yield Text()
        head = Text(f"{number}. ")
        head.append(f"Claims {band_label(claim.claim)}, describes {band_label(claim.practice)}", style="bold")
        yield head
        quoted = excerpt(one.passage.text, most=_LINES * (screen.width - 5) - 10, around=one.words)
        title = "" if one.document is None else (one.document.title or one.document.path)
        place = ", ".join(screen.text(part) for part in (claim.organisation, title, f"page {claim.page}") if part)
        yield Padding(Text(place, overflow="fold"), (0, 0, 0, 3))
        yield Padding(Text(screen.text(f"“{quoted}”"), style="italic", overflow="fold"), (0, 0, 0, 3))


def _not_read(documents: Sequence[Document], screen: Screen) -> Iterator[RenderableType]:
    """One line a status with the first names; copies of a document that was read are none of them."""
    by_status: dict[str, list[str]] = {}
    for document in documents:
        if document.status not in (*READ_STATUSES, "duplicate"):
            by_status.setdefault(document.status, []).append(document.path)
    for status, names in sorted(by_status.items(), key=lambda item: (-len(item[1]), item[0])):
        why = status_label(status).removeprefix("Not read: ")
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        told = f"{len(names):,} {why}: {', '.join(screen.text(name) for name in sorted(names)[:_NAMED])}{more}"
        yield Padding(Text(told, overflow="fold"), (0, 0, 0, 2))
