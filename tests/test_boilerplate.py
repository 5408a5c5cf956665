"""Claims that stand in several documents: near-identical ones are found however common, others are not."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_claim, make_passage
from tokenism import boilerplate as module
from tokenism.boilerplate import alike_between, boilerplate, boilerplate_index, likeness, triples_of
from tokenism.records import Boilerplate

LONG = (
    "we will work with residents and carers as equal partners in the design and delivery of every service that they use"
)


def lines(*texts: str, documents: str = "", **fields: str) -> list[Boilerplate]:
    """Boilerplate among claims of these texts, each in a document of its own unless documents are named."""

    of = [documents[n] if documents else f"d{n}" for n in range(len(texts))]
    passages = [make_passage(n, text, of[n]) for n, text in enumerate(texts)]
    return boilerplate([make_claim(n, "label-only", document_id=of[n], **fields) for n in range(len(texts))], passages)


def test_claim_that_stands_in_two_documents_is_found_with_its_places() -> None:
    found = lines(LONG, "Residents met in May to plan the park.", LONG.upper())
    assert [(line.claim_id, line.cluster, line.n_documents, line.n_organisations) for line in found] == [
        ("c0", "c0", 2, 1),
        ("c2", "c0", 2, 1),
    ]


def test_claim_that_stands_twice_in_one_document_is_none() -> None:
    assert lines(LONG, LONG, documents="aa") == []


def test_a_word_changed_in_a_long_claim_is_alike_and_half_of_them_is_not() -> None:
    assert len(lines(LONG, LONG + " daily")) == 2
    assert (
        lines(LONG, "we will work with residents and carers as we see fit while the money for the service lasts") == []
    )


def test_clusters_join_through_a_claim_between() -> None:
    assert {line.cluster for line in lines(LONG, f"{LONG} now and", f"{LONG} now and then they")} == {"c0"}


def test_claim_that_a_hundred_councils_fit_with_their_name_is_found() -> None:
    found = lines(*(f"{LONG} in council{'x' * n}" for n in range(100)))
    assert len(found) == 100
    assert {line.n_documents for line in found} == {100}


def test_repeat_within_a_document_is_left_out() -> None:
    passages = [make_passage(n, LONG, f"d{n % 2}") for n in range(3)]
    claims = [make_claim(n, "label-only", document_id=f"d{n % 2}") for n in range(2)]
    claims.append(make_claim(2, "label-only", document_id="d0", repeat_of="c0"))
    assert [line.claim_id for line in boilerplate(claims, passages)] == ["c0", "c1"]


TEXTS = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=9).map(" ".join), max_size=12)


@given(TEXTS, st.sampled_from([0.5, 0.8, 1.0]))
def test_no_pair_that_is_alike_is_lost(texts: list[str], alike: float) -> None:
    found = list({triples_of(text) for text in texts})
    wanted = {
        frozenset([a, b])
        for a, b in combinations(range(len(found)), 2)
        if len(found[a] & found[b]) >= alike * len(found[a] | found[b])
    }
    assert wanted <= {frozenset(pair) for pair in module._candidates(found, alike)}


def test_index_is_the_share_of_own_claims_and_unknown_without_any() -> None:
    claims = [make_claim(0, "label-only"), make_claim(1, "supported"), make_claim(2, "supported", repeat_of="c0")]
    shared = {line.claim_id: line for line in lines(LONG, "other words", LONG)}
    assert boilerplate_index("Elm Council", claims, shared) == 0.5
    assert boilerplate_index("Ash Trust", claims, shared) is None


@given(TEXTS, TEXTS, st.sampled_from([0.5, 0.8, 1.0]))
def test_pairs_between_two_sets_are_all_that_are_alike(some: list[str], others: list[str], alike: float) -> None:
    first, second = ([triples_of(text) for text in texts] for texts in (some, others))
    wanted = [(i, j) for i, a in enumerate(first) for j, b in enumerate(second) if likeness(a, b) >= alike]
    assert list(alike_between(first, second, alike)) == wanted
