"""Claims that stand, nearly word for word, in several documents."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import ceil

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from tokenism.organisations import organisations_of
from tokenism.records import Boilerplate, Claim, Passage

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_N = 3
Triples = frozenset[tuple[str, ...]]


def boilerplate(claims: Sequence[Claim], passages: Sequence[Passage], *, alike: float = 0.8) -> list[Boilerplate]:
    """Places of claims that stand in more than one document, cluster by cluster in the order of the ledger.

    Two claims are alike where their word triples overlap by ``alike`` (Jaccard); clusters are what is joined by such
    pairs. Repeats within a document, which the ledger points to the first, are left out.
    """
    text_of = {passage.passage_id: passage.text for passage in passages}
    firsts = [claim for claim in claims if claim.repeat_of is None and claim.passage_id in text_of]
    clusters: dict[int, list[Claim]] = {}
    for claim, label in zip(firsts, _labels([text_of[c.passage_id] for c in firsts], alike), strict=True):
        clusters.setdefault(label, []).append(claim)
    return [line for members in clusters.values() for line in _lines(members)]


def boilerplate_index(name: str, claims: Sequence[Claim], shared: Mapping[str, Boilerplate]) -> float | None:
    """Share of an organisation's claims (repeats left out) that stand in another document, too; None without claims."""
    own = [claim for claim in claims if claim.repeat_of is None and name in organisations_of(claim.organisation)]
    return sum(claim.claim_id in shared for claim in own) / len(own) if own else None


def _lines(members: Sequence[Claim]) -> list[Boilerplate]:
    documents = {claim.document_id for claim in members}
    if len(documents) < 2:
        return []
    names = {name for claim in members for name in organisations_of(claim.organisation)}
    return [
        Boilerplate(
            cluster=members[0].claim_id,
            claim_id=claim.claim_id,
            document_id=claim.document_id,
            organisation=claim.organisation,
            page=claim.page,
            claim=claim.claim,
            verdict=claim.verdict,
            n_documents=len(documents),
            n_organisations=len(names),
        )
        for claim in members
    ]


def _labels(texts: Sequence[str], alike: float) -> list[int]:
    """Number of the cluster of each text: texts of the same triples are one, pairs of the others are compared."""
    at: dict[Triples, int] = {}
    of_text = [at.setdefault(triples_of(text), len(at)) for text in texts]
    found = list(at)
    pairs = [(a, b) for a, b in _candidates(found, alike) if likeness(found[a], found[b]) >= alike]
    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    graph = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(found), len(found)))
    labels = connected_components(graph, directed=False)[1]
    return [int(labels[i]) for i in of_text]


def alike_between(first: Sequence[Triples], second: Sequence[Triples], alike: float) -> Iterator[tuple[int, int]]:
    """Pairs of one text of each sequence whose triples overlap by ``alike``, as their numbers, in order."""
    places = _places([*first, *second], alike)
    pairs = {(i, j - len(first)) for at in places.values() for i in at if i < len(first) for j in at if j >= len(first)}
    return ((i, j) for i, j in sorted(pairs) if likeness(first[i], second[j]) >= alike)


def _candidates(found: Sequence[Triples], alike: float) -> set[tuple[int, int]]:
    """Pairs that can be alike: those that share one of the rarest triples of each."""
    return {pair for at in _places(found, alike).values() for pair in combinations(at, 2)}


def _places(found: Sequence[Triples], alike: float) -> dict[tuple[str, ...], list[int]]:
    """Numbers of the texts that have a triple among their rarest.

    Of n triples a pair that overlaps by ``alike`` shares at least that part, so that it cannot miss all of the rarest
    n - alike * n + 1 (prefix filtering: Chaudhuri et al. 2006). No pair is lost, and no turn of phrase pairs all.
    """
    seen = Counter(triple for triples in found for triple in triples)
    places: dict[tuple[str, ...], list[int]] = {}
    for i, triples in enumerate(found):
        rarest = sorted(triples, key=lambda triple: (seen[triple], triple))
        for triple in rarest[: len(rarest) - ceil(alike * len(rarest) - 1e-9) + 1]:
            places.setdefault(triple, []).append(i)
    return places


def likeness(one: Triples, other: Triples) -> float:
    """Part of the triples of two texts that both have (Jaccard)."""
    return len(one & other) / len(one | other)


def triples_of(text: str) -> Triples:
    """The runs of three words of a text, in small letters; all its words where there are fewer.

    >>> sorted(triples_of("We asked 40 residents twice"))
    [('asked', 'residents', 'twice'), ('we', 'asked', 'residents')]
    """
    words = [word.lower() for word in _WORD.findall(text)]
    return frozenset(zip(*(words[i:] for i in range(_N)), strict=False)) or frozenset([tuple(words)])
