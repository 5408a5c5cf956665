"""Codebook cues found by spaCy matchers: who is the public, what is claimed and described; vetoes and negation."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import spacy
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from tokenism.codebook import Codebook, Cue, load_codebook
from tokenism.patterns import GROUPS, compile_pattern, longest, requirements

_SAME_LENGTH = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-",
     "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\r": " ",
     **{chr(half): "\ufffd" for half in range(0xD800, 0xE000)}}
)  # fmt: skip
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SENTENCE_ENDS = frozenset(".!?")
_FRESH_STARTS = frozenset("•|▪●◦;")
_ABBREVIATIONS = frozenset(
    "cllr cllrs no nos mr mrs ms dr prof st rev e.g i.e eg ie etc vs para paras fig p pp sec".split()  # noqa: SIM905
)
_GROUP_OF = {label: group for group, label in GROUPS.items()}
_NEGATION_REACH = 7
"""A negation reaches this many tokens to its right, inside its sentence."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that fired: half-open code point offsets into the text as it was given."""

    cue: Cue
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CueReading:
    """What the rules make of one text: hits that count by kind, vetoes, and who was named."""

    claims: tuple[Hit, ...]
    practices: tuple[Hit, ...]
    stances: tuple[Hit, ...]
    markers: tuple[Hit, ...]
    vetoes: tuple[Hit, ...]
    negated: tuple[Hit, ...]
    n_public: int
    n_other: int
    n_tokens: int

    def highest(self, kind: str) -> int:
        """Highest rung among the hits of ``claims`` or ``practices``; 0 without any."""
        hits: tuple[Hit, ...] = getattr(self, kind)
        return max((int(hit.cue.value) for hit in hits), default=0)

    @property
    def definition(self) -> bool:
        """Whether the text explains participation or a duty rather than speaks of the organisation."""
        return any(hit.cue.value == "definition" for hit in self.stances)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One pattern of a cue, what a sentence needs before the matcher looks at it, and its reach in tokens."""

    cue: Cue
    matcher: Matcher
    needs: frozenset[int]
    reach: int


class CueReader:
    """Finds the cues of a codebook in texts; built once, called often."""

    def __init__(self, codebook: Codebook | None = None) -> None:
        self.codebook = codebook or load_codebook()
        self._nlp = spacy.blank("en")
        self._nlp.max_length = sys.maxsize  # the limit is for parsers, which are not used
        self._people = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        for label, groups in (("PUBLIC", self.codebook.public), ("OTHER", self.codebook.not_public)):
            self._people.add(label, [self._nlp.make_doc(term) for terms in groups.values() for term in terms])
        self._cues = self.codebook.cues
        self._needs: dict[tuple[str, ...], int] = {}
        self._by_first_need: dict[int, list[_Rule]] = defaultdict(list)
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._prefixes: dict[str, set[int]] = defaultdict(set)
        self._met_by: dict[str, tuple[frozenset[int], tuple[int, ...]]] = {}
        for cue in self._cues:
            for pattern in cue.patterns:
                self._add(cue, pattern)

    def read(self, text: str) -> CueReading:
        """All hits in one text of up to some thousand words."""
        plain, offsets = _plain(text)
        doc = self._nlp.make_doc(plain)
        self._name_people(doc)
        sentences = _sentences(doc)
        found: dict[str, list[tuple[Cue, Span]]] = defaultdict(list)
        for cue, spans in self._matches(doc, sentences):
            found[cue.kind] += [(cue, span) for span in filter_spans(spans)]
        return self._counted(doc, sentences, found, offsets)

    def labels(self, text: str) -> tuple[str, int, str]:
        """Claim band, practice rung and stance by the rules alone: the baseline that a model must beat."""
        reading = self.read(text)
        claim, practice = reading.highest("claims"), reading.highest("practices")
        if reading.definition and practice < self.codebook.shared_from:
            return "none", 0, "definition"
        if not claim and not practice:
            return "none", 0, "na"
        values = {hit.cue.value for hit in reading.stances}
        order = ("reported", "committed", "aspirational") if practice else ("committed", "aspirational", "reported")
        stance = next((value for value in order if value in values), "reported")
        return self.codebook.band(claim), practice, stance

    @cached_property
    def rule_ids(self) -> tuple[str, ...]:
        """Ids of all cues in the order of the codebook."""
        return tuple(cue.id for cue in self._cues)

    def _add(self, cue: Cue, pattern: str) -> None:
        matcher = Matcher(self._nlp.vocab)
        compiled = compile_pattern(pattern, self._tokenize)
        matcher.add(cue.id, compiled)
        needs = {self._need(choices): choices for choices in requirements(pattern, self._tokenize)}
        rarest = max(needs, key=lambda need: min(map(len, needs[need])))
        self._by_first_need[rarest].append(_Rule(cue, matcher, frozenset(needs), longest(compiled)))

    def _need(self, choices: tuple[str, ...]) -> int:
        """Number of a need: one of these words, beginnings or groups must occur in the sentence."""
        if choices not in self._needs:
            number = self._needs[choices] = len(self._needs)
            for choice in choices:
                if choice.endswith("*") and len(choice) > 1:
                    self._prefixes[choice[:-1]].add(number)
                else:
                    self._exact[choice].add(number)
        return self._needs[choices]

    def _tokenize(self, word: str) -> list[str]:
        return [token.lower_ for token in self._nlp.make_doc(word)]

    def _met(self, word: str) -> tuple[frozenset[int], tuple[int, ...]]:
        """Needs that a word meets, and those among them that wake a rule; worked out once a word."""
        met = self._met_by.get(word)
        if met is None:
            beginnings = (self._prefixes[word[:n]] for n in range(1, len(word) + 1) if word[:n] in self._prefixes)
            needs = frozenset(self._exact.get(word, ())).union(*beginnings)
            met = self._met_by[word] = needs, tuple(sorted(needs & self._by_first_need.keys()))
        return met

    def _matches(self, doc: Doc, sentences: list[int]) -> Iterator[tuple[Cue, list[Span]]]:
        """Cues with the spans that they match, in the order of their ids; a match never crosses a sentence."""
        spans: dict[str, list[Span]] = defaultdict(list)
        cue_of: dict[str, Cue] = {}
        for start, end in _stretches(sentences):
            met, places = self._places(doc[start:end])
            for need in sorted(places):
                for rule in self._by_first_need[need]:
                    if rule.needs <= met:
                        cue_of[rule.cue.id] = rule.cue
                        for a, b in _windows(places[need], rule.reach, start, end):
                            spans[rule.cue.id] += [doc[a + x : a + y] for _, x, y in rule.matcher(doc[a:b]) if y > x]
        for key in sorted(spans):
            if spans[key]:
                yield cue_of[key], spans[key]

    def _places(self, sentence: Span) -> tuple[set[int], dict[int, list[int]]]:
        """Needs that the tokens of a sentence meet; and, for needs that wake a rule, where in the document."""
        met: set[int] = set()
        places: dict[int, list[int]] = defaultdict(list)
        for token in sentence:
            words = [token.lower_]
            if token.ent_type:
                words.append(_GROUP_OF[token.ent_type_])
            if token.like_num:
                words.append("#")
            for word in words:
                needs, waking = self._met(word)
                met |= needs
                for need in waking:
                    places[need].append(token.i)
        return met, places

    def _name_people(self, doc: Doc) -> None:
        spans = [Span(doc, start, end, label=match_id) for match_id, start, end in self._people(doc)]
        doc.ents = tuple(filter_spans(spans))

    def _counted(
        self, doc: Doc, sentences: list[int], found: dict[str, list[tuple[Cue, Span]]], offsets: list[int] | None
    ) -> CueReading:
        def hits(pairs: Iterable[tuple[Cue, Span]]) -> tuple[Hit, ...]:
            places = [(cue, span.start_char, span.end_char) for cue, span in pairs]
            if offsets is not None:
                places = [(cue, offsets[start], offsets[end - 1] + 1) for cue, start, end in places]
            return tuple(Hit(*place) for place in sorted(places, key=lambda place: (place[1], place[2], place[0].id)))

        vetoed = {i for _, span in found["veto"] for i in range(span.start, span.end)}
        negated_from = _negated_tokens((span for _, span in found["negation"]), sentences)
        n_public = sum(ent.label_ == "PUBLIC" for ent in doc.ents)
        counted: dict[str, list[tuple[Cue, Span]]] = defaultdict(list)
        for kind in ("claim", "practice"):
            for cue, span in found[kind]:
                if (cue.needs_public and not n_public) or any(i in vetoed for i in range(span.start, span.end)):
                    continue
                negated = any(i in negated_from for i in range(span.start, span.end))
                counted["negated" if negated else kind].append((cue, span))
        return CueReading(
            claims=hits(counted["claim"]),
            practices=hits(counted["practice"]),
            stances=hits(found["stance"]),
            markers=hits(found["marker"]),
            vetoes=hits(found["veto"]),
            negated=hits(counted["negated"]),
            n_public=n_public,
            n_other=len(doc.ents) - n_public,
            n_tokens=len(doc),
        )


def _negated_tokens(negations: Iterable[Span], sentences: list[int]) -> set[int]:
    reached: set[int] = set()
    for span in negations:
        for i in range(span.end, min(span.end + _NEGATION_REACH, len(sentences))):
            if sentences[i] == sentences[span.start]:
                reached.add(i)
    return reached


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of equal neighbours.

    >>> list(_stretches([0, 0, 1]))
    [(0, 2), (2, 3)]
    """
    start = 0
    for i in range(1, len(numbers) + 1):
        if i == len(numbers) or numbers[i] != numbers[start]:
            yield start, i
            start = i


