"""Single entries of the codebook as blocks: a rung, a view, a facet, a rule, a framework, a marker, a cue."""

from collections.abc import Iterable, Iterator

from tokenism.codebook import Codebook, Cue, Framework, Marker, Rung
from tokenism.exchange.blocks import Block, Grid, Heading, Paragraph, Points, Words, points, words
from tokenism.facets import RUNG, Facet, Rule, asked, given
from tokenism.views import Level, View

_RUNG_KINDS = ("claim", "practice")
"""Kinds of cues whose value is a rung."""

STANCE_MEANINGS = {
    "reported": "It has happened or happens.",
    "committed": "It is a definite future act: who does what, or by when.",
    "aspirational": "It is a value or a wish.",
    "definition": "Participation is explained: theory, duty or guidance.",
    "na": "Nothing is claimed, described or explained.",
}
"""What each stance says of the passage (codebook, section 3c)."""


def joined(texts: Iterable[str]) -> str:
    """Texts in a row as a sentence has them.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def rungs_of(view: View, level: Level) -> tuple[int, ...]:
    """Rungs, counted from 1, that fall into a level of a view."""
    place = view.levels.index(level)
    return tuple(n for n, level_of in enumerate(view.level_of, start=1) if level_of == place)


def fires(book: Codebook, marker: Marker) -> str:
    """What makes a marker fire: words of its own and what they need, facets of the passage, or another's signs."""
    if marker.same_as:
        return f"where {marker.same_as} does"
    cue = words_of(book, marker)
    ways = []
    if cue:
        ways.append(", where ".join(("words, even denied" if cue.even_denied else "words", *cue.conditions)))
    if marker.when:
        ways.append(f"facets: {asked(marker.when)}")
    return "; or ".join(ways)


def words_of(book: Codebook, marker: Marker) -> Cue | None:
    """The cue that holds the words of a marker; None where it has none of its own."""
    return next((cue for cue in book.of_kind("marker") if cue.id == marker.id), None)


def shows(book: Codebook, marker: Marker) -> str:
    """The facets that the words of a marker give; empty where they give none."""
    cue = words_of(book, marker)
    return given(cue.gives) if cue else ""


def rung_blocks(book: Codebook, rung: Rung, *, level: int = 2) -> Iterator[Block]:
    """A rung with its definition, examples, views, the rules that give it and the cues that speak for it."""
    yield Heading(f"{rung.n} {rung.id} (band {rung.band})", level)
    yield Paragraph(rung.definition)
    yield points(
        [
            ("In brief", rung.brief),
            ("Use", rung.use),
            ("Do not use", rung.avoid),
            *(("Example", text) for text in rung.examples),
            *(("Not this rung", text) for text in rung.counters),
            ("Source", rung.source),
            *((f"In {view.id}", _level_name(view.levels[view.level_of[rung.n - 1]])) for view in book.views.values()),
            ("Rules", Words(tuple(rule.id for rule in book.rules if (rule.sets, rule.value) == (RUNG, str(rung.n))))),
            *(
                (
                    f"{kind.capitalize()} cues",
                    Words(tuple(cue.id for cue in book.of_kind(kind) if cue.value == str(rung.n))),
                )
                for kind in _RUNG_KINDS
            ),
        ]
    )


def _level_name(level: Level) -> str:
    return f"{level.name} ({level.group})" if level.group else level.name


def view_blocks(book: Codebook, view: View, *, level: int = 2) -> Iterator[Block]:
    """A view with its levels, the rungs in each, and what it cannot tell."""
    yield Heading(f"View {view.id}: {view.name}", level)
    yield Paragraph(f"Source: {view.source}.")
    grouped = any(one.group for one in view.levels)
    yield Grid(
        ("Rungs", "Level", *(("Group",) if grouped else ()), "What happens"),
        tuple(
            (
                ", ".join(map(str, rungs_of(view, one))),
                one.name,
                *((one.group,) if grouped else ()),
                one.definition,
            )
            for one in view.levels
        ),
    )
    yield Paragraph(" ".join([view.note, *indistinct(book, view)]).strip() or "It tells every rung apart.")


