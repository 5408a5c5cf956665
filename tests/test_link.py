"""The claims ledger: which claims it holds, what counts as evidence for them, and what repeats."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import codebook, make_passage, make_tag
from tokenism.evidence import Weights
from tokenism.link import link
from tokenism.records import BANDS, STANCES, Claim, Document, Passage, Tag
from tokenism.views import View

WEIGHTS = Weights(min_score=1.0, lesser=0.0, wish=0.0)
BROAD, STRICT, ARNSTEIN = (codebook().view(name) for name in ("bands-broad", "bands-strict", "arnstein"))
CLAIM = "The Oakfield library timetable was shaped by everyone."
EVIDENCE = "The Oakfield library timetable was shaped at the desk."
OTHER = "Tram fares for pensioners: passengers filled in cards on board."


def ledger(*pairs: tuple[Passage, Tag], weights: Weights = WEIGHTS, view: View = BROAD) -> list[Claim]:
    return link([passage for passage, _ in pairs], [tag for _, tag in pairs], [], view, weights=weights)


def claimed(number: int = 1, claim: str = "consultation", text: str = CLAIM, **fields: object) -> tuple[Passage, Tag]:
    """A passage that claims and describes nothing."""
    return make_passage(number, text, **fields), make_tag(number, claim, "none", "aspirational")


def described(
    number: int = 2, practice: str = "consultation", text: str = EVIDENCE, stance: str = "reported", **fields: object
) -> tuple[Passage, Tag]:
    """A passage that describes practice and claims nothing."""
    return make_passage(number, text, **fields), make_tag(number, "none", practice, stance)


@pytest.mark.parametrize(
    ("claim", "stance", "n"),
    [
        ("none", "na", 0),
        ("informing", "reported", 0),
        ("consultation", "aspirational", 1),
        ("co-production", "reported", 1),
        ("co-production", "definition", 0),
    ],
)
def test_claims_of_consultation_and_co_production_are_in_the_ledger(claim: str, stance: str, n: int) -> None:
    assert len(ledger((make_passage(1, CLAIM), make_tag(1, claim, "none", stance)))) == n


def test_claim_without_evidence_keeps_its_verdict_and_says_what_is_missing() -> None:
    (found,) = ledger(claimed())
    assert (found.verdict, found.passage_verdict, found.evidence_passage_id) == ("label-only", "label-only", None)
    assert found.reason == (
        "The passage describes no activity; missing in this document: an account of how people were asked or met."
    )
    assert found.would_change == "an account of how people were asked or met"


def test_evidence_elsewhere_supports_the_claim_with_its_page() -> None:
    (found,) = ledger(claimed(), described(page=14))
    assert (found.verdict, found.passage_verdict) == ("supported-elsewhere", "label-only")
    assert (found.evidence_passage_id, found.evidence_page) == ("p2", 14)
    assert found.reason == "Page 14 describes consultation on what seems to be the same subject (Oakfield)."
    assert found.would_change == "that the passage on page 14 concerns another activity"


def test_evidence_that_is_only_promised_gives_planned() -> None:
    (found,) = ledger(claimed(), described(stance="committed", page=14))
    assert (found.verdict, found.evidence_page) == ("planned", 14)
    assert found.reason == "Page 14 promises consultation on what seems to be the same subject (Oakfield)."
    assert found.would_change == "a report that it took place"


@pytest.mark.parametrize(
    "other",
    [
        described(text=OTHER),
        described(practice="informing"),
        described(stance="aspirational"),
        (make_passage(2, EVIDENCE), make_tag(2, "none", "consultation", "definition")),
        (make_passage(2, EVIDENCE), make_tag(2, "consultation", "none", "reported")),
        described(document_id="d2"),
    ],
    ids=["another subject", "lower practice", "a wish", "a definition", "a bare label", "another document"],
)
def test_what_is_no_evidence(other: tuple[Passage, Tag]) -> None:
    first = ledger(claimed(), other)[0]
    assert (first.verdict, first.evidence_passage_id, first.evidence_score) == ("label-only", None, None)


def test_evidence_must_reach_the_claimed_band() -> None:
    (found,) = ledger(claimed(claim="co-production"), described(2), described(3, practice="co-production"))
    assert found.evidence_passage_id == "p3"


def test_overclaimed_passage_can_be_supported_elsewhere() -> None:
    overclaimed = make_passage(1, CLAIM), make_tag(1, "co-production", "consultation")
    (found,) = [
        claim for claim in ledger(overclaimed, described(practice="co-production")) if claim.claim == "co-production"
    ]
    assert (found.passage_verdict, found.verdict) == ("overclaimed", "supported-elsewhere")


def test_reported_evidence_goes_before_promised_evidence_that_is_more_alike() -> None:
    (found,) = ledger(claimed(), described(2, stance="committed", text=CLAIM), described(3))
    assert (found.verdict, found.evidence_passage_id) == ("supported-elsewhere", "p3")


def test_of_equal_evidence_the_first_is_shown() -> None:
    (found,) = ledger(claimed(2), described(1, page=2), described(3, page=2))
    assert found.evidence_passage_id == "p1"


def test_claim_that_supports_itself_needs_no_evidence() -> None:
    supported = make_passage(1, CLAIM), make_tag(1, "consultation", "consultation")
    found = ledger(supported, described())[0]
    assert (found.verdict, found.evidence_passage_id) == ("supported", None)
    assert found.reason == "The passage itself describes consultation."


def test_promise_in_the_passage_itself_is_planned() -> None:
    (found,) = ledger((make_passage(1, CLAIM), make_tag(1, "consultation", "co-production", "committed")))
    assert found.reason == "The passage promises co-production; it does not yet report it."


def test_near_identical_claim_repeats_the_first_of_its_document() -> None:
    again = f"{CLAIM} Yes."
    first, second, elsewhere = ledger(claimed(1), claimed(2, text=again), claimed(3, document_id="d2"))
    assert (first.repeat_of, second.repeat_of, elsewhere.repeat_of) == (None, first.claim_id, None)


def test_another_claim_is_no_repeat() -> None:
    assert [claim.repeat_of for claim in ledger(claimed(1), claimed(2, text=OTHER))] == [None, None]


def test_claims_without_three_words_repeat_when_they_are_the_same() -> None:
    claims = ledger(claimed(1, text="We listen."), claimed(2, text="We listen!"), claimed(3, text="We engage."))
    assert [claim.repeat_of is None for claim in claims] == [True, False, True]


def test_claim_takes_its_facts_from_passage_and_tag() -> None:
    passage = make_passage(1, CLAIM, organisation="Elm; Ash", page=7)
    (found,) = ledger((passage, replace(make_tag(1, "consultation", stance="aspirational"), unsure=True)))
    assert (found.organisation, found.page, found.stance) == ("Elm; Ash", 7, "aspirational")
    assert (found.unsure, found.disputed) == (True, False)


# ---------------------------------------------------------------- family

PLAN = Document("d1", "plan.pdf", None, "Elm Council", title="Oakfield libraries: strategy")
SURVEY = Document("d2", "survey.pdf", None, "Elm Council", title="Oakfield libraries: consultation report")
ROADS = Document("d2", "roads.pdf", None, "Elm Council", title="Roads and pavements: consultation report")


def in_family(other: Document, *pairs: tuple[Passage, Tag], family: bool = True) -> Claim:
    passages, tags = ([pair[n] for pair in pairs] for n in (0, 1))
    found = link(passages, tags, [], BROAD, weights=WEIGHTS, family=family, documents=[PLAN, other])
    return found[0]


def test_document_of_the_family_backs_what_its_own_does_not() -> None:
    found = in_family(SURVEY, claimed(), described(document_id="d2", page=4))
    assert (found.verdict, found.evidence_document_id, found.evidence_page) == ("supported-elsewhere", "d2", 4)
    assert found.reason.startswith("Page 4 of “Oakfield libraries: consultation report” describes consultation")


def test_evidence_in_the_document_goes_before_the_family() -> None:
    found = in_family(SURVEY, claimed(), described(2), described(3, document_id="d2"))
    assert (found.evidence_passage_id, found.evidence_document_id) == ("p2", None)


@pytest.mark.parametrize(
    ("other", "stance", "family"),
    [(ROADS, "reported", True), (SURVEY, "committed", True), (SURVEY, "reported", False)],
    ids=["another subject", "only promised", "not asked for"],
)
def test_what_the_family_does_not_back(other: Document, stance: str, family: bool) -> None:
    found = in_family(other, claimed(), described(stance=stance, document_id="d2"), family=family)
    assert (found.verdict, found.evidence_document_id) == ("label-only", None)


# ---------------------------------------------------------------- views


def of_rungs(
    number: int, claim: int, practice: int, text: str = CLAIM, stance: str = "reported"
) -> tuple[Passage, Tag]:
    """A passage with a claim and a practice of these rungs, in the bands as stored."""
    bands = [codebook().band(rung) for rung in (claim, practice)]
    tag = replace(make_tag(number, *bands, stance), claim_rung=claim, practice_rung=practice)
    return make_passage(number, text), tag


def test_co_production_with_co_design_is_overclaimed_under_the_strict_view_alone() -> None:
    pair = of_rungs(1, 7, 6)
    broad, strict = ledger(pair)[0], ledger(pair, view=STRICT)[0]
    assert (broad.verdict, broad.practice) == ("supported", "co-production")
    assert (strict.claim, strict.practice, strict.verdict) == ("co-production", "consultation", "overclaimed")
    assert strict.reason == (
        "The passage describes consultation only; missing in this document: practice at the level of co-production "
        "(Decisions and work are shared, or the public holds them)."
    )


def test_claim_of_co_design_is_one_of_consultation_under_the_strict_view() -> None:
    (strict,) = ledger(of_rungs(1, 6, 4), view=STRICT)
    assert (strict.claim, strict.verdict) == ("consultation", "supported")
    assert ledger(of_rungs(1, 6, 4))[0].verdict == "overclaimed"


def test_evidence_must_reach_the_band_that_the_view_gives() -> None:
    pairs = of_rungs(1, 7, 0, stance="aspirational"), of_rungs(2, 0, 6, EVIDENCE)
    assert ledger(*pairs)[0].verdict == "supported-elsewhere"
    assert ledger(*pairs, view=STRICT)[0].verdict == "label-only"


def test_view_without_bands_compares_as_the_ladder_does() -> None:
    pairs = of_rungs(1, 7, 6), of_rungs(2, 4, 0, OTHER), of_rungs(3, 0, 8, EVIDENCE)
    broad = ledger(*pairs)
    assert ledger(*pairs, view=ARNSTEIN) == [replace(claim, view="arnstein") for claim in broad]
    assert {claim.view for claim in broad} == {"bands-broad"}


NAMES = ["garden", "library", "tram", "fares", "Oakfield", "Family", "Hubs", "this", "strategy"]
WORDS = st.lists(st.sampled_from(NAMES), max_size=8)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(BANDS), st.sampled_from(BANDS), st.sampled_from(STANCES), WORDS, st.sampled_from(["d1", "d2"])
    ),
    max_size=10,
)


@given(ROWS)
def test_ledger_is_sound(rows: list[tuple[str, str, str, list[str], str]]) -> None:
    passages = [make_passage(n, " ".join(words), document_id=d) for n, (*_, words, d) in enumerate(rows)]
    tags = [make_tag(n, claim, practice, stance) for n, (claim, practice, stance, *_) in enumerate(rows)]
    claims = link(passages, tags, [], BROAD, weights=WEIGHTS)
    of_passage, of_tag = ({item.passage_id: item for item in items} for items in (passages, tags))
    ids = [claim.claim_id for claim in claims]
    assert len(set(ids)) == len(ids)
    assert {claim.repeat_of for claim in claims} <= {None, *ids}
    with_evidence = [claim for claim in claims if claim.evidence_passage_id]
    assert all(claim.reason and claim.would_change for claim in claims)
    assert all(claim.verdict in ("supported-elsewhere", "planned") for claim in with_evidence)
    for claim in with_evidence:
        evidence = of_passage[claim.evidence_passage_id]
        assert (evidence.document_id, evidence.page) == (claim.document_id, claim.evidence_page)
        assert BANDS.index(of_tag[evidence.passage_id].practice) >= BANDS.index(claim.claim)
        assert evidence.passage_id != claim.passage_id


@given(ROWS)
def test_same_passages_give_the_same_ledger(rows: list[tuple[str, str, str, list[str], str]]) -> None:
    passages = [make_passage(n, " ".join(words), document_id=d) for n, (*_, words, d) in enumerate(rows)]
    tags = [make_tag(n, claim, practice, stance) for n, (claim, practice, stance, *_) in enumerate(rows)]
    assert link(passages, tags, [], BROAD) == link(passages, tags, [], BROAD)


def test_passage_without_a_tag_is_an_input_error_that_names_the_stage() -> None:
    with pytest.raises(ValueError, match="tag"):
        link([make_passage(1, CLAIM)], [], [], BROAD)
