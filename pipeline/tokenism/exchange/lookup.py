"""What `tokenism codebook show` is asked for: a section, or every entry of that name."""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import partial
from itertools import chain

from tokenism.codebook import Codebook
from tokenism.errors import InputError
from tokenism.exchange import entries
from tokenism.exchange.advice import summary
from tokenism.exchange.blocks import Block, Heading, Paragraph, points
from tokenism.exchange.sections import SECTIONS

_MOST_NEAR = 4
Entry = tuple[str, Callable[[], Iterable[Block]]]


def find(book: Codebook, what: str) -> list[Block]:
    """Blocks of a section, or of all entries with that id: rungs (by id or number), views, frameworks, and so on.

    Raises
    ------
    InputError
        If nothing has that name; the sentence holds names that are near.
    """
    if what in SECTIONS:
        return list(SECTIONS[what](book, full=False))
    found = [entry() for name, entry in _entries(book) if name == what]
    if not found:
        raise InputError(f"the codebook has no {what!r}; {_near(book, what)}")
    return list(chain.from_iterable(found))


def overview(book: Codebook) -> list[Block]:
    """What the codebook holds and what can be asked for."""
    return [
        Heading("The codebook", 1),
        Paragraph(summary(book)),
        points([("Sections", ", ".join(SECTIONS)), *_names(book)]),
        Paragraph("Each of these words can be asked for, and so can each marker, cue, facet value, rule and rung."),
    ]


def _names(book: Codebook) -> Iterator[tuple[str, str]]:
    yield "Rungs", ", ".join(rung.id for rung in book.rungs)
    yield "Views", ", ".join(book.views)
    yield "Frameworks", ", ".join(framework.id for framework in book.frameworks)
    yield "Facets", ", ".join(book.facets)


def _entries(book: Codebook) -> Iterator[Entry]:
    """Every entry under its id, in the order in which entries of one name are shown."""
    for rung in book.rungs:
        for name in (rung.id, str(rung.n)):
            yield name, partial(entries.rung_blocks, book, rung)
    for view in book.views.values():
        yield view.id, partial(entries.view_blocks, book, view)
    for framework in book.frameworks:
        yield framework.id, partial(entries.framework_blocks, book, framework)
    for marker in book.markers:
        yield marker.id, partial(entries.marker_blocks, book, marker)
    for facet in book.facets.values():
        yield facet.id, partial(entries.facet_blocks, book, facet)
        for value in facet.values:
            yield value, partial(entries.value_blocks, book, facet, value)
    for rule in book.rules:
        yield rule.id, partial(entries.rule_blocks, rule)
    for cue in book.cues:
        if cue.kind != "marker":
            yield cue.id, partial(entries.cue_blocks, book, cue)
    for kind, groups in (
        ("The public", book.public),
        ("Not the public", book.not_public),
        ("Not people", book.not_people),
    ):
        for group, names in groups.items():
            yield group, partial(_people, f"{kind}: {group}", names)


def _people(title: str, names: tuple[str, ...]) -> tuple[Block, ...]:
    return (Heading(title, 2), Paragraph(", ".join(names)))


def _near(book: Codebook, what: str) -> str:
    names = dict.fromkeys([*SECTIONS, *(name for name, _ in _entries(book))])
    lowered = what.lower()
    near = get_close_matches(lowered, names, n=_MOST_NEAR, cutoff=0.6)
    holding = [name for name in names if lowered and lowered in name]
    choices = list(dict.fromkeys([*near, *holding]))[:_MOST_NEAR]
    return f"did you mean {' or '.join(choices)}?" if choices else f"its sections are {', '.join(SECTIONS)}"
