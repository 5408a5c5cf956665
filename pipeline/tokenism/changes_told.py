"""Changes between two ledgers in words: counts first, then the most telling ones, for a terminal and for a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tokenism.beside import DIRECTIONS, Beside
from tokenism.changes import BECAUSE, Change, Changes, Place, Single
from tokenism.excerpts import excerpt
from tokenism.records import Score
from tokenism.report.figures import percent
from tokenism.report.phrases import change as change_of_years
from tokenism.report.words import band_label, stance_label, verdict_label
from tokenism.screen import Screen

NOTHING = "No claim appeared, vanished or changed."
DEPENDENT = (
    "Where the same documents are behind both, the two intervals are not independent: a difference then comes from "
    "how the documents were read, tagged, linked or scored, and no test of it is made."
)
OTHER_DOCUMENTS = "A change may mean that other documents were published, not that anything else changed."
_MOST_TELLING = 8
_MOST_DOCUMENTS = 10
_MOST_ORGANISATIONS = 15
_LINES = 2
_SHORT = {"undefined": "–", "same": "as before", "dependent": "not tested"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was found on two sides: their names, what they were made with, claims and figures."""

    names: tuple[str, str]
    notes: Sequence[str]
    changes: Changes
    figures: Sequence[Beside]


def nouns(count: int, noun: str) -> str:
    """A count with its noun.

    >>> nouns(1, "claim"), nouns(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def headline(change: Change) -> str:
    """What happened to a claim, in a few words."""
    place = change.place
    kind = band_label(place.claim.claim)
    if change.kind == "changed":
        what = [name for name in change.what if name != "evidence_page" or "verdict" not in change.what]
        return f"Claim of {kind} changed: {', '.join(_LABELS.get(name, name) for name in what)}"
    return f"Claim of {kind} {change.kind}, {verdict_label(place.claim.verdict).lower()}"


_LABELS = {"evidence_page": "evidence", "unsure": "certainty", "disputed": "dispute", "repeat": "counting"}


def details(change: Change) -> list[str]:
    """One line for each label that changed; for what appeared or vanished, why."""
    if change.before is None or change.after is None:
        return [f"{BECAUSE[change.because].capitalize()}."]
    return [line for name in change.what if (line := _detail(name, change.before, change.after))]


def _detail(name: str, before: Place, after: Place) -> str:
    if name == "words" or (name == "evidence_page" and before.claim.verdict != after.claim.verdict):
        return ""
    old, new = (_value(name, place) for place in (before, after))
    return f"{_LABELS.get(name, name).capitalize()}: {old} → {new}"


def _value(name: str, place: Place) -> str:
    claim = place.claim
    if name == "verdict":
        return verdict_label(claim.verdict) + (f", page {claim.evidence_page}" if claim.evidence_page else "")
    if name in ("claim", "practice"):
        return band_label(str(getattr(claim, name)))
    if name == "stance":
        return stance_label(claim.stance)
    if name == "evidence_page":
        other = ", another document" if claim.evidence_document_id else ""
        return f"page {claim.evidence_page}{other}" if claim.evidence_page else "none"
    if name in ("unsure", "disputed"):
        return name if getattr(claim, name) else f"not {name}"
    if name == "repeat":
        return "repeats an earlier claim, not counted" if claim.repeat_of else "counted"
    return claim.organisation or "none"


def title_of(place: Place) -> str:
    """Name of the document of a claim; its id where the table lacks it."""
    document = place.document
    return place.claim.document_id if document is None else document.title or document.path


def where(change: Change) -> str:
    """Organisation, document and page of a claim, and where it stood before if that was elsewhere."""
    place, before = change.place, change.before
    here = (place.claim.organisation, title_of(place), f"page {place.claim.page}")
    told = ", ".join(part for part in here if part)
    if change.after is None or before is None or before.claim.document_id == place.claim.document_id:
        return told
    return f"{told} (before: {title_of(before)}, page {before.claim.page})"


def single_line(single: Single) -> str:
    """A document that is in one of the two only, in a line."""
    document = single.document
    told = f"{document.organisation}, {document.title or document.path}" + (
        f" ({document.year})" if _adds(single) else ""
    )
    told += f": {nouns(single.n_claims, 'claim')}"
    if single.otherwise:
        told += f"; given in the other, but not read there ({single.otherwise})"
    if single.editions:
        told += f"; seems to be another edition of: {'; '.join(x.title or x.path for x in single.editions)}"
    return told


def _adds(single: Single) -> bool:
    year = single.document.year
    return year is not None and str(year) not in (single.document.title or single.document.path)


def direction_line(figure: Beside) -> str:
    """What can be said of the direction of the index."""
    return DIRECTIONS[figure.index] if figure.change is None else change_of_years(figure.change)


def told(found: Comparison, screen: Screen) -> str:
    """A comparison for a terminal: counts, documents in one only, the most telling changes, organisations."""
    parts = [
        *_heads(found),
        *_notes(found, screen),
        *_documents(found, screen),
        *_counts(found.changes),
        *_changes(found.changes, screen),
        *_organisations(found, screen),
    ]
    return screen.draw(parts)


def _heads(found: Comparison) -> Iterator[RenderableType]:
    for lead, name, n in zip(
        ("First", "Second"), found.names, (found.changes.n_first, found.changes.n_second), strict=True
    ):
        yield Text(f"{lead + ':':7} {name}, {nouns(n, 'claim')}")
    yield Text(f"Documents read in both: {found.changes.n_documents:,}")


def _notes(found: Comparison, screen: Screen) -> Iterator[RenderableType]:
    if found.notes:
        yield from (Text(), Text("Not made alike, so a change may come from that:", style="bold"))
        yield from (Padding(Text(f"- {screen.text(note)}", overflow="fold"), (0, 0, 0, 2)) for note in found.notes)


def _documents(found: Comparison, screen: Screen) -> Iterator[RenderableType]:
    singles = found.changes.singles
    if not singles:
        return
    yield from (Text(), Text("Documents in one of the two only:", style="bold"))
    for single in sorted(singles, key=lambda one: -one.n_claims)[:_MOST_DOCUMENTS]:
        side = ("first", "second")[single.side - 1]
        yield Padding(Text(screen.text(f"{side}: {single_line(single)}"), overflow="fold"), (0, 0, 0, 2))
    if len(singles) > _MOST_DOCUMENTS:
        yield Text(f"  ... and {len(singles) - _MOST_DOCUMENTS:,} more")


ROWS = (
    ("in documents of both, or of which both have an edition", ("labels", "words")),
    ("  the words stand in both, counted as a claim in one", ("labels",)),
    ("  the words are in one only", ("words",)),
    ("in documents of one only", ("document",)),
)
"""Rows of the table of counts with the causes that each adds up."""


def _counts(changes: Changes) -> Iterator[RenderableType]:
    yield Text()
    if not changes.changes:
        yield from (Text(NOTHING), Text(f"{nouns(changes.n_same, 'claim')} as before."))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Claims", overflow="fold", ratio=1)
    for heading in ("Appeared", "Vanished"):
        table.add_column(heading, justify="right", no_wrap=True)
    for label, causes in ROWS:
        cells = (sum(changes.count(kind, cause) for cause in causes) for kind in ("appeared", "vanished"))
        table.add_row(label, *(f"{cell:,}" for cell in cells))
    if changes.count("appeared") or changes.count("vanished"):
        yield table
    yield Text(f"{nouns(changes.count('changed'), 'claim')} changed, {changes.n_same:,} as before.")


def _changes(changes: Changes, screen: Screen) -> Iterator[RenderableType]:
    if not changes.changes:
        return
    yield from (Text(), Text("The most telling changes:", style="bold"))
    for number, change in enumerate(changes.changes[:_MOST_TELLING], start=1):
        yield Text()
        head = Text(f"{number}. ")
        head.append(headline(change), style="bold")
        yield head
        quoted = excerpt(change.place.text, most=_LINES * (screen.width - 5) - 10, around=change.place.words)
        lines = [where(change), *details(change), f"“{quoted}”"]
        yield from (Padding(Text(screen.text(line), overflow="fold"), (0, 0, 0, 3)) for line in lines)
    if len(changes.changes) > _MOST_TELLING:
        yield Text(f"\n... and {len(changes.changes) - _MOST_TELLING:,} more (--out DIR writes all of them)")


def _organisations(found: Comparison, screen: Screen) -> Iterator[RenderableType]:
    if not found.figures:
        return
    yield from (Text(), Text("Tokenism index with its 95 % interval:", style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Organisation", overflow="fold", ratio=1)
    for heading in ("First", "Second"):
        table.add_column(heading, justify="right", overflow="fold")
    table.add_column("Direction", overflow="fold")
    both = [figure for figure in found.figures if figure.first and figure.second]
    for figure in both[:_MOST_ORGANISATIONS]:
        cells = (figure_line(score) for score in (figure.first, figure.second))
        direction = figure.index if figure.change is None else "below"
        table.add_row(Text(screen.text(figure.organisation)), *cells, _SHORT.get(direction, direction))
    if both:
        yield table
    if len(both) > _MOST_ORGANISATIONS:
        yield Text(f"... and {len(both) - _MOST_ORGANISATIONS:,} more (--out DIR writes all of them)")
    if len(both) < len(found.figures):
        yield Text(f"{nouns(len(found.figures) - len(both), 'organisation')} in one of the two only.")
    for figure in found.figures:
        if figure.change is not None:
            yield Text(screen.text(f"{figure.organisation}: {change_of_years(figure.change)}."))
    if any(figure.change is not None for figure in found.figures):
        yield Text(OTHER_DOCUMENTS, style="dim")
    if any(figure.index == "dependent" for figure in found.figures):
        yield Text(DEPENDENT, style="dim")
    if any(figure.index == "open" and figure.change is None for figure in found.figures):
        yield Text("Open: the intervals overlap, so no change is claimed.", style="dim")


def figure_line(score: Score | None) -> str:
    """Index of an organisation with its interval, in few characters."""
    if score is None:
        return "–"
    if score.tokenism_index is None or score.tokenism_low is None or score.tokenism_high is None:
        return "too few" if score.n_claims is not None else "not read"
    index, low, high = (percent(x) for x in (score.tokenism_index, score.tokenism_low, score.tokenism_high))
    return f"{index} ({low}–{high})"
