"""What the passages of a document are about, and the signs that two of them are about the same activity or product."""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.lang.en.stop_words import STOP_WORDS

from tokenism.records import Passage, Span

TOLD = {"half": 0.25, "quarter": 0.4, "eighth": 0.55}
"""How much a word tells that this share of all documents has, against one that is found in few."""

_SATURATION, _LENGTH = 1.2, 0.5
"""k1 and b of BM25 (Robertson and Zaragoza 2009): how soon repeats stop counting, and how much long passages lose."""

_ENOUGH = 6.0
"""Sum of the weights of shared words that counts as one: more of them say nothing further."""

_PRACTICE_ENOUGH, _WORDS_ENOUGH = 4, 150
"""Cues of practice, and words, from which a passage counts as a full account."""

_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_SENTENCE_END = re.compile(r"(?<=[.!?;•|\n])\s+")
_NAMED = re.compile(r"[A-Z][\w'’-]+(?: (?:(?:of|and|for|the|in|to) )?[A-Z][\w'’-]+){1,5}")
_SUFFIXES = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class About:
    """What one passage is about.

    ``terms`` counts the stems outside the cues of participation, ``focus`` are those of the sentences that claim,
    ``heading`` those of the last heading; ``names`` are capitalised names, ``people`` the groups of the public,
    ``itself`` the words for the document itself; ``making`` says that the heading tells how something was made.
    ``account`` and ``length`` say how near it is to a full account; ``words`` gives stems and names as written.
    """

    terms: Mapping[str, int]
    focus: frozenset[str]
    heading: frozenset[str]
    names: frozenset[str]
    people: frozenset[str]
    itself: frozenset[str]
    making: bool
    account: float
    length: float
    words: Mapping[str, str]


class Subjects:
    """The subjects of passages that are read together, as a rule those of one document."""

    def __init__(self, passages: Sequence[Passage], spans_of: Mapping[str, Sequence[Span]]) -> None:
        self._about = {p.passage_id: about(p, spans_of.get(p.passage_id, ())) for p in passages}
        self._document = {p.passage_id: p.document_id for p in passages}
        everything = list(self._about.values())
        self._weight = _weights(len(everything), ({*a.terms, *a.heading} for a in everything))
        self._wanted = {key: sorted(a.terms.keys() | a.heading) for key, a in self._about.items()}
        self._size = {key: sum(a.terms.values()) for key, a in self._about.items()}
        self._mean_size = sum(self._size.values()) / max(len(everything), 1) or 1.0

    def signs(self, claim: Passage, other: Passage) -> dict[str, float]:
        """Signs that the other passage is about what the claim is about, each from 0 to 1, by name.

        ``words`` and ``focus`` are the shared words of the claim's passage and of its claiming sentences (BM25),
        ``rarest`` and ``second`` the two that tell most, ``people`` a shared group of the public. ``itself``: both
        speak of the document; ``making``: the other stands where a document tells how it was made, ``made``: the
        same, and the claim speaks of the document. ``account`` and ``length`` are the other's cues of practice and
        its words: an account rather than a mention. Passages of two documents do not speak of the same document:
        there ``itself`` and ``made`` are 0.
        """
        a, b = self._about[claim.passage_id], self._about[other.passage_id]
        told = sorted((self._weight[term] for term in self._shared(a, b)), reverse=True)
        together = self._document[claim.passage_id] == self._document[other.passage_id]
        size = self._size[other.passage_id]
        return {
            "words": self._match(self._wanted[claim.passage_id], b, size),
            "focus": self._match(sorted(a.focus), b, size),
            "rarest": told[0] if told else 0.0,
            "second": told[1] if len(told) > 1 else 0.0,
            "people": float(bool(a.people & b.people)),
            "itself": float(together and bool(a.itself & b.itself)),
            "made": float(together and bool(a.itself) and b.making),
            "making": float(b.making),
            "account": b.account,
            "length": b.length,
        }

    def named(self, claim: Passage, other: Passage, most: int = 2) -> list[str]:
        """Names that both passages have, as the claim writes them, the longest first: ``["Family Hubs"]``."""
        a, b = self._about[claim.passage_id], self._about[other.passage_id]
        names = sorted(a.names & b.names, key=lambda name: (-len(name), name))
        return [a.words[name] for name in names[:most]]

    def told(self, claim: Passage, other: Passage, most: int = 2) -> list[str]:
        """Shared words that tell most about the subject, as the claim writes them."""
        a, b = self._about[claim.passage_id], self._about[other.passage_id]
        ranked = sorted(self._shared(a, b), key=lambda term: (-self._weight[term], term))
        return [a.words[term] for term in ranked if self._weight[term] >= min(TOLD.values())][:most]

    @staticmethod
    def _shared(a: About, b: About) -> set[str]:
        return {term for term in a.terms if term in b.terms or term in b.heading}

    def _match(self, wanted: Iterable[str], b: About, size: int) -> float:
        """BM25 of the wanted terms in a passage, a term of its heading counting like one of its text; at most 1."""
        length = _SATURATION * (1 - _LENGTH + _LENGTH * size / self._mean_size)
        found = 0.0
        for term in wanted:
            if count := b.terms.get(term, 0):
                found += self._weight[term] * count * (_SATURATION + 1) / (count + length)
            elif term in b.heading:
                found += self._weight[term]
        return min(found, _ENOUGH) / _ENOUGH


