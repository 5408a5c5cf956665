"""Claims that stand in several documents, as they are shown: the words once, and every place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tokenism.records import Boilerplate
from tokenism.report.corpus import Corpus
from tokenism.report.ledger import Quotation, quote


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a claim, with a link within the site where its organisation has a page."""

    line: Boilerplate
    document: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A claim that stands in several documents: its words as they first stand, and its places."""

    n_documents: int
    n_organisations: int
    quotation: Quotation | None
    places: tuple[Place, ...]


def lines_of(corpus: Corpus, organisation: str) -> list[Boilerplate]:
    """Places of such claims in the documents of one organisation."""
    return list(corpus.boilerplate_of.get(organisation, ()))


def repeated(corpus: Corpus, lines: Sequence[Boilerplate], links: Mapping[str, str]) -> tuple[Repeated, ...]:
    """Claims by cluster, those in the most documents first; ``links`` by id of the claim."""

    def order(line: Boilerplate) -> tuple[int, str, tuple[int, str], int, str]:
        return -line.n_documents, line.cluster, corpus.place(line.document_id), line.page, line.claim_id

    found = []
    for _, group in groupby(sorted(lines, key=order), key=lambda line: line.cluster):
        members = list(group)
        first = members[0]
        places = (Place(line, corpus.name_of(line.document_id), links.get(line.claim_id)) for line in members)
        words = quote(corpus, corpus.passage_of.get(first.cluster) or corpus.passage_of.get(first.claim_id))
        found.append(Repeated(first.n_documents, first.n_organisations, words, tuple(places)))
    return tuple(found)
