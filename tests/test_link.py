"""The claims ledger: which claims it holds, what counts as evidence for them, and what repeats."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import codebook, make_passage, make_span, make_tag
from tokenism.link import Subjects, Weights, link
from tokenism.records import BANDS, STANCES, Claim, Passage, Tag
from tokenism.views import View

WEIGHTS = Weights(min_score=0.15, terms=1.0, section=0.1, named=0.2, itself=0.15, near=0.05, half_distance=3.0)
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


def test_evidence_elsewhere_supports_the_claim_with_its_page() -> None:
    (found,) = ledger(claimed(), described(page=14))
    assert (found.verdict, found.passage_verdict) == ("supported-elsewhere", "label-only")
    assert (found.evidence_passage_id, found.evidence_page) == ("p2", 14)
    assert found.reason == "Page 14 describes consultation on what seems to be the same subject."


def test_evidence_that_is_only_promised_gives_planned() -> None:
    (found,) = ledger(claimed(), described(stance="committed", page=14))
    assert (found.verdict, found.evidence_page) == ("planned", 14)
    assert found.reason == "Page 14 promises consultation on what seems to be the same subject."


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


def likeness(a: str, b: str, weights: Weights, **fields: object) -> float:
    first, second = make_passage(1, a, page=1), make_passage(2, b, **({"page": 1} | fields))
    return Subjects([first, second], {}).likeness(first, second, weights)


ONLY = Weights(terms=0.0, section=0.0, named=0.0, itself=0.0, near=0.0)


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ("We run the Family Hubs Programme.", "The Family Hubs Programme is new.", True),
        ("Our Friends of Elm Park group", "the Friends of Elm Park, who", True),
        ("We run Family Hubs.", "We run Health Hubs.", False),
        ("Residents met.", "Residents voted.", False),
        ("The Council met.", "The Council voted.", False),
    ],
)
def test_shared_name_counts(a: str, b: str, shared: bool) -> None:
    assert likeness(a, b, replace(ONLY, named=0.2)) == pytest.approx(0.2 * shared)


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ("This strategy is yours.", "Our new strategy took a year.", True),
        ("This strategy is yours.", "Our framework took a year.", False),
        ("A strategy is a text.", "Any strategy is a text.", False),
    ],
)
def test_document_that_speaks_of_itself_counts(a: str, b: str, shared: bool) -> None:
    assert likeness(a, b, replace(ONLY, itself=0.15)) == pytest.approx(0.15 * shared)


@pytest.mark.parametrize(("pages", "near"), [(0, 0.1), (3, 0.05), (6, 0.025)])
def test_closeness_halves_with_the_distance(pages: int, near: float) -> None:
    weights = replace(ONLY, near=0.1, half_distance=3.0)
    assert likeness("a", "b", weights, page=1 + pages) == pytest.approx(near)


@pytest.mark.parametrize(("a", "b", "shared"), [("Parks", "Parks", True), ("Parks", "Roads", False), ("", "", False)])
def test_shared_section_counts_unless_it_is_empty(a: str, b: str, shared: bool) -> None:
    first, second = make_passage(1, "x", section=a), make_passage(2, "y", section=b)
    found = Subjects([first, second], {}).likeness(first, second, replace(ONLY, section=0.1))
    assert found == pytest.approx(0.1 * shared)


def test_words_of_a_participation_cue_are_no_subject() -> None:
    text = "questionnaire gardens"
    first, second = make_passage(1, text), make_passage(2, "questionnaire tramways")
    spans = {key: [make_span(n, "practice", 0, 13)] for n, key in ((1, "p1"), (2, "p2"))}
    only = replace(ONLY, terms=1.0)
    assert Subjects([first, second], {}).likeness(first, second, only) > 0.0
    assert Subjects([first, second], spans).likeness(first, second, only) == 0.0


def test_last_heading_is_part_of_the_subject() -> None:
    first, second = make_passage(1, "bins", section="Plans > Gardens"), make_passage(2, "the garden")
    assert Subjects([first, second], {}).likeness(first, second, replace(ONLY, terms=1.0)) > 0.0


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


@given(WORDS.map(" ".join), WORDS.map(" ".join), st.integers(1, 40))
def test_likeness_is_symmetric_and_bounded_by_the_weights(a: str, b: str, page: int) -> None:
    first, second = make_passage(1, a), make_passage(2, b, page=page)
    subjects = Subjects([first, second], {})
    there, back = subjects.likeness(first, second, WEIGHTS), subjects.likeness(second, first, WEIGHTS)
    most = WEIGHTS.terms + WEIGHTS.section + WEIGHTS.named + WEIGHTS.itself + WEIGHTS.near
    assert there == pytest.approx(back)
    assert 0.0 <= there <= most + 1e-9


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
