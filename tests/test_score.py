"""Organisation scores: counts, shares inside their intervals, undefined below the minimum, and open ranks."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.makers import make_claim, make_document, make_passage, make_tag
from tests.test_estimates import audit
from tokenism.estimates import Settings
from tokenism.records import Claim, Score
from tokenism.score import score as score_all


def score(*tables: Any, min_claims: int = 10, **options: Any) -> list[Score]:
    return score_all(*tables, settings=Settings(min_claims=min_claims), **options).organisations


VERDICTS = ("supported", "supported-elsewhere", "planned", "overclaimed", "label-only")


def scored(*verdicts: str, min_claims: int = 1, **fields: Any) -> Score:
    """The score of one organisation whose ledger has these verdicts."""
    claims = [make_claim(n, verdict, **fields) for n, verdict in enumerate(verdicts)]
    (found,) = score([make_document()], [], [], claims, min_claims=min_claims)
    return found


def test_share_is_of_claims_that_nothing_in_the_document_supports() -> None:
    found = scored(*VERDICTS)
    assert (found.n_claims, found.tokenism_index) == (5, 0.4)
    counts = (found.n_supported, found.n_supported_elsewhere, found.n_planned, found.n_overclaimed, found.n_label_only)
    assert counts == (1, 1, 1, 1, 1)


def test_gap_is_the_same_share_among_claims_of_co_production() -> None:
    claims = [make_claim(1, "label-only", "co-production"), make_claim(2, "supported", "consultation")]
    (found,) = score([make_document()], [], [], claims, min_claims=1)
    assert (found.n_coproduction_claims, found.coproduction_gap, found.tokenism_index) == (1, 1.0, 0.5)


def test_gap_without_claims_of_co_production_is_undefined() -> None:
    found = scored("label-only")
    assert (found.coproduction_gap, found.gap_low, found.gap_high) == (None, None, None)


def test_repeat_is_not_counted() -> None:
    claims = [make_claim(1, "label-only"), make_claim(2, "label-only", repeat_of="c1")]
    (found,) = score([make_document()], [], [], claims, min_claims=1)
    assert found.n_claims == 1


def test_unsure_claims_are_counted_beside_the_share() -> None:
    claims = [make_claim(1, "label-only", unsure=True), make_claim(2, "supported")]
    (found,) = score([make_document()], [], [], claims, min_claims=1)
    assert (found.n_unsure, found.n_claims, found.tokenism_index) == (1, 2, 0.5)


def test_below_the_minimum_there_are_counts_but_no_shares_and_no_rank() -> None:
    found = scored("label-only", "label-only", min_claims=3)
    assert (found.n_claims, found.n_label_only) == (2, 2)
    shares = (found.tokenism_index, found.tokenism_low, found.coproduction_gap, found.mean_lift, found.under_claiming)
    assert set(shares) == {None}
    assert (found.rank_low, found.rank_high) == (None, None)
    assert found.note == "too few claims (2, at least 3 are wanted)"


def test_at_the_minimum_there_is_a_share() -> None:
    assert scored("label-only", "supported", min_claims=2).tokenism_index == 0.5


def test_mean_lift_is_practice_band_minus_claim_band() -> None:
    claims = [make_claim(1, "label-only", "co-production"), make_claim(2, "supported", "consultation")]
    passages = [make_passage(n, "x") for n in (1, 2)]
    tags = [make_tag(1, "co-production", "none"), make_tag(2, "consultation", "co-production")]
    (found,) = score([make_document()], passages, tags, claims, min_claims=1)
    assert found.mean_lift == pytest.approx((-3 + 1) / 2)


def test_under_claiming_is_the_share_of_practice_passages_with_a_lower_claim() -> None:
    passages = [make_passage(n, "x") for n in range(4)]
    tags = [
        make_tag(0, "none", "consultation"),
        make_tag(1, "consultation", "consultation"),
        make_tag(2, "consultation", "co-production"),
        make_tag(3, "consultation", "none"),
    ]
    (found,) = score([make_document()], passages, tags, [make_claim(1, "supported")], min_claims=1)
    assert found.under_claiming == pytest.approx(2 / 3, abs=1e-4)


def test_density_is_participation_passages_in_ten_thousand_words() -> None:
    passages = [make_passage(n, "x") for n in range(3)]
    tags = [make_tag(0, "none", "consultation"), make_tag(1, "consultation", "none"), make_tag(2, stance="na")]
    (found,) = score([make_document(n_words=4000)], passages, tags, [])
    assert found.density == 5.0


def test_joint_document_counts_for_each_of_its_organisations() -> None:
    joint = "Ash Trust; Elm Council"
    claims = [make_claim(1, "label-only", organisation=joint)]
    found = score(
        [make_document("d1", joint), make_document("d2", "Elm Council")],
        [make_passage(1, "x", organisation=joint)],
        [make_tag(1, "consultation", stance="aspirational")],
        claims,
        min_claims=1,
    )
    assert [(item.organisation, item.n_documents, item.n_claims) for item in found] == [
        ("Ash Trust", 1, 1),
        ("Elm Council", 2, 1),
    ]


def test_organisation_whose_documents_could_not_be_read_has_a_line_with_nulls() -> None:
    (found,) = score([make_document(status="encrypted", n_words=None)], [], [], [])
    assert (found.n_documents, found.n_words, found.density, found.tokenism_index) == (0, None, None, None)
    assert found.note == "no document could be read"


def test_note_counts_documents_not_read_and_missing_claims() -> None:
    (found,) = score([make_document("d1"), make_document("d2", status="corrupt", n_words=None)], [], [], [])
    assert found.note == "1 of 2 documents not read; no claims of consultation or co-production"


def test_partly_read_document_counts() -> None:
    (found,) = score([make_document(status="partial", n_words=10)], [], [], [])
    assert (found.n_documents, found.n_words) == (1, 10)


def test_organisations_stand_in_alphabetical_order() -> None:
    found = score([make_document("d1", "Elm"), make_document("d2", "Ash")], [], [], [])
    assert [item.organisation for item in found] == ["Ash", "Elm"]


def test_type_is_the_first_that_is_known() -> None:
    documents = [make_document("d1"), make_document("d2", organisation_type="council")]
    assert score(documents, [], [], [])[0].organisation_type == "council"


def ledger_of(name: str, tokenistic: int, n: int) -> list[Claim]:
    verdicts = ["label-only"] * tokenistic + ["supported"] * (n - tokenistic)
    return [make_claim(number, verdict, organisation=name) for number, verdict in enumerate(verdicts)]


def ranks(*organisations: tuple[int, int], min_claims: int = 10) -> list[tuple[int | None, int | None]]:
    names = [f"organisation {n:02}" for n in range(len(organisations))]
    claims = [c for name, (hits, n) in zip(names, organisations, strict=True) for c in ledger_of(name, hits, n)]
    documents = [make_document(f"d{n}", name) for n, name in enumerate(names)]
    found = score(documents, [], [], claims, min_claims=min_claims)
    return [(item.rank_low, item.rank_high) for item in found]


@pytest.mark.parametrize(
    ("organisations", "expected"),
    [
        ([(0, 100), (50, 100), (100, 100)], [(1, 1), (2, 2), (3, 3)]),
        ([(10, 20), (11, 20)], [(1, 1), (2, 2)]),
        ([(0, 100), (10, 20), (10, 20)], [(1, 1), (2, 3), (2, 3)]),
        ([(0, 100), (1, 2), (100, 100)], [(1, 1), (None, None), (2, 2)]),
        ([(5, 20)], [(1, 1)]),
        ([], []),
    ],
)
def test_a_ledger_taken_as_true_leaves_only_ties_open(
    organisations: list[tuple[int, int]], expected: list[tuple[int | None, int | None]]
) -> None:
    assert ranks(*organisations) == expected


COUNTS = st.integers(10, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(COUNTS, max_size=8))
def test_ranks_stay_in_order_and_in_range(organisations: list[tuple[int, int]]) -> None:
    assert all(1 <= low <= high <= len(organisations) for low, high in ranks(*organisations) if low and high)


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=40))
def test_share_lies_inside_its_interval_and_counts_add_up(verdicts: list[str]) -> None:
    found = scored(*verdicts)
    assert 0.0 <= found.tokenism_low <= found.tokenism_index <= found.tokenism_high <= 1.0
    counts = (found.n_supported, found.n_supported_elsewhere, found.n_planned, found.n_overclaimed, found.n_label_only)
    assert sum(counts) == found.n_claims == len(verdicts)


def test_minimum_of_no_claims_leaves_an_organisation_without_claims_undefined() -> None:
    (found,) = score([make_document()], [], [], [], min_claims=0)
    assert (found.tokenism_index, found.mean_lift) == (None, None)


def test_passage_without_a_tag_is_an_input_error_that_names_the_stage() -> None:
    with pytest.raises(ValueError, match="tag"):
        score([make_document()], [make_passage(1, "x")], [], [])


def test_duplicate_is_not_noted_as_unread() -> None:
    (found,) = score([make_document("d1"), make_document("d2", status="duplicate", n_words=None)], [], [], [])
    assert "not read" not in found.note


def corrected(claims: dict[str, tuple[int, int]], **options: Any) -> dict[str, Score]:
    """Scores under a small audit; of each organisation the number of lacking claims, and of all."""
    documents = [make_document(f"d-{name}", name) for name in claims]
    ledger = [
        replace(claim, claim_id=f"{name}{i}", passage_id=f"p{name}{i}", document_id=f"d-{name}")
        for name, (hits, n) in claims.items()
        for i, claim in enumerate(ledger_of(name, hits, n))
    ]
    passages = [
        replace(make_passage(i, "x", c.document_id, c.organisation), passage_id=c.passage_id)
        for i, c in enumerate(ledger)
    ]
    tags = [replace(make_tag(0, "consultation"), passage_id=c.passage_id) for c in ledger]
    wanted = Settings(**({"min_claims": 1, "draws": 20} | options))
    found = score_all(documents, passages, tags, ledger, audit=audit(2), settings=wanted)
    return {line.organisation: line for line in found.organisations}


OF_OTHERS = ("rank_low", "rank_high", "p_worst_quarter", "n_ranked", "type_rank_low", "type_rank_high",
             "n_ranked_of_type", "boilerplate_index")  # fmt: skip


@settings(max_examples=8)
@given(st.dictionaries(st.sampled_from(["Ash", "Elm", "Oak", "Yew", "Fir"]), COUNTS, min_size=2), st.randoms())
def test_no_figure_of_an_organisation_hangs_on_who_else_is_in_the_run(
    claims: dict[str, tuple[int, int]], order: Any
) -> None:
    def own(found: Score) -> Score:
        return replace(found, **dict.fromkeys(OF_OTHERS))

    names = list(claims)
    order.shuffle(names)
    whole, turned = corrected(claims), corrected({name: claims[name] for name in names})
    assert whole == turned
    alone = corrected({names[0]: claims[names[0]]})
    assert own(alone[names[0]]) == own(whole[names[0]])


@settings(max_examples=15)
@given(COUNTS, st.integers(0, 9))
def test_corrected_figures_lie_inside_their_intervals(counts: tuple[int, int], seed: int) -> None:
    found = corrected({"Elm": counts}, seed=seed)["Elm"]
    for middle, low, high in (
        (found.tokenism_index, found.tokenism_low, found.tokenism_high),
        (found.under_claiming, found.under_claiming_low, found.under_claiming_high),
        (found.density, found.density_low, found.density_high),
        (found.mean_lift, found.mean_lift_low, found.mean_lift_high),
    ):
        assert middle is None or low <= middle <= high


@pytest.mark.parametrize(("n", "note"), [(0, "no claims of consultation or co-production"), (1, "too few"), (5, "too")])
def test_few_claims_have_counts_words_and_nulls_under_an_audit(n: int, note: str) -> None:
    found = corrected({"Elm": (n, n), "Oak": (3, 12)}, min_claims=10, population=True)["Elm"]
    assert (found.n_claims, found.n_label_only, found.n_documents) == (n, n, 1)
    shares = ("tokenism_index", "tokenism_low", "tokenism_raw", "population_index", "mean_lift", "boilerplate_index")
    assert {getattr(found, name) for name in (*shares, "coproduction_gap", "under_claiming", "rank_low")} == {None}
    assert found.note.startswith(note)


def test_one_document_is_surer_of_what_was_read_than_of_all_of_its_kind() -> None:
    found = corrected({"Elm": (20, 60), "Oak": (30, 60)}, population=True)["Elm"]
    assert found.tokenism_high - found.tokenism_low < found.population_high - found.population_low


def test_only_unreadable_documents_have_nulls_and_words_under_an_audit() -> None:
    documents = [make_document("d1", status="encrypted", n_words=None), make_document("d2", "Oak")]
    found = score_all(documents, [], [], [], audit=audit(1), settings=Settings(draws=20, population=True))
    elm = found.organisations[0]
    known = {name for name in Score.__dataclass_fields__ if getattr(elm, name) is not None}
    assert known == {"organisation", "n_documents", "note"}
    assert (elm.n_documents, elm.note) == (0, "no document could be read")
    assert {(cell.n, cell.corrected) for cell in found.matrix if cell.organisation == "Elm Council"} == {(None, None)}


def test_audit_without_coded_passages_leaves_the_errors_of_tags_unknown() -> None:
    given = replace(audit(1), passages=[])
    claims = [make_claim(n, "supported") for n in range(12)]
    passages, tags = (
        [make_passage(n) for n in range(12)],
        [make_tag(n, "consultation", "consultation") for n in range(12)],
    )
    found = score_all([make_document()], passages, tags, claims, audit=given, settings=Settings(draws=20))
    (elm,) = found.organisations
    assert (elm.mean_lift, elm.density, elm.mean_lift_raw) == (None, None, 0.0)
    assert elm.tokenism_index is not None
    assert {cell.corrected for cell in found.matrix} == {None}


def test_a_hundred_organisations_are_scored_in_one_run() -> None:
    found = corrected({f"body {n:03}": (n % 40, 40) for n in range(100)})
    assert len(found) == 100
    assert {line.n_ranked for line in found.values()} == {100}
    assert sum(line.p_worst_quarter for line in found.values()) == pytest.approx(25, abs=0.01)


def test_index_if_accepted_is_that_of_a_ledger_that_supports_what_is_disputed() -> None:
    claims = [make_claim(n, "label-only" if n < 12 else "supported", disputed=n % 4 == 0) for n in range(20)]
    accepted = [replace(claim, verdict="supported") if claim.disputed else claim for claim in claims]
    (found,), (wanted,) = (score([make_document()], [], [], one, audit=audit()) for one in (claims, accepted))
    told = (found.index_if_accepted, found.if_accepted_low, found.if_accepted_high, found.if_accepted_raw)
    assert told == (wanted.tokenism_index, wanted.tokenism_low, wanted.tokenism_high, wanted.tokenism_raw)
    (plain,) = score([make_document()], [], [], [replace(one, disputed=False) for one in claims], audit=audit())
    assert (found.tokenism_index, found.tokenism_high) == (plain.tokenism_index, plain.tokenism_high)


@pytest.mark.parametrize(("disputed", "min_claims"), [(False, 1), (True, 3)])
def test_index_if_accepted_is_undefined_without_a_dispute_or_an_index(disputed: bool, min_claims: int) -> None:
    found = scored("label-only", "supported", min_claims=min_claims, disputed=disputed)
    assert (found.index_if_accepted, found.if_accepted_low, found.if_accepted_raw) == (None, None, None)
