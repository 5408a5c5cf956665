"""One text explained: its labels, and the words and rules that gave them, in plain sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenism.around import Around
from tokenism.codebook import Codebook
from tokenism.cue_reading import CueReading
from tokenism.facets import CLAIM, RUNG, given
from tokenism.marking import words_of
from tokenism.model import Decoded
from tokenism.tag import Tagger
from tokenism.verdicts import passage_verdict
from tokenism.weighing import ASIDE


@dataclass(frozen=True, slots=True)
class Label:
    """One label: what the model says, how probable it is, and what the rules alone say.

    ``rung`` is that of a claim or practice in words, and empty for none and for the stance.
    """

    name: str
    value: str
    rung: str
    probability: float
    by_rules: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of the text (half-open code point offsets) and what they speak for, with the id of cue, rule or marker."""

    start: int
    end: int
    says: str
    by: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for a label against the next best class of the model: features of the text with their weight.

    The weights are differences of scores before the softmax, divided by the temperature.
    """

    name: str
    chosen: str
    over: str
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is known of one text; ``sections`` holds findings under a heading, empty ones left out.

    ``note`` says what else decided, and is empty where the words did.
    """

    text: str
    labels: tuple[Label, ...]
    verdict: str
    facets: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[Finding, ...]], ...]
    reasons: tuple[Reasons, ...]
    note: str


def explain(text: str, tagger: Tagger, *, section: str = "") -> Explanation:
    """Labels of one text as the tag stage gives them, beside those of the rules alone, and the findings behind them."""
    decoded, reading = next(tagger.decode_texts([(text, Around(section))]))
    codebook = tagger.codebook
    silent = codebook.is_silent(section)
    rules = tagger.reader.labels_of(reading)
    findings = {
        "Words that claim": _claims(codebook, reading),
        "Words that describe a practice": _practices(codebook, reading),
        "Rule that gives the rung": _rules(reading),
        "Words that tell the stance": _stances(reading),
        "Markers": _markers(codebook, reading),
        "Found, and set aside": _aside(reading),
        "People named": _people(reading),
    }
    sections = ((heading, tuple(found)) for heading, found in findings.items())
    return Explanation(
        text=text,
        labels=tuple(_labels(codebook, tagger.claim_rung(decoded.claim, reading), decoded, rules)),
        verdict=passage_verdict(decoded.claim, decoded.practice, decoded.stance),
        facets=tuple(_facets(reading)),
        sections=tuple((heading, found) for heading, found in sections if found),
        reasons=() if silent else tuple(_reasons(text, Around(section), tagger, decoded)),
        note=f"Under the heading “{section}” nothing counts, whatever the words." if silent else "",
    )


def _labels(codebook: Codebook, claim_rung: int, found: Decoded, rules: tuple[str, int, str]) -> Iterator[Label]:
    claim, practice_rung, stance = rules
    practice = codebook.band(practice_rung)
    rung = _rung_name(codebook, found.practice_rung)
    yield Label("claim", found.claim, _rung_name(codebook, claim_rung), found.p_claim[found.claim], claim)
    yield Label("practice", found.practice, rung, found.p_practice[found.practice], practice)
    yield Label("stance", found.stance, "", found.p_stance[found.stance], stance)


def _facets(reading: CueReading) -> Iterator[tuple[str, str]]:
    for facet, values in sorted(reading.facets.items()):
        if facet not in (CLAIM, RUNG):
            yield facet, ", ".join(sorted(values))


def _reasons(text: str, around: Around, tagger: Tagger, decoded: Decoded, *, most: int = 5) -> Iterator[Reasons]:
    """For each label the features that speak most for it against the next best class (linear weights, exact)."""
    rows, _ = tagger.featurizer.transform([text], [around])
    row = rows[0].tocoo()
    names = tagger.featurizer.names(text, around)
    given = {"claim": decoded.claim, "practice": str(decoded.practice_rung), "stance": decoded.stance}
    for name, head in tagger.model.heads.items():
        classes = tagger.classes(name)
        if given[name] not in classes:
            continue
        chosen = classes.index(given[name])
        best = [int(i) for i in head.probabilities(rows)[0].argsort()[::-1] if classes[int(i)] != given[name]]
        weights = (head.weights[chosen, :-1] - head.weights[best[0], :-1]) / head.temperature
        shares = ((names[int(j)], float(weights[j] * x)) for j, x in zip(row.col, row.data, strict=True))
        heaviest = sorted(shares, key=lambda share: (-share[1], share[0]))[:most]
        features = tuple((feature, round(share, 3)) for feature, share in heaviest if share > 0)
        yield Reasons(name, given[name], classes[best[0]], features)


def _rung_name(codebook: Codebook, rung: int) -> str:
    return f"{rung} {codebook.rungs[rung - 1].id}" if rung else ""


def _claims(codebook: Codebook, reading: CueReading) -> Iterator[Finding]:
    for hit in reading.claims:
        yield Finding(hit.start, hit.end, f"rung {_rung_name(codebook, int(hit.cue.value))}", hit.cue.id)


def _practices(codebook: Codebook, reading: CueReading) -> Iterator[Finding]:
    for hit in reading.practices:
        yield Finding(
            hit.start, hit.end, f"{given(hit.cue.gives)} (rung {_rung_name(codebook, int(hit.cue.value))})", hit.cue.id
        )


def _rules(reading: CueReading) -> Iterator[Finding]:
    """The rule behind the rung, with the words of each facet that it asks for."""
    for rule in (rule for rule in reading.rules if rule.sets == RUNG):
        for start, end in sorted(set(words_of(rule.when, reading))):
            yield Finding(start, end, f"rung {rule.value}: {rule.because}", rule.id)


def _stances(reading: CueReading) -> Iterator[Finding]:
    for hit in reading.stances:
        yield Finding(hit.start, hit.end, hit.cue.value, hit.cue.id)


def _markers(codebook: Codebook, reading: CueReading) -> Iterator[Finding]:
    definition = {marker.id: marker.definition for marker in codebook.markers}
    for shown in reading.marked:
        by = "" if shown.by == shown.marker else f" (by {shown.by})"
        yield Finding(shown.start, shown.end, definition[shown.marker] + by, shown.marker)


def _aside(reading: CueReading) -> Iterator[Finding]:
    for aside in reading.aside:
        yield Finding(aside.hit.start, aside.hit.end, ASIDE[aside.reason], aside.hit.cue.id)


def _people(reading: CueReading) -> Iterator[Finding]:
    for named in reading.people:
        yield Finding(named.start, named.end, "the public" if named.public else "not the public", named.group)