def _windows(places: list[int], reach: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of ``reach`` tokens around places, inside the range from start to end; ranges that touch are one.

    >>> list(_windows([3, 5, 20], 3, 0, 22))
    [(1, 8), (18, 22)]
    """
    a, b = -1, -1
    for place in places:
        first, last = max(start, place - reach + 1), min(end, place + reach)
        if first <= b:
            b = last
            continue
        if b > a:
            yield a, b
        a, b = first, last
    yield a, b


def _plain(text: str) -> tuple[str, list[int] | None]:
    """Text with straight quotes, plain hyphens and spaces; and where each character stood, if any had to go."""
    plain = text.translate(_SAME_LENGTH)
    if not _DROPPED.search(plain):
        return plain, None
    kept = [i for i, letter in enumerate(plain) if not _DROPPED.match(letter)]
    return "".join(plain[i] for i in kept), kept


def _sentences(doc: Doc) -> list[int]:
    """Number of the sentence of every token; bullets, cell borders and semicolons begin a new one."""
    numbers: list[int] = []
    current, ended = 0, False
    for token in doc:
        text = token.text
        if text in _FRESH_STARTS or (ended and (text[0].isupper() or text[0].isdigit() or text[0] in "\"'(")):
            current += 1
        ended = text in _SENTENCE_ENDS or (ended and text in "\"')")
        if text == "." and token.i and doc[token.i - 1].lower_ in _ABBREVIATIONS:
            ended = False
        numbers.append(current)
    return numbers
