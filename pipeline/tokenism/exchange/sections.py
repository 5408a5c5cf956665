"""Sections of the codebook as blocks: ladder, views, people, facets, rules, vocabulary, mechanisms, markers, vetoes.

``full`` gives what a coder has at hand on paper: every word and example. Without it a section is an overview whose
entries can be asked for one by one.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Protocol

from tokenism.codebook import Codebook, Cue
from tokenism.exchange import entries
from tokenism.exchange.blocks import Block, Grid, Heading, Paragraph, Points, Value, Words, words
from tokenism.facets import given
from tokenism.records import STANCES
from tokenism.views import View

_FEW = 8


class Section(Protocol):
    """Function that gives a section of a codebook as blocks."""

    def __call__(self, book: Codebook, *, full: bool) -> Iterator[Block]:
        """The blocks; ``full`` says whether with every word."""


def ladder(book: Codebook, *, full: bool) -> Iterator[Block]:
    """The rungs as a table, and with ``full`` each with its definition and examples."""
    yield Heading("The ladder", 2)
    yield Paragraph("0 (none) stands below it: no claim, or no mechanism described.")
    yield Grid(
        ("n", "Rung", "Band", "What happens"),
        tuple((str(rung.n), rung.id, rung.band, rung.brief) for rung in book.rungs),
    )
    if full:
        yield from chain.from_iterable(entries.rung_blocks(book, rung, level=3) for rung in book.rungs)


def views(book: Codebook, *, full: bool) -> Iterator[Block]:
    """Each view with its rungs, and with ``full`` with the definition of each level."""
    yield Heading("Views: other typologies as functions of the rung", 2)
    if full:
        yield from chain.from_iterable(entries.view_blocks(book, view, level=3) for view in book.views.values())
    else:
        yield Points(tuple((view.id, f"{view.name}: {_levels(view)}") for view in book.views.values()))


def _levels(view: View) -> str:
    """The levels with their rungs, such as ``1-3 informing``."""
    shown = []
    for level in view.levels:
        rungs = entries.rungs_of(view, level)
        numbers = f"{rungs[0]}-{rungs[-1]}" if len(rungs) > 1 else str(rungs[0])
        shown.append(f"{numbers} {level.name}")
    return ", ".join(shown)


def public(book: Codebook, *, full: bool) -> Iterator[Block]:
    """Who counts as the public and who does not: groups with their names, all or a few."""
    yield Heading("Who counts as the public", 2)
    yield _people(book.public, full=full)
    yield Heading("Who does not", 2)
    yield _people(book.not_public, full=full)
    yield Heading("Names of things that only contain people", 2)
    yield _people(book.not_people, full=full)


def _people(groups: Mapping[str, tuple[str, ...]], *, full: bool) -> Points:
    def names(all_names: tuple[str, ...]) -> str:
        shown = all_names if full else all_names[:_FEW]
        more = len(all_names) - len(shown)
        return ", ".join(shown) + (f" ... and {more} more" if more else "")

    return Points(tuple((group, names(found)) for group, found in groups.items()))


def facets(book: Codebook, *, full: bool) -> Iterator[Block]:
    """Each facet with its values; the overview leaves out the rules that ask for it."""
    yield Heading("Facets: the sides of a practice", 2)
    for facet in book.facets.values():
        blocks = entries.facet_blocks(book, facet, level=3)
        yield from blocks if full else (next(blocks), next(blocks), next(blocks))


def rules(book: Codebook, *, full: bool) -> Iterator[Block]:
    """The rule table: what is derived from facets, in the order in which the rules are tried."""
    yield Heading("The rule table", 2)
    yield Paragraph(
        "From top to bottom: the first rule that fits decides. To disagree with a rung is to disagree with its rule."
    )
    rows = [(rule.id, f"{rule.sets} {rule.value}", rule.condition, rule.because) for rule in book.rules]
    if full:
        yield Grid(("Rule", "Gives", "When", "Because"), tuple((words(key), *rest) for key, *rest in rows))
    else:
        yield Points(tuple((gives, f"{when}. {because} [{key}]") for key, gives, when, because in rows))


def claims(book: Codebook, *, full: bool) -> Iterator[Block]:
    """The vocabulary of claims by rung, from the highest."""
    yield Heading("Words that claim, by rung", 2)
    for rung in reversed(book.rungs):
        cues = tuple(cue for cue in book.of_kind("claim") if cue.value == str(rung.n))
        if cues:
            yield Heading(f"Claims of rung {rung.n} {rung.id} (band {rung.band})", 3)
            yield _cues(cues, full=full)


def mechanisms(book: Codebook, *, full: bool) -> Iterator[Block]:
    """The described practices by method, in the order of the facet."""
    yield Heading("Mechanisms, by method", 2)
    method = book.facets.get("method")
    named = dict(method.values) if method else {}
    for value, definition in (named | {"": "A practice whose method is not said."}).items():
        cues = tuple(cue for cue in book.of_kind("practice") if cue.gives.get("method", "") == value)
        if cues:
            yield Heading(f"Method {value}" if value else "No method", 3)
            yield Paragraph(definition)
            yield _cues(cues, full=True) if full else Points(tuple((_rung_of(cue), cue.example) for cue in cues))


def _rung_of(cue: Cue) -> str:
    return f"{cue.id} (rung {cue.value})"


def _cues(cues: tuple[Cue, ...], *, full: bool) -> Block:
    """Cues with an example each, or with ``full`` as a grid of all that is known of them, without empty columns."""
    if not full:
        return Points(tuple((cue.id, cue.example) for cue in cues))
    columns: list[tuple[str, Callable[[Cue], Value]]] = [
        ("Cue", lambda cue: words(cue.id)),
        ("Rung", lambda cue: cue.value if cue.kind == "practice" else ""),
        ("By the rule", lambda cue: cue.rule),
        ("Gives", lambda cue: given(cue.gives)),
        ("Needs", lambda cue: "; ".join(cue.conditions)),
        ("Reason", lambda cue: cue.note),
        ("Example", lambda cue: cue.example),
        ("Not", lambda cue: cue.counter),
        ("Words", lambda cue: Words(cue.patterns)),
        ("Unseen", lambda cue: cue.unseen),
    ]
    used = [(name, value) for name, value in columns if any(map(value, cues))]
    return Grid(tuple(name for name, _ in used), tuple(tuple(value(cue) for _, value in used) for cue in cues))


def markers(book: Codebook, *, full: bool) -> Iterator[Block]:
    """The markers by framework."""
    yield Heading("Markers, by framework", 2)
    for framework in book.frameworks:
        found = tuple(one for one in book.markers if one.framework == framework.id)
        yield Heading(f"Markers {framework.id}: {framework.name}", 3)
        yield Paragraph(f"Source: {framework.source}.")
        if full:
            yield from chain.from_iterable(entries.marker_blocks(book, marker, level=4) for marker in found)
        else:
            yield Points(tuple((one.id, one.definition) for one in found))


def stances(book: Codebook, *, full: bool) -> Iterator[Block]:
    """The words of each stance, and those that negate."""
    yield Heading("Stances: how a passage speaks", 2)
    for stance in STANCES:
        cues = tuple(cue for cue in book.of_kind("stance") if cue.value == stance)
        if cues:
            yield Heading(f"Stance {stance}", 3)
            yield Paragraph(entries.STANCE_MEANINGS[stance])
            yield _cues(cues, full=full)
    yield Heading("Words that negate what follows them", 3)
    yield _cues(book.of_kind("negation"), full=full)


def vetoes(book: Codebook, *, full: bool) -> Iterator[Block]:
    """Words that only look like participation, with the reason."""
    yield Heading("Vetoes: words that only look like participation", 2)
    found = book.of_kind("veto")
    yield _cues(found, full=True) if full else Points(tuple((cue.id, cue.note) for cue in found))


SECTIONS: Mapping[str, Section] = {
    "ladder": ladder,
    "views": views,
    "public": public,
    "facets": facets,
    "rules": rules,
    "claims": claims,
    "mechanisms": mechanisms,
    "markers": markers,
    "stances": stances,
    "vetoes": vetoes,
}
"""Sections by name, in the order of the printed codebook."""
