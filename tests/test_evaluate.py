"""Evaluation: figures against gold, and a run against the truth of its documents."""

from dataclasses import replace
from typing import Any

import pytest

from tests.makers import (
    CODED,
    codebook,
    cue_reader,
    make_claim,
    make_document,
    make_passage,
    make_tag,
    share_cue_reader,
    tagger,
)
from tokenism.annotations import CodedPassage
from tokenism.evaluate import Bander, decode_passages, document_verdict, evaluate_demo, systems_of
from tokenism.measures import Labels


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


TEXTS = {
    "a": "The Oakfield timetable was shaped by everyone who reads there.",
    "b": "Readers filled in four hundred forms at the Oakfield desk in May.",
    "c": "The roof of the town hall was mended with slates from the quarry.",
}


def true(key: str, claim: str, practice: int, stance: str, **fields: Any) -> CodedPassage:
    values = {"group": "", "file": "pdf/plan.md", "page": 1} | fields
    return CodedPassage(key, TEXTS[key], claim, practice, stance, **values)


TRUTH = [
    true("a", "consultation", 0, "aspirational", evidence="b"),
    true("b", "none", 4, "reported", page=2),
    true("c", "none", 0, "na", page=2),
]
DOCUMENT = make_document("d1", path="plan.pdf")
PASSAGES = [
    make_passage(1, TEXTS["a"], page=1),
    make_passage(2, TEXTS["b"], page=2),
    make_passage(3, TEXTS["c"], page=2),
]
TAGS = [
    make_tag(1, "consultation", stance="aspirational"),
    make_tag(2, practice="consultation"),
    make_tag(3, stance="na"),
]
CLAIM = make_claim(1, "supported-elsewhere", evidence_passage_id="p2", evidence_page=2)


def demo(**changes: Any) -> dict[str, Any]:
    """Figures of a perfect run, or of one with these tables instead."""
    tables = {"documents": [DOCUMENT], "passages": PASSAGES, "tags": TAGS, "claims": [CLAIM]} | changes
    figures, _ = evaluate_demo(TRUTH, codebook(), **tables)
    return figures


def test_perfect_run_is_perfect() -> None:
    figures = demo()
    assert figures["extraction"] == {
        "n_passages": 3,
        "word_recall": 1.0,
        "word_precision": 1.0,
        "passages_found": 1.0,
        "passages_exact": 1.0,
        "page_right": 1.0,
    }
    assert [figures["labels"][name]["macro_f1"] for name in ("claim", "practice", "stance")] == [1.0, 1.0, 1.0]
    ledger = figures["ledger"]
    assert (ledger["n_planted"], ledger["share_in_ledger"], ledger["n_not_planted"]) == (1, 1.0, 0)
    assert (ledger["verdict_accuracy"], ledger["evidence_page_right"]) == (1.0, 1.0)


def test_lost_passage_counts_against_recall_and_not_against_labels() -> None:
    figures = demo(passages=PASSAGES[:2], tags=TAGS[:2])
    assert figures["extraction"]["passages_found"] == pytest.approx(2 / 3)
    assert figures["extraction"]["word_recall"] < 1.0
    assert figures["extraction"]["word_precision"] == 1.0
    assert figures["labels"]["claim"]["n"] == 2


def test_text_that_is_no_passage_of_the_truth_counts_against_precision() -> None:
    figures = demo(passages=[*PASSAGES, make_passage(4, "Contents and running heads")], tags=[*TAGS, make_tag(4)])
    assert figures["extraction"]["word_precision"] < 1.0
    assert figures["extraction"]["word_recall"] == 1.0


def test_passage_on_the_wrong_page_is_counted() -> None:
    moved = [make_passage(1, TEXTS["a"], page=9), *PASSAGES[1:]]
    assert demo(passages=moved)["extraction"]["page_right"] == pytest.approx(2 / 3)


def test_merged_passages_are_found_but_not_whole() -> None:
    merged = [make_passage(1, f"{TEXTS['a']} A word more."), *PASSAGES[1:]]
    extraction = demo(passages=merged)["extraction"]
    assert (extraction["passages_found"], extraction["passages_exact"]) == (1.0, pytest.approx(2 / 3))


def test_document_without_truth_changes_nothing() -> None:
    other = make_document("d2", path="other.pdf")
    passages = [*PASSAGES, make_passage(4, "Something else altogether.", document_id="d2")]
    claims = [CLAIM, make_claim(4, "label-only", document_id="d2")]
    assert demo(documents=[DOCUMENT, other], passages=passages, tags=[*TAGS, make_tag(4)], claims=claims) == demo()


def test_planted_claim_that_the_ledger_lacks_is_wrong() -> None:
    ledger = demo(claims=[])["ledger"]
    assert (ledger["share_in_ledger"], ledger["verdict_accuracy"], ledger["evidence_page_right"]) == (0.0, 0.0, 0.0)


def test_claim_that_was_not_planted_is_counted() -> None:
    assert demo(claims=[CLAIM, make_claim(3, "label-only")])["ledger"]["n_not_planted"] == 1


def test_evidence_on_another_page_is_not_right() -> None:
    wrong = make_claim(1, "supported-elsewhere", evidence_passage_id="p3", evidence_page=3)
    ledger = demo(claims=[wrong])["ledger"]
    assert (ledger["verdict_accuracy"], ledger["evidence_page_right"]) == (1.0, 0.0)