def about(passage: Passage, spans: Sequence[Span]) -> About:
    """What a passage is about; the words of its claim and practice cues are no subject."""
    cues = [(span.start, span.end) for span in spans if span.kind in ("claim", "practice")]
    claiming = [(span.start, span.end) for span in spans if span.kind == "claim"]
    words: dict[str, str] = {}
    terms: Counter[str] = Counter()
    focus: set[str] = set()
    for start, end in _sentences(passage.text):
        found = dict(_terms(passage.text, start, end, cues, terms))
        words |= {stem: word for stem, word in found.items() if stem not in words}
        if any(first < end and start < last for first, last in claiming):
            focus |= found.keys()
    heading = passage.section.rsplit(" > ", 1)[-1]
    names = _names(passage.text)
    lower = passage.text.lower()
    return About(
        terms=terms,
        focus=frozenset(focus or terms),
        heading=frozenset(stem for found in _WORD.finditer(heading) if (stem := stem_of(found.group()))),
        names=frozenset(names),
        people=frozenset(found.group(1) for found in _people().finditer(lower)),
        itself=frozenset(_itself().findall(lower)),
        making=bool(_making().search(heading)),
        account=min(sum(span.kind == "practice" for span in spans) / _PRACTICE_ENOUGH, 1.0),
        length=min(passage.n_words / _WORDS_ENOUGH, 1.0),
        words=words | names,
    )


def stem_of(word: str) -> str | None:
    """A word without its ending, in lower case; None for one that is too short or too common to tell anything.

    >>> stem_of("gardens"), stem_of("gardening"), stem_of("the")
    ('garden', 'garden', None)
    """
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) < 3 or word in STOP_WORDS:
        return None
    ending = next((end for end in _SUFFIXES if word.endswith(end) and len(word) - len(end) >= 3), "")
    return word.removesuffix(ending)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences, cells and list items begin and end, roughly: enough to know which of them claim."""
    starts = [0, *(found.end() for found in _SENTENCE_END.finditer(text))]
    yield from zip(starts, [*starts[1:], len(text)], strict=True)


def _terms(
    text: str, start: int, end: int, cues: Sequence[tuple[int, int]], counts: Counter[str]
) -> Iterator[tuple[str, str]]:
    """Stem and word for each that is in no cue; counted on the way."""
    for found in _WORD.finditer(text, start, end):
        if any(first < found.end() and found.start() < last for first, last in cues):
            continue
        if stem := stem_of(found.group()):
            counts[stem] += 1
            yield stem, found.group()


def _names(text: str) -> dict[str, str]:
    """Capitalised names of two words or more without a leading ``The``, by themselves in lower case."""
    found = (match.group().split() for match in _NAMED.finditer(text))
    trimmed = (words[1:] if words[0].lower() in STOP_WORDS else words for words in found)
    return {" ".join(words).lower(): " ".join(words) for words in trimmed if len(words) > 1}


def _weights(n: int, having: Iterable[Iterable[str]]) -> dict[str, float]:
    """Inverse document frequency of terms among passages, from 0 to 1; everyday words less."""
    counts = Counter(term for terms in having for term in terms)
    top = math.log(1 + n)
    return {term: math.log((1 + n) / count) / top * _everyday().get(term, 1.0) for term, count in counts.items()}


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("tokenism").joinpath("subjects.toml").read_text(encoding="utf-8"))


@cache
def _everyday() -> dict[str, float]:
    return {stem: TOLD[share] for share, stems in _lists()["everyday"].items() for stem in stems.split()}


@cache
def _people() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(_lists()['people']['begin'].split())})")


@cache
def _itself() -> re.Pattern[str]:
    nouns = "|".join(_lists()["itself"]["nouns"].split())
    return re.compile(rf"\b(?:this|our|the|draft|these|present|a) (?:\w+ )?({nouns})\b")


@cache
def _making() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_lists()['making']['headings'])})\b", re.IGNORECASE)
