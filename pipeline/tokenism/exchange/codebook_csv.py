"""The codebook as one table, a row for each code: rungs, views, people, facets, rules, cues, frameworks, markers."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields

from tokenism.codebook import Codebook, Cue, Marker
from tokenism.exchange.entries import fires, rungs_of, shows, words_of
from tokenism.facets import given
from tokenism.tables import neutral_cell
from tokenism.views import View

BETWEEN = " | "
"""Stands between several patterns, names or examples in one cell; no pattern has a bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A code; ``parent`` is the id under which it stands, ``value`` what it stands for."""

    kind: str
    id: str
    parent: str = ""
    value: str = ""
    name: str = ""
    definition: str = ""
    example: str = ""
    counter: str = ""
    source: str = ""
    patterns: str = ""
    note: str = ""


def codebook_csv(book: Codebook) -> str:
    """The codebook as CSV (UTF-8, LF), in its own order; no cell is run as a formula by a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(field.name for field in fields(Row))
    writer.writerows([neutral_cell(cell) for cell in asdict(row).values()] for row in rows(book))
    return file.getvalue()


def rows(book: Codebook) -> Iterator[Row]:
    """All codes in the order of the codebook."""
    for rung in book.rungs:
        yield Row(
            kind="rung", id=rung.id, parent=rung.band, value=str(rung.n), name=rung.brief, definition=rung.definition,
            example=_several(rung.examples), counter=_several(rung.counters), source=rung.source,
            note=f"Use: {rung.use} Do not use: {rung.avoid}",
        )  # fmt: skip
    for view in book.views.values():
        yield from _view(view)
    for kind, groups in (("public", book.public), ("not-public", book.not_public), ("not-people", book.not_people)):
        yield from (Row(kind=kind, id=group, patterns=_several(names)) for group, names in groups.items())
    for facet in book.facets.values():
        yield Row(kind="facet", id=facet.id, definition=facet.definition)
        for value, definition in facet.values.items():
            yield Row(kind="facet-value", id=f"{facet.id}.{value}", parent=facet.id, value=value, definition=definition)
    for rule in book.rules:
        yield Row(
            kind="rule", id=rule.id, parent=rule.sets, value=rule.value, definition=rule.condition, note=rule.because
        )
    yield from (_cue(book, cue) for cue in book.cues if cue.kind != "marker")
    for framework in book.frameworks:
        yield Row(kind="framework", id=framework.id, name=framework.name, source=framework.source)
        yield from (_marker(book, one) for one in book.markers if one.framework == framework.id)


def _several(texts: Iterable[str]) -> str:
    return BETWEEN.join(texts)


def _view(view: View) -> Iterator[Row]:
    yield Row(kind="view", id=view.id, name=view.name, source=view.source, note=view.note)
    for level in view.levels:
        yield Row(
            kind="level", id=f"{view.id}.{level.id}", parent=view.id, name=level.name, definition=level.definition,
            value=" ".join(map(str, rungs_of(view, level))), note=level.group,
        )  # fmt: skip


def _cue(book: Codebook, cue: Cue) -> Row:
    parent = book.rungs[int(cue.value) - 1].id if cue.kind in ("claim", "practice") else ""
    notes = (_gives(given(cue.gives)), *cue.conditions, cue.unseen)
    return Row(
        kind=cue.kind, id=cue.id, parent=parent, value=cue.value, definition=cue.note, example=cue.example,
        counter=cue.counter, patterns=_several(cue.patterns), note="; ".join(filter(None, notes)),
    )  # fmt: skip


def _marker(book: Codebook, marker: Marker) -> Row:
    cue = words_of(book, marker)
    notes = (f"fires: {fires(book, marker)}", _gives(shows(book, marker)), marker.unseen)
    return Row(
        kind="marker", id=marker.id, parent=marker.framework, value=marker.same_as, definition=marker.definition,
        example=marker.example, counter=marker.counter, source=marker.source,
        patterns=_several(cue.patterns if cue else ()), note="; ".join(filter(None, notes)),
    )  # fmt: skip


def _gives(facets: str) -> str:
    return f"gives: {facets}" if facets else ""
