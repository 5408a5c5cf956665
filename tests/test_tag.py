"""Tagging: one tag a passage in order, spans inside the text, and JSON objects that keep what they held."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import CODED, codebook, cue_reader, make_passage, share_cue_reader, tagger, trained
from tests.small_codebook import write_small
from tokenism.around import ALONE
from tokenism.codebook import Cue, load_codebook
from tokenism.features import Featurizer
from tokenism.model import HEADS, decode
from tokenism.records import BANDS, STANCES, VERDICTS
from tokenism.tag import Tagger, tag, tag_objects
from tokenism.verdicts import passage_verdict

TEXTS = [passage.text for passage in CODED]
PASSAGES = [make_passage(number, text) for number, text in enumerate(TEXTS)]


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


def test_one_tag_a_passage_in_order() -> None:
    tags, _ = tag(PASSAGES, tagger())
    assert [item.passage_id for item in tags] == [passage.passage_id for passage in PASSAGES]


def test_no_passages_have_no_tags() -> None:
    assert tag([], tagger()) == ([], [])


def test_layer_is_on_every_tag_and_span() -> None:
    tags, spans = tag(PASSAGES, tagger(), layer="rules")
    assert {item.layer for item in [*tags, *spans]} == {"rules"}


def test_each_passage_is_counted_once() -> None:
    seen: list[None] = []
    tag(PASSAGES, tagger(), on_tagged=lambda: seen.append(None))
    assert len(seen) == len(PASSAGES)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.text[:20])
def test_tag_agrees_with_itself(passage: Any) -> None:
    ((item,), _) = tag([passage], tagger())
    assert item.verdict == passage_verdict(item.claim, item.practice, item.stance)
    assert codebook().band(item.claim_rung) == item.claim
    assert codebook().band(item.practice_rung) == item.practice
    assert item.unsure is (min(item.p_claim[item.claim], item.p_practice[item.practice]) < 0.5)


def test_span_stands_on_the_words_that_fired() -> None:
    _, spans = tag([make_passage(1, "The strategy was co\u00adproduced with carers.")], tagger())
    (span,) = [span for span in spans if span.rule == "claim.co-produce"]
    assert (span.kind, span.value) == ("claim", "7")
    assert "The strategy was co\u00adproduced with carers."[span.start : span.end] == "co\u00adproduced"


def test_negated_cue_is_a_veto_by_negation_that_names_the_cue() -> None:
    _, spans = tag([make_passage(1, "We did not consult residents.")], tagger())
    negated = {(span.kind, span.value) for span in spans if span.rule == "negation"}
    assert ("veto", "claim.consult") in negated


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(TEXTS), max_size=8))
def test_spans_stand_inside_their_passage(texts: list[str]) -> None:
    passages = [make_passage(number, text) for number, text in enumerate(texts)]
    _, spans = tag(passages, tagger())
    length = {passage.passage_id: len(passage.text) for passage in passages}
    assert all(0 <= span.start < span.end <= length[span.passage_id] for span in spans)


@given(st.lists(st.sampled_from(TEXTS), max_size=6), st.sampled_from(TEXTS))
def test_tag_does_not_depend_on_the_other_passages(others: list[str], text: str) -> None:
    alone = tagger().tag_text(text)
    *_, (last, _) = tagger().decode_texts([(other, ALONE) for other in [*others, text]])
    assert last == alone


def test_more_texts_than_one_batch_keep_their_order() -> None:
    texts = [(TEXTS[n % len(TEXTS)], ALONE) for n in range(600)]
    found = [labels for labels, _ in tagger().decode_texts(iter(texts))]
    assert found == [found[n % len(TEXTS)] for n in range(600)]


@pytest.mark.parametrize(("section", "claim"), [("Contents", "none"), ("Plan > References", "none"), ("Plan", "kept")])
def test_nothing_counts_under_a_silent_heading(section: str, claim: str) -> None:
    text = "The strategy was co-produced with carers, who filled in a survey."
    kept = tagger().tag_text(text).claim
    ((item,), _) = tag([make_passage(1, text, section=section)], tagger())
    (value,) = tag_objects([{"id": "a", "text": text, "section": section}], tagger())
    assert kept != "none"
    assert item.claim == value["claim"] == {"none": "none", "kept": kept}[claim]


@pytest.mark.parametrize("section", [None, 7, ["Plan"], ""])
def test_section_of_another_type_is_no_heading(section: object) -> None:
    (value,) = tag_objects([{"id": "a", "text": TEXTS[6], "section": section}], tagger())
    assert value["claim"] == tagger().tag_text(TEXTS[6]).claim


@pytest.mark.parametrize(("bound", "unsure"), [(0.0, 0), (1.01, len(TEXTS))])
def test_bound_decides_what_is_unsure(bound: float, unsure: int) -> None:
    tags, _ = tag(PASSAGES, Tagger(trained()[0], codebook(), unsure_below=bound))
    assert sum(item.unsure for item in tags) == unsure


@pytest.mark.parametrize(
    ("claim", "text", "rung"),
    [
        ("co-production", "The strategy was co-produced with carers.", 7),
        ("co-production", "The clinic was co-designed with young people.", 6),
        ("co-production", "Bins are emptied.", 7),
        ("consultation", "The strategy was co-produced with carers.", 4),
        ("informing", "Bins are emptied.", 3),
        ("none", "Bins are emptied.", 0),
    ],
)
def test_rung_of_a_claim_is_that_of_its_words_else_the_usual_one(claim: str, text: str, rung: int) -> None:
    assert tagger().claim_rung(claim, cue_reader().read(text)) == rung


# ---------------------------------------------------------------- a codebook that the model was not trained with


def test_same_codebook_gives_no_warning_and_the_numbers_of_the_model(caplog: pytest.LogCaptureFixture) -> None:
    model, reader = trained()[0], cue_reader()
    found = [labels for labels, _ in Tagger(model, codebook()).decode_texts((text, ALONE) for text in TEXTS)]
    rows, readings = Featurizer(reader, **model.features).transform(TEXTS)
    heads = {name: model.heads[name].probabilities(rows) for name in HEADS}
    for i, labels in enumerate(found):
        named = [dict(zip(model.heads[name].classes, heads[name][i].tolist(), strict=True)) for name in HEADS]
        assert labels == decode(codebook(), *named, worded=bool(readings[i].claims))
    assert caplog.messages == []


def test_another_codebook_gives_one_warning_with_both_digests_and_the_remedy(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    other = load_codebook(write_small(tmp_path))
    Tagger(trained()[0], other)
    (message,) = caplog.messages
    assert codebook().digest in message
    assert other.digest in message
    assert "its figures do not hold here; `tokenism train` with --codebook trains" in message


def test_model_works_with_the_rungs_and_cues_of_another_codebook(tmp_path: Path) -> None:
    other = load_codebook(write_small(tmp_path))
    book = Tagger(trained()[0], other)
    tags, spans = tag(PASSAGES, book)
    assert all(other.band(item.practice_rung) == item.practice for item in tags)
    assert all(other.band(item.claim_rung) == item.claim for item in tags)
    assert {item.practice_rung for item in tags} <= {0, 1, 2, 3}
    assert all(sum(item.p_practice.values()) == pytest.approx(1.0, abs=1e-4) for item in tags)
    assert ("claim", "claim.share") in {(span.kind, span.rule) for span in spans}


def test_cue_that_the_model_does_not_know_adds_nothing_to_the_labels() -> None:
    text = "Bins are emptied by lorries."
    new = Cue("sign.lorries", "marker", "sign.lorries", ("by lorries",), example=text)
    more = Tagger(trained()[0], replace(codebook(), cues=(*codebook().cues, new), digest="another"))
    ((item,), spans) = tag([make_passage(1, text)], more)
    ((before,), _) = tag([make_passage(1, text)], tagger())
    assert item == before
    assert [(span.rule, span.value) for span in spans] == [("sign.lorries", "sign.lorries")]


def test_object_keeps_its_keys_and_gains_the_labels() -> None:
    (found,) = tag_objects([{"id": "a", "text": "We consulted residents.", "page": 3, "who": [1]}], tagger())
    assert list(found)[:4] == ["id", "text", "page", "who"]
    assert (found["page"], found["who"]) == (3, [1])
    assert found["claim"] in BANDS
    assert found["practice"] in BANDS
    assert found["stance"] in STANCES
    assert found["verdict"] in VERDICTS
    assert codebook().band(found["practice_rung"]) == found["practice"]
    assert (set(found["p_claim"]), set(found["p_practice"]), set(found["p_stance"])) == (
        set(BANDS),
        set(BANDS),
        set(STANCES),
    )


def test_marker_carries_the_words_that_triggered_it() -> None:
    text = "Peer support groups meet in each locality."
    (found,) = tag_objects([{"id": "a", "text": text}], tagger())
    (marker,) = [marker for marker in found["markers"] if marker["marker"] == "nef.peer-networks"]
    assert marker["text"] == text[marker["start"] : marker["end"]] == "Peer support"


@pytest.mark.parametrize("value", [{"id": "a"}, {"id": "a", "text": None}, {"id": "a", "text": 7}, {}])
def test_object_without_text_comes_back_with_an_error_and_no_labels(value: dict[str, Any]) -> None:
    (found,) = tag_objects([value], tagger())
    assert found == {"error": "the key 'text' must hold a text"} | value


@given(st.lists(st.sampled_from([*TEXTS, None, 3, ""]), max_size=12))
def test_one_object_out_for_one_in_and_in_order(texts: list[Any]) -> None:
    objects = [{"id": number, "text": text} for number, text in enumerate(texts)]
    found = list(tag_objects(objects, tagger()))
    assert [value["id"] for value in found] == list(range(len(texts)))
    assert [("error" in value) for value in found] == [not isinstance(text, str) for text in texts]


def test_objects_are_tagged_as_passages_are() -> None:
    tags, _ = tag(PASSAGES, tagger())
    found = tag_objects([{"id": n, "text": text} for n, text in enumerate(TEXTS)], tagger())
    assert [(item.claim, item.practice, item.stance, item.verdict) for item in tags] == [
        (value["claim"], value["practice"], value["stance"], value["verdict"]) for value in found
    ]


def test_own_key_named_error_is_kept_and_the_object_labelled() -> None:
    (found,) = tag_objects([{"id": "a", "text": "We consulted residents.", "error": "coder was unsure"}], tagger())
    assert (found["error"], found["claim"] in BANDS) == ("coder was unsure", True)
