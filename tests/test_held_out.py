"""Gold that is tagged by models which saw nothing of its organisation."""

from dataclasses import replace

import pytest

from tests.makers import CODED, codebook, cue_reader, share_cue_reader, trained
from tests.test_train import real_of
from tokenism import held_out
from tokenism.around import ALONE
from tokenism.errors import InputError
from tokenism.features import Featurizer
from tokenism.held_out import HeldOut, decode_held_out
from tokenism.model import Model
from tokenism.tag import Tagger
from tokenism.train import TrainingRows, refit, train, training_rows


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


def test_gold_of_an_organisation_is_tagged_by_a_model_without_its_passages() -> None:
    """Each body has words of its own, whose label only passages of the body can teach."""
    plain = replace(CODED[0], claim="co-production", practice=7, stance="committed")
    own = [replace(plain, text=f"zebra{i % 2} quagga{i % 2} okapi{i % 2}") for i in range(12)]
    standoff, extracted = real_of(own)
    model, _ = train(CODED, codebook(), real=standoff, extracted=extracted, n_hashed=256)
    data = training_rows(Featurizer(cue_reader(), n_hashed=256), CODED, standoff, extracted)
    gold = [replace(passage, group=f"Body {i}") for i, passage in enumerate(own[:2])]
    tagger = Tagger(model, codebook())
    seen = [found.practice for found, _ in tagger.decode_texts((passage.text, ALONE) for passage in gold)]
    apart = [found.p_practice["co-production"] for found in decode_held_out(gold, data, tagger)]
    assert seen == ["co-production", "co-production"]
    assert max(apart) < 0.5


def test_organisation_that_was_not_trained_on_is_tagged_as_by_the_model() -> None:
    tagger = Tagger(trained()[0], codebook())
    gold = [replace(passage, group="Somebody else") for passage in CODED]
    data = training_rows(Featurizer(cue_reader(), n_hashed=256), CODED)
    usual = [found for found, _ in tagger.decode_texts((passage.text, ALONE) for passage in gold)]
    for one, other in zip(decode_held_out(gold, data, tagger), usual, strict=True):
        assert (one.claim, one.practice, one.stance) == (other.claim, other.practice, other.stance)


def test_organisations_that_were_not_trained_on_share_one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    tagger = Tagger(trained()[0], codebook())
    data = training_rows(Featurizer(cue_reader(), n_hashed=256), CODED)
    fitted = []

    def counted(rows: TrainingRows, model: Model) -> Model:
        fitted.append(len(rows.groups))
        return refit(rows, model)

    monkeypatch.setattr(held_out, "refit", counted)
    models = HeldOut({"ann", "Elm", "Oak", "Ash"}, data, tagger)
    assert sorted(fitted) == [sum(passage.group != "ann" for passage in CODED), len(CODED)]
    gold = [replace(CODED[0], group=group) for group in ("Oak", "ann", "Elm")]
    oak, ann, elm = models.decode(gold)
    assert oak == elm
    assert oak.p_claim != ann.p_claim


def test_rows_of_one_label_are_too_few_to_fit_on() -> None:
    tagger = Tagger(trained()[0], codebook())
    data = training_rows(Featurizer(cue_reader(), n_hashed=256), [replace(CODED[0], group="ann"), CODED[-1]])
    with pytest.raises(InputError, match="too few passages to fit another model on: 1, all of one label of claim"):
        HeldOut({"ann"}, data, tagger)