def test_truth_of_nothing_is_undefined_not_zero() -> None:
    figures, confusions = evaluate_demo([], codebook(), [DOCUMENT], PASSAGES, TAGS, [CLAIM])
    assert set(figures["extraction"].values()) == {0, None}
    assert figures["ledger"]["share_in_ledger"] is None
    assert not any(confusions.values())


def test_confusions_hold_true_and_found_labels() -> None:
    tags = [make_tag(1, "informing", stance="aspirational"), *TAGS[1:]]
    _, confusions = evaluate_demo(TRUTH, codebook(), [DOCUMENT], PASSAGES, tags, [CLAIM])
    assert confusions["claim"] == {("consultation", "informing"): 1, ("none", "none"): 2}


@pytest.mark.parametrize(
    ("claim", "practice", "stance", "evidence", "verdict"),
    [
        ("consultation", 0, "aspirational", None, "label-only"),
        ("co-production", 4, "reported", None, "overclaimed"),
        ("consultation", 0, "aspirational", "reported", "supported-elsewhere"),
        ("co-production", 4, "reported", "committed", "planned"),
        ("consultation", 4, "reported", "reported", "supported"),
        ("consultation", 4, "committed", None, "planned"),
    ],
)
def test_true_verdict_of_a_planted_claim(
    claim: str, practice: int, stance: str, evidence: str | None, verdict: str
) -> None:
    known = {"reported": true("b", "none", 7, "reported"), "committed": true("b", "none", 7, "committed")}
    bander = Bander(codebook())
    assert document_verdict(true("a", claim, practice, stance), bander, known.get(evidence or "")) == verdict


def test_model_stands_beside_the_baselines_that_it_can_be_compared_with() -> None:
    bander = Bander(codebook())
    few = systems_of(CODED, tagger(), bander, decode_passages(CODED, tagger()))
    trained = systems_of(CODED, tagger(), bander, decode_passages(CODED, tagger()), training=CODED)
    assert list(few) == ["model", "rules", "keywords", "majority"]
    assert list(trained) == [*few, "tfidf"]
    assert {len(labels) for labels in trained.values()} == {len(CODED)}


STRICT = codebook().view("bands-strict")
DESIGNED = "The timetable was co-designed with residents, who drew it."
PRODUCED = "The timetable was co-produced with residents, who drew it."


def coded(text: str, claim: str, practice: int, stance: str = "reported") -> CodedPassage:
    return CodedPassage("x", text, claim, practice, stance, "", file="pdf/plan.md", page=1)


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        (DESIGNED, ("consultation", "consultation", "reported")),
        (PRODUCED, ("co-production", "consultation", "reported")),
        ("Bins.", ("co-production", "consultation", "reported")),
    ],
    ids=["word of design", "word of production", "no word"],
)
def test_rung_of_a_coded_claim_follows_from_its_words_under_the_strict_view(text: str, bands: Labels) -> None:
    passage = coded(text, "co-production", 6)
    assert Bander(codebook(), STRICT, cue_reader()).truth(passage) == bands
    assert Bander(codebook()).truth(passage) == ("co-production", "co-production", "reported")


def test_view_that_draws_no_other_bands_changes_no_label() -> None:
    for name in ("arnstein", "bands-broad"):
        bander = Bander(codebook(), codebook().view(name))
        assert bander.truth(coded(DESIGNED, "co-production", 6)) == ("co-production", "co-production", "reported")


@pytest.mark.parametrize(("view", "lowest"), [("bands-broad", 6), ("nef", 6), ("bands-strict", 7)])
def test_systems_are_read_under_the_bands_of_the_view(view: str, lowest: int) -> None:
    bander = Bander(codebook(), codebook().view(view), cue_reader())
    systems = systems_of(CODED, tagger(), bander, decode_passages(CODED, tagger()))
    ruled = [cue_reader().labels(passage.text)[1] for passage in CODED]
    assert [found[1] == "co-production" for found in systems["rules"]] == [rung >= lowest for rung in ruled]


def test_true_evidence_must_reach_the_band_under_the_view() -> None:
    bander = Bander(codebook(), STRICT, cue_reader())
    claim, evidence = coded(PRODUCED, "co-production", 0), coded("Readers drew it.", "none", 6)
    assert document_verdict(claim, bander, evidence) == "label-only"
    assert document_verdict(claim, Bander(codebook()), evidence) == "supported-elsewhere"


def test_run_is_compared_under_the_view_of_its_ledger() -> None:
    passages = [make_passage(1, DESIGNED, page=1)]
    tags = [replace(make_tag(1, "co-production", "co-production"), claim_rung=6, practice_rung=4)]
    truth = [coded(DESIGNED, "co-production", 4)]
    claim = make_claim(1, "supported", view="bands-strict")
    figures, _ = evaluate_demo(truth, codebook(), [DOCUMENT], passages, tags, [claim], STRICT)
    assert (figures["ledger"]["n_planted"], figures["ledger"]["verdict_accuracy"]) == (1, 1.0)
    assert figures["labels"]["claim"]["classes"]["consultation"]["f1"] == 1.0
