"""Patterns of the cue notation and groups of people, found in texts by spaCy's PhraseMatcher and Matcher."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span

from tokenism.gates import Choices, Gate, all_met, beyond, windows
from tokenism.patterns import GROUPS, Need, Tokens, compile_pattern, fault, has_gap, needs, phrases
from tokenism.sentences import PlainText, SentenceRules, plain_text

Range = tuple[int, int]
"""Half-open range of tokens."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found in one text, by tokens of ``doc``, which is made of the plain form of the text.

    ``sentences`` holds the number of the sentence of every token, ``people`` the named groups (label, start, end) in
    the order of the text, ``spans`` the ranges that each key matched: none overlaps another of its key, and none
    crosses a sentence. Keys without a match are not there. The entities of ``doc`` are set only where a
    pattern had to look at them.
    """

    doc: Doc
    sentences: Sequence[int]
    people: Sequence[tuple[str, int, int]]
    spans: Mapping[str, Sequence[Range]]
    plain: PlainText

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """Half-open code point offsets of a range of tokens into the text as it was given."""
        last = self.doc[end - 1]
        return self.plain.as_given(self.doc[start].idx, last.idx + len(last))


class PatternMatcher:
    """Finds patterns and named groups of people in texts; built once, called often.

    A pattern of words and alternatives is found as a phrase, all of them in one pass. Every other stands behind a gate
    (docs/decisions/0003): it is matched only around the rarest word that it needs, where its other words stand too.

    Parameters
    ----------
    patterns
        Keys with their patterns; see :mod:`tokenism.patterns` for the notation.
    groups
        Labels with the terms that name people of that group, such as ``{"PUBLIC": ["residents"]}``.
    nlp
        Its tokenizer is used, and its vocabulary; a blank English pipeline if None.

    Raises
    ------
    InputError
        If a pattern has a fault.
    """

    def __init__(
        self,
        patterns: Iterable[tuple[str, Iterable[str]]],
        groups: Mapping[str, Iterable[str]],
        nlp: Language | None = None,
    ) -> None:
        self.nlp = nlp or spacy.blank("en")
        self._sentences = SentenceRules(self.nlp.vocab)
        self._choices = Choices(self.nlp.vocab)
        self._groups = tuple((label, self._choices.number(word)) for word, label in GROUPS.items())
        self._phrases = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        self._labels: dict[int, str] = {}
        self._keys: dict[int, str] = {}
        self._gates: dict[int, list[Gate]] = defaultdict(list)
        for label, terms in groups.items():
            self._labels[self._add_phrases(f"people {label}", [self.tokenize(term) for term in terms])] = label
        self._add(patterns)

    def match(self, text: str) -> Matches:
        """Everything in one text of up to some thousand words."""
        plain = plain_text(text)
        doc = self.nlp.tokenizer(plain.text)  # not make_doc: its limit of length is for parsers, which are not used
        orths: list[int] = doc.to_array(["ORTH"]).tolist()
        starts = self._sentences.starts(doc, orths, plain.lines)
        bounds = [*starts, len(orths)]
        sentences = [n for n, (a, b) in enumerate(pairwise(bounds)) for _ in range(a, b)]
        people, found = self._in_phrases(doc, sentences)
        for key, ranges in self._in_gates(doc, orths, people, bounds, sentences):
            found[key] += ranges
        spans = {key: without_overlaps(found[key]) for key in sorted(found) if found[key]}
        return Matches(doc, sentences, people, spans, plain)

    def tokenize(self, text: str) -> list[str]:
        """Lower-case tokens of a text."""
        return [token.lower_ for token in self.nlp.tokenizer(text)]

    def _add(self, patterns: Iterable[tuple[str, Iterable[str]]]) -> None:
        tokenize = cache(self.tokenize)
        gated: list[tuple[str, str, list[Tokens] | None, list[Need]]] = []
        for key, own in patterns:
            plain: list[Sequence[str]] = []
            for pattern in own:
                if has_gap(pattern) and not fault(pattern):
                    gated.append((key, pattern, None, needs(pattern, tokenize)))  # has many forms, and no phrases
                    continue
                rest: list[Tokens] = []
                for form in compile_pattern(pattern, tokenize):
                    as_phrases = phrases(form)
                    plain += as_phrases
                    if not as_phrases:
                        rest.append(form)
                if rest:
                    gated.append((key, pattern, rest, needs(pattern, tokenize)))
            self._keys[self._add_phrases(f"key {key}", plain)] = key
        frequency = Counter(choice for *_, needed in gated for need in needed for choice in need.choices)
        for key, pattern, tokens, needed in gated:
            self._add_gate(key, pattern, tokens, needed, frequency)

    def _add_phrases(self, key: str, sequences: Iterable[Sequence[str]]) -> int:
        """Add sequences of lower-case tokens; returns the id that their matches have."""
        add = self.nlp.vocab.strings.add
        # ids, as a PhraseMatcher keeps and copies them; a Doc for each of the phrases costs many times as much
        self._phrases.add(key, [[add(word) for word in words] for words in sequences])  # type: ignore[misc]
        return add(key)

    def _add_gate(
        self,
        key: str,
        pattern: str,
        tokens: list[Tokens] | None,
        needed: list[Need],
        frequency: Mapping[str, int],
    ) -> None:
        def commonness(i: int) -> tuple[bool, bool, int, int]:
            choices = needed[i].choices
            return (
                any(choice in GROUPS or choice == "#" for choice in choices),
                any(self.nlp.vocab[choice].is_stop for choice in choices),
                sum(frequency[choice] for choice in choices),
                -min(map(len, choices)),
            )

        rarest = min(range(len(needed)), key=commonness)
        numbers = [tuple(map(self._choices.number, need.choices)) for need in needed]
        earlier, later = tuple(numbers[:rarest]), tuple(numbers[rarest + 1 :])
        gate = Gate(key, pattern, tokens, needed[rarest], earlier, later, pattern.count("<"))
        for number in numbers[rarest]:
            self._gates[number].append(gate)

    def _in_phrases(
        self, doc: Doc, sentences: Sequence[int]
    ) -> tuple[list[tuple[str, int, int]], dict[str, list[Range]]]:
        """Named people, and the phrases of each key."""
        named: dict[Range, str] = {}
        found: dict[str, list[Range]] = defaultdict(list)
        for number, start, end in self._phrases(doc):
            key = self._keys.get(number)
            if key is None:
                named.setdefault((start, end), self._labels[number])
            elif sentences[start] == sentences[end - 1]:
                found[key].append((start, end))
        return [(named[span], *span) for span in without_overlaps(named)], found

    def _in_gates(
        self,
        doc: Doc,
        orths: Sequence[int],
        people: Sequence[tuple[str, int, int]],
        bounds: Sequence[int],
        sentences: Sequence[int],
    ) -> Iterator[tuple[str, list[Range]]]:
        """Keys with what their gated patterns match."""
        places = self._places(orths, people)
        named = False
        slack = beyond(people)
        for choice in list(places):
            for gate in self._gates.get(choice, ()):
                if not all_met(gate, places.keys()):
                    continue
                ranges = list(windows(gate, places[choice], places, bounds, sentences, slack))
                if not ranges:
                    continue
                if not named:
                    named = True
                    doc.ents = tuple(Span(doc, start, end, label=label) for label, start, end in people)
                matcher = gate.matcher = gate.matcher or self._matcher(gate)
                yield gate.key, [(a + x, a + y) for a, b in ranges for _, x, y in matcher(doc[a:b])]

    def _places(self, orths: Sequence[int], people: Iterable[tuple[str, int, int]]) -> dict[int, list[int]]:
        """For each choice of a need, the tokens that meet it, in order."""
        places: dict[int, list[int]] = defaultdict(list)
        for i, met in enumerate(map(self._choices.__getitem__, orths)):
            for choice in met:
                places[choice].append(i)
        for label, choice in self._groups:
            tokens = [i for named, start, end in people if named == label for i in range(start, end)]
            if tokens:
                places[choice] = tokens
        return places

    def _matcher(self, gate: Gate) -> Matcher:
        matcher = Matcher(self.nlp.vocab, validate=False)  # the patterns are compiled, and checking them is slow
        matcher.add(gate.key, gate.tokens or compile_pattern(gate.pattern, self.tokenize))
        return matcher


def without_overlaps(ranges: Iterable[Range]) -> list[Range]:
    """Ranges in order, the longest and then the first of those that overlap (as spaCy's ``filter_spans``).

    >>> without_overlaps([(0, 2), (1, 4), (5, 6), (5, 6)])
    [(1, 4), (5, 6)]
    """
    kept = sorted(set(ranges))
    if all(a[1] <= b[0] for a, b in pairwise(kept)):
        return kept
    taken: set[int] = set()
    chosen = []
    for start, end in sorted(kept, key=lambda span: (span[0] - span[1], span[0])):
        if start not in taken and end - 1 not in taken:
            chosen.append((start, end))
            taken.update(range(start, end))
    return sorted(chosen)
