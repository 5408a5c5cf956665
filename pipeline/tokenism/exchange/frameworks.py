"""The frameworks of the literature side by side (`docs/frameworks.md`): ladder, crosswalk, views, markers, sources."""

import re
from collections.abc import Iterator

from tokenism.codebook import Codebook, Marker
from tokenism.exchange.blocks import Block, Grid, Heading, Paragraph, Words, markdown, words
from tokenism.exchange.entries import fires, view_blocks
from tokenism.views import View

_PLACE = re.compile(r"\s*\([^)]*\)")
_YEAR = re.compile(r"^(.*?)[\s,]+((?:19|20)\d\d)\b((?:, (?:19|20)\d\d)*)")


def frameworks_markdown(book: Codebook) -> str:
    """All views and marker frameworks as Markdown tables, with what each cannot tell, and their sources."""
    return markdown(_blocks(book))


def _blocks(book: Codebook) -> Iterator[Block]:
    yield Heading("Ladders and frameworks side by side", 1)
    yield Paragraph(
        f"Written from the codebook (version {book.version}) by: tokenism codebook export --format frameworks "
        "docs/frameworks.md. Change the codebook, not this file."
    )
    yield from _ladder(book)
    yield from _crosswalk(book)
    for view in book.views.values():
        yield from view_blocks(book, view, level=3)
    yield from _markers(book)
    yield from _sources(book)


def _ladder(book: Codebook) -> Iterator[Block]:
    yield Heading("The ladder that is stored", 2)
    yield Grid(
        ("n", "Rung", "What happens", "Band", "Source"),
        tuple((str(rung.n), rung.id, rung.brief, rung.band, rung.source) for rung in book.rungs),
    )
    yield Paragraph(
        "Rung 0, none, stands below it: no mechanism is described. A rung is what one passage describes; it tells "
        "neither whether the description is true nor how well the thing was done."
    )


def _crosswalk(book: Codebook) -> Iterator[Block]:
    yield Heading("Crosswalk: the same rung under each view", 2)
    columns = [column for view in book.views.values() for column in _columns(view)]
    yield Grid(
        ("n", "Rung", *(name for name, _ in columns)),
        tuple((str(rung.n), rung.id, *(cells[rung.n - 1] for _, cells in columns)) for rung in book.rungs),
    )
    yield Paragraph(
        "Each view is a function of the rung: it can put rungs together, never apart. Two views that agree on a "
        "passage agree by this table, which is no evidence for either."
    )


def _columns(view: View) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The level of each rung under a view and, where its author has groups, the group of that level."""
    levels = [view.levels[number] for number in view.level_of]
    yield view.id, tuple(level.name for level in levels)
    if any(level.group for level in levels):
        yield f"{view.id}, group", tuple(level.group for level in levels)


def _markers(book: Codebook) -> Iterator[Block]:
    yield Heading("Markers: frameworks that are no ladders", 2)
    yield Paragraph(
        "Several may fit a passage. A marker fires by words of its own, by facets of the practice that the passage "
        "describes, or where another author's marker of the same signs does."
    )
    for framework in book.frameworks:
        yield Heading(f"Markers {framework.id}: {framework.name}", 3)
        yield Paragraph(f"Source: {framework.source}.")
        found = tuple(marker for marker in book.markers if marker.framework == framework.id)
        rows = (
            (words(one.id), one.definition, one.source, "" if one.same_as else fires(book, one), _same(book, one))
            for one in found
        )
        yield Grid(("Marker", "Definition", "Source", "Fires by", "Same signs as"), tuple(rows))
    yield Paragraph(
        "What no marker can tell: that a thing is missing because the passage does not name it, that it was done "
        "because the passage names it, or what people thought of it."
    )


def _same(book: Codebook, marker: Marker) -> Words:
    """The markers of other frameworks that mean the same signs."""
    named = (marker.same_as,) if marker.same_as else ()
    return Words((*named, *book.aliases.get(marker.id, ())))


def _sources(book: Codebook) -> Iterator[Block]:
    yield Heading("Sources", 2)
    used: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for kind, name, source in _uses(book):
        for work in authors_and_years(source):
            used.setdefault(work, {}).setdefault(kind, {})[name] = None
    works = sorted(used, key=lambda work: (work[0].casefold(), work[1]))
    yield Grid(
        ("Author", "Year", "Used for"),
        tuple((*work, "; ".join(f"{kind} {', '.join(names)}" for kind, names in used[work].items())) for work in works),
    )
    yield Paragraph("Definitions are in our words. Where the source is this project's own codebook, none is listed.")


def _uses(book: Codebook) -> Iterator[tuple[str, str, str]]:
    """Kind, name and source of everything that has one."""
    yield from (("rung", rung.id, rung.source) for rung in book.rungs)
    yield from (("view", view.id, view.source) for view in book.views.values())
    yield from (("markers", framework.id, framework.source) for framework in book.frameworks)
    yield from (("markers", marker.framework, marker.source) for marker in book.markers)


def authors_and_years(source: str) -> Iterator[tuple[str, str]]:
    """Author and year of each work that a source names; what has no year is no work.

    >>> list(authors_and_years("NEF 2009 (co-design); Cahn 2000, 2004; codebook, section 7"))
    [('NEF', '2009'), ('Cahn', '2000'), ('Cahn', '2004')]
    """
    for part in _PLACE.sub("", source).split(";"):
        if found := _YEAR.match(part.strip()):
            author = found[1].strip()
            yield from ((author, year) for year in (found[2], *re.findall(r"\d{4}", found[3])))
