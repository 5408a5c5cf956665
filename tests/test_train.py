"""Training: deterministic, measured out of fold, and clear about what it cannot learn from."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.makers import CODED, codebook, cue_reader, share_cue_reader, trained
from tokenism.annotations import CodedPassage
from tokenism.around import ALONE
from tokenism.codings import Coding
from tokenism.errors import InputError
from tokenism.extracted import Extracted
from tokenism.features import Featurizer
from tokenism.model import HEADS, save_model
from tokenism.records import BANDS, STANCES, Box
from tokenism.standoff import SourceDocument, StandOff, digest_of
from tokenism.tag import Tagger
from tokenism.train import refit, train, training_rows


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


def test_same_passages_give_the_same_bytes(tmp_path: Path) -> None:
    again, figures = train(CODED, codebook(), n_hashed=256)
    save_model(tmp_path / "a", trained()[0])
    save_model(tmp_path / "b", again)
    assert figures == trained()[1]
    for path in (tmp_path / "a").iterdir():
        assert (tmp_path / "b" / path.name).read_bytes() == path.read_bytes()


def test_model_remembers_what_it_was_trained_on() -> None:
    about = trained()[0].about
    assert (about["n_passages"], about["n_real"], about["n_groups"]) == (len(CODED), 0, 2)
    assert about["organisations"] == []
    assert about["codebook_digest"] == codebook().digest
    assert about["rungs"] == [[rung.id, rung.band] for rung in codebook().rungs]


def test_another_label_gives_another_training_digest() -> None:
    changed = (replace(CODED[0], stance="definition"), *CODED[1:])
    model, _ = train(changed, codebook(), n_hashed=256)
    assert model.about["training_digest"] != trained()[0].about["training_digest"]


def test_heads_know_the_labels_that_occur() -> None:
    heads = trained()[0].heads
    assert set(heads["claim"].classes) == set(BANDS)
    assert set(heads["stance"].classes) == set(STANCES)
    assert set(heads["practice"].classes) == {str(passage.practice) for passage in CODED}


@pytest.mark.parametrize("head", HEADS)
def test_weights_are_finite_and_temperature_within_bounds(head: str) -> None:
    fitted = trained()[0].heads[head]
    assert np.isfinite(fitted.weights).all()
    assert 0.2 <= fitted.temperature <= 5.0


def test_figures_count_every_passage_once() -> None:
    figures = trained()[1]["written"]
    assert [figures[name]["n"] for name in HEADS] == [len(CODED)] * 3


def test_figures_are_out_of_fold() -> None:
    """A word that names the label, another one for each writer: in fold it would tell everything."""
    telling = [replace(p, text=f"{p.group}{BANDS.index(p.claim)} {p.text}") for p in CODED]
    _, figures = train(telling, codebook(), n_hashed=4096)
    assert figures["written"]["claim"]["accuracy"] < 0.9


def real_of(coded: Sequence[CodedPassage]) -> tuple[list[StandOff], Extracted]:
    """The coded passages as if they were of two documents, without their texts."""
    found = []
    for i, passage in enumerate(coded):
        document = SourceDocument(f"{i % 2}" * 64, f"Body {i % 2}", "council", "Plan", "2020", "https://elm.example")
        coding = Coding(f"real{i}", passage.claim, passage.practice, passage.stance)
        box = Box(1, 0, 0, 9, 9)
        found.append(StandOff(coding, document, 1, 0, 9, box, digest_of(passage.text), 9, "list", "all", "all", 1.0))
    ids, texts = [one.coding.id for one in found], [passage.text for passage in coded]
    return found, Featurizer(cue_reader(), n_hashed=256).extract(ids, texts)


def test_real_passages_train_as_their_texts_would() -> None:
    """Without texts on the one side, with them on the other: the same weights."""
    standoff, extracted = real_of(CODED)
    as_texts = [replace(p, id=f"real{i}", group=f"Body {i % 2}") for i, p in enumerate(CODED)]
    mixed, figures = train(CODED, codebook(), real=standoff, extracted=extracted, n_hashed=256)
    texts, _ = train([*CODED, *as_texts], codebook(), n_hashed=256)
    for name in HEADS:
        assert np.allclose(mixed.heads[name].weights, texts.heads[name].weights, atol=1e-3)
    assert mixed.about["organisations"] == ["Body 0", "Body 1"]
    assert (mixed.about["n_real"], figures["real"]["claim"]["n"]) == (len(CODED), len(CODED))


def test_label_of_a_real_passage_changes_the_training_digest() -> None:
    standoff, extracted = real_of(CODED)
    featurizer = Featurizer(cue_reader(), n_hashed=256)
    other = [replace(standoff[0], coding=replace(standoff[0].coding, practice=8)), *standoff[1:]]
    digests = {training_rows(featurizer, CODED, real, extracted).digest for real in (standoff, other, ())}
    assert len(digests) == 3


def test_weight_of_real_passages_counts() -> None:
    standoff, extracted = real_of(CODED[:6])
    light, heavy = (
        train(CODED, codebook(), real=standoff, extracted=extracted, n_hashed=256, real_weight=weight)[0]
        for weight in (1.0, 9.0)
    )
    assert not np.allclose(light.heads["claim"].weights, heavy.heads["claim"].weights, atol=1e-3)


def test_real_passage_without_features_is_an_input_error() -> None:
    standoff, extracted = real_of(CODED)
    with pytest.raises(InputError, match="no features of the passage 'real5'"):
        train(CODED, codebook(), real=standoff, extracted=extracted.only(extracted.ids[:5]), n_hashed=256)


def test_rows_without_some_groups_are_those_of_the_others() -> None:
    standoff, extracted = real_of(CODED)
    data = training_rows(Featurizer(cue_reader(), n_hashed=256), CODED, standoff, extracted, real_weight=2.0)
    rest = data.without({"Body 1", "ben"})
    assert set(rest.groups) == {"ann", "Body 0"}
    assert rest.rows.shape[0] == len(rest.worded) == len(rest.weights) == len(rest.labels["claim"])
    assert set(rest.weights[: rest.n_written]) == {1.0}
    assert set(rest.weights[rest.n_written :]) == {1.0}
    assert len(rest.weights) == rest.n_written + 2 * rest.n_real


def test_refit_on_the_same_rows_gives_the_same_weights() -> None:
    model = trained()[0]
    again = refit(training_rows(Featurizer(cue_reader(), n_hashed=256), CODED), model)
    for name in HEADS:
        assert np.allclose(again.heads[name].weights, model.heads[name].weights, atol=1e-4)
        assert again.heads[name].temperature == model.heads[name].temperature


def test_label_that_only_one_writer_uses_can_be_trained() -> None:
    assert {passage.group for passage in CODED if passage.practice == 6} == {"ben"}
    assert "6" in trained()[0].heads["practice"].classes


@pytest.mark.parametrize("coded", [[], CODED[:5]], ids=["nobody", "one writer"])
def test_training_needs_two_writers_and_says_so(coded: list[object]) -> None:
    with pytest.raises(InputError, match=r"at least two writers \(key 'writer'\), so that one can be held out"):
        train(coded, codebook())


def test_passages_of_one_label_only_are_an_input_error() -> None:
    bins = [passage for passage in CODED if passage.stance == "na"]
    with pytest.raises(InputError, match="claim"):
        train(bins, codebook(), n_hashed=64)


def test_trust_in_the_rules_moves_tags_to_their_labels() -> None:
    texts = [passage.text for passage in CODED]
    ruled = [cue_reader().labels_of(cue_reader().read(text))[0] for text in texts]

    def agreeing(trust: float) -> int:
        model, _ = train(CODED, codebook(), n_hashed=256, rule_trust=trust)
        found = Tagger(model, codebook()).decode_texts((text, ALONE) for text in texts)
        return sum(labels.claim == rule for (labels, _), rule in zip(found, ruled, strict=True))

    assert agreeing(50.0) == len(texts) >= agreeing(0.0)


def test_bound_is_the_lowest_that_reaches_the_precision() -> None:
    free, strict, hopeless = (
        train(CODED, codebook(), n_hashed=256, sure_precision=share)[0].unsure_below for share in (0.0, 0.9, 1.0)
    )
    assert free <= strict <= hopeless <= 1.0


def test_two_classes_are_told_apart() -> None:
    """Where scikit-learn keeps the weights of one class only."""
    some = [p for p in CODED if p.stance in ("reported", "na")]
    model, _ = train(some, codebook(), n_hashed=256, rule_trust=0.0)
    assert set(model.heads["stance"].classes) == {"na", "reported"}
    found = Tagger(model, codebook()).decode_texts((passage.text, ALONE) for passage in some)
    right = [labels.p_stance[p.stance] > 0.5 for (labels, _), p in zip(found, some, strict=True)]
    assert sum(right) > 0.9 * len(some)


def test_real_passages_are_measured_with_and_without_what_is_around_them() -> None:
    standoff, extracted = real_of(CODED)
    data = training_rows(Featurizer(cue_reader(), n_hashed=256), CODED, standoff, extracted)
    assert list(data.parts()) == ["written", "real", "bare"]
    assert [rows.stop - rows.start for rows in data.parts().values()] == [len(CODED)] * 3
