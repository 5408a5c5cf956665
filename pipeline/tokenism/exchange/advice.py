"""What a codebook holds in one line, and what a coder should know of it although it is no fault."""

from collections.abc import Iterator, Sequence

from tokenism.codebook import Codebook
from tokenism.facets import RUNG, WHO

_MOST_NAMED = 5
_MAY_MISFIRE = ("claim", "practice", "marker")


def summary(book: Codebook) -> str:
    """Version, counts and digest in one line."""
    counts = {
        "rungs": len(book.rungs),
        "views": len(book.views),
        "cues": len(book.cues),
        "facets": len(book.facets),
        "rules": len(book.rules),
        "markers": len(book.markers),
        "frameworks": len(book.frameworks),
    }
    return f"Version {book.version}: {', '.join(f'{n} {name}' for name, n in counts.items())}; digest {book.digest}."


def advice(book: Codebook) -> Iterator[str]:
    """Sentences on what is allowed but weakens the codebook: no counter-example, what can never come about."""
    cues = {cue.id for cue in book.of_kind("marker")}
    frameworks = {marker.framework for marker in book.markers}
    decided = {cue.rule for cue in book.of_kind("practice")}
    unseen = [cue.id for cue in book.cues if cue.unseen]
    unseen += [one.id for one in book.markers if one.unseen and one.id not in cues]
    bare = [cue.id for cue in book.cues if cue.kind in _MAY_MISFIRE and not cue.counter]
    bare += [one.id for one in book.markers if not (one.counter or one.same_as or one.id in cues)]
    told = {
        "cues and markers without counter-example": bare,
        "frameworks without marker": [one.id for one in book.frameworks if one.id not in frameworks],
        "values of facets that no cue or rule gives": list(_never_given(book)),
        "rules for a rung that no single cue meets": [
            rule.id for rule in book.rules if rule.sets == RUNG and rule.id not in decided
        ],
        "cues and markers that no real document has shown so far": unseen,
    }
    yield from (_sentence(what, names) for what, names in told.items() if names)


def _sentence(what: str, names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{what} ({len(names)}): {', '.join(names[:_MOST_NAMED])}{more}"


def _never_given(book: Codebook) -> Iterator[str]:
    """Values of facets that no cue shows and no rule sets, so that what asks for them waits in vain.

    Who is named is not among them: that the names of people give.
    """
    given = {pair for cue in book.cues for pair in cue.gives.items()} | {(r.sets, r.value) for r in book.rules}
    for facet in book.facets.values():
        if facet.id != WHO:
            yield from (f"{facet.id} {value}" for value in facet.values if (facet.id, value) not in given)