def indistinct(book: Codebook, view: View) -> Iterator[str]:
    """A sentence on the rungs that a view does not tell apart; nothing where it tells all apart."""
    merged = [rungs_of(view, level) for level in view.levels]
    pairs = [joined(f"{n} {book.rungs[n - 1].id}" for n in rungs) for rungs in merged if len(rungs) > 1]
    if pairs:
        yield f"It does not tell apart {'; nor '.join(pairs)}."


def facet_blocks(book: Codebook, facet: Facet, *, level: int = 2) -> Iterator[Block]:
    """A facet with the definitions of its values."""
    yield Heading(f"Facet {facet.id}", level)
    yield Paragraph(facet.definition)
    yield Points(tuple(facet.values.items()))
    rules = tuple(rule.id for rule in book.rules if facet.id in rule.when or rule.sets == facet.id)
    if rules:
        yield points([("Rules that ask for it or set it", Words(rules))])


def value_blocks(book: Codebook, facet: Facet, value: str) -> Iterator[Block]:
    """A value of a facet with its definition, the rules that ask for it and the cues that give it."""
    yield Heading(f"{facet.id.capitalize()} {value}", 2)
    yield Paragraph(facet.values[value])
    yield points(
        [
            ("Rules", Words(tuple(rule.id for rule in book.rules if value in rule.when.get(facet.id, ())))),
            ("Markers", Words(tuple(one.id for one in book.markers if value in one.when.get(facet.id, ())))),
            ("Cues", Words(tuple(cue.id for cue in book.cues if cue.gives.get(facet.id) == value))),
        ]
    )


def rule_blocks(rule: Rule) -> Iterator[Block]:
    """A rule: what it sets, when, and why."""
    yield Heading(f"Rule {rule.id}", 2)
    yield points(
        [
            ("Gives", f"{rule.sets} {rule.value}"),
            ("When", rule.condition),
            ("Because", rule.because),
        ]
    )


def framework_blocks(book: Codebook, framework: Framework) -> Iterator[Block]:
    """A framework with its markers in short."""
    yield Heading(f"Markers {framework.id}: {framework.name}", 2)
    yield Paragraph(f"Source: {framework.source}.")
    yield Points(tuple((one.id, one.definition) for one in book.markers if one.framework == framework.id))


def marker_blocks(book: Codebook, marker: Marker, *, level: int = 2) -> Iterator[Block]:
    """A marker with all that a coder needs: definition, source, examples, how it fires, by which words."""
    yield Heading(f"Marker {marker.id}", level)
    yield Paragraph(marker.definition)
    cue = words_of(book, marker)
    yield points(
        [
            ("Source", marker.source),
            ("Fires", fires(book, marker)),
            ("Also called", Words(book.aliases.get(marker.id, ()))),
            ("Example", marker.example),
            ("Not", marker.counter),
            ("Words", Words(cue.patterns) if cue else ""),
            ("Gives", shows(book, marker)),
            ("Unseen", marker.unseen),
        ]
    )


def cue_blocks(book: Codebook, cue: Cue) -> Iterator[Block]:
    """A cue with its words, what it gives, and the rule by which that becomes a rung."""
    yield Heading(f"{cue.kind.capitalize()} cue {cue.id}", 2)
    rule = book.rule_of(cue)
    value = f"{cue.value} {book.rungs[int(cue.value) - 1].id}" if cue.kind in _RUNG_KINDS else cue.value
    yield points(
        [
            ("Rung" if cue.kind in _RUNG_KINDS else "Stands for", value),
            ("Gives", given(cue.gives)),
            ("By the rule", f"{rule.id}: {rule.because}" if rule else ""),
            ("Needs", "; ".join(cue.conditions)),
            ("Reason", cue.note),
            ("Example", cue.example),
            ("Not", cue.counter),
            ("Words", words(*cue.patterns)),
            ("Unseen", cue.unseen),
        ]
    )
