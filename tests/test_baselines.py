"""Baselines: labels in order, by the names that were asked for, the same each time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.makers import CODED, RUNGS, codebook, cue_reader
from tokenism.annotations import CodedPassage
from tokenism.baselines import BASELINES, PlainClassifier, baseline_labels, embedding_classifier, tfidf_classifier
from tokenism.errors import InputError
from tokenism.evaluate import Bander
from tokenism.measures import Labels
from tokenism.records import BANDS, STANCES

TWICE = [*CODED, *CODED]


class LetterEncoder:
    """Letters of a text counted, in vectors of length 1: no model of a language, but its shape."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[text.lower().count(letter) + 0.01 for letter in "aceinortuw-"] for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def labels(*names: str, passages: Sequence[CodedPassage] = CODED, **options: Any) -> dict[str, list[Labels]]:
    values = {"training": TWICE, "reader": cue_reader(), "encoder": LetterEncoder()} | options
    return baseline_labels(names, passages=passages, **values)


def coded(text: str, claim: str = "none", practice: int = 0, stance: str = "na") -> CodedPassage:
    return CodedPassage(text, text, claim, practice, stance, "")


@pytest.mark.parametrize("name", BASELINES)
def test_every_passage_has_labels_of_the_codebook(name: str) -> None:
    (found,) = labels(name).values()
    assert len(found) == len(CODED)
    assert {claim for claim, *_ in found} | {practice for _, practice, _ in found} <= set(BANDS)
    assert {stance for *_, stance in found} <= set(STANCES)


@pytest.mark.parametrize("name", BASELINES)
def test_same_passages_have_the_same_labels(name: str) -> None:
    assert labels(name) == labels(name)


@pytest.mark.parametrize("name", sorted(set(BASELINES) - {"majority"}))
def test_labels_do_not_depend_on_the_other_passages(name: str) -> None:
    assert labels(name, passages=CODED[5:9])[name] == labels(name)[name][5:9]


@pytest.mark.parametrize("name", BASELINES)
def test_no_passages_have_no_labels(name: str) -> None:
    assert labels(name, passages=[]) == {name: []}


def test_baselines_come_in_the_order_of_their_names_and_once() -> None:
    assert list(labels("rules", "majority", "rules", "keywords")) == ["rules", "majority", "keywords"]


def test_majority_is_the_most_common_of_each_label_of_the_passages_and_not_of_the_training() -> None:
    passages = [
        coded("a", "consultation", 0, "reported"),
        coded("b", "consultation", 4, "committed"),
        coded("c", "none", 5, "reported"),
    ]
    assert labels("majority", passages=passages)["majority"] == [("consultation", "consultation", "reported")] * 3


@pytest.mark.parametrize(
    ("text", "band", "stance"),
    [
        ("Bins are emptied.", "none", "na"),
        ("A newsletter goes out.", "informing", "reported"),
        ("A newsletter asked for feedback.", "consultation", "reported"),
        ("FEEDBACK shaped the co-design.", "co-production", "reported"),
    ],
)
def test_keywords_take_the_highest_band_for_claim_and_practice(text: str, band: str, stance: str) -> None:
    assert labels("keywords", passages=[coded(text)])["keywords"] == [(band, band, stance)]


def test_rules_are_those_of_the_reader() -> None:
    found = [cue_reader().labels(passage.text) for passage in CODED]
    assert labels("rules")["rules"] == [(claim, codebook().band(rung), stance) for claim, rung, stance in found]


@pytest.mark.parametrize("name", ["tfidf", "embeddings"])
def test_trained_baseline_finds_most_of_what_it_was_trained_on(name: str) -> None:
    truth = [(passage.claim, codebook().band(passage.practice), passage.stance) for passage in CODED]
    right = sum(found[:2] == true[:2] for found, true in zip(labels(name)[name], truth, strict=True))
    assert right > len(CODED) / 2


def test_tfidf_gives_a_text_without_a_known_word_the_same_labels_as_an_empty_one() -> None:
    found = labels("tfidf", passages=[coded("Xyzzy plugh."), coded("")])["tfidf"]
    assert found[0] == found[1]


def test_bands_of_a_view_hold_for_truth_and_found_labels() -> None:
    bander = Bander(codebook(), codebook().view("bands-strict"), cue_reader())
    passages = [coded("The clinic was co-designed with residents, who drew it.", "co-production", 6, "reported")]
    for name in ("majority", "rules"):
        assert labels(name, passages=passages, bands=bander.labels)[name] == [
            ("consultation", "consultation", "reported")
        ]
        assert labels(name, passages=passages)[name] == [("co-production", "co-production", "reported")]
    found = labels("tfidf", passages=CODED, bands=bander.labels)["tfidf"]
    strict = [bander.truth(passage) for passage in CODED]
    assert sum(one[1] == true[1] for one, true in zip(found, strict, strict=True)) > len(CODED) / 2


def test_unknown_baseline_is_an_error_that_lists_the_choices() -> None:
    with pytest.raises(InputError, match="'magic'; choose from majority, keywords, rules, tfidf, embeddings"):
        labels("rules", "magic")


def test_embeddings_without_an_encoder_are_an_error() -> None:
    with pytest.raises(InputError, match="needs an encoder"):
        labels("embeddings", encoder=None)


@pytest.mark.parametrize("name", ["majority", "keywords", "rules"])
def test_untrained_baseline_needs_neither_training_nor_encoder(name: str) -> None:
    assert len(labels(name, training=[], encoder=None)[name]) == len(CODED)


@pytest.mark.parametrize(
    ("training", "sentence"),
    [
        ([], "no two with a word in common"),
        ([coded("One."), coded("Two.")], "no two with"),
        ([coded("a plan")] * 3, "two labels of claim"),
    ],
    ids=["none", "no word in common", "one label"],
)
def test_training_that_does_not_do_is_an_error(training: list[CodedPassage], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        labels("tfidf", training=training)


@pytest.mark.parametrize(
    "fit", [tfidf_classifier, lambda texts, those: embedding_classifier(texts, those, LetterEncoder())]
)
def test_classifier_is_fitted_once_and_labels_again(fit: Any) -> None:
    truth = [(passage.claim, codebook().band(passage.practice), passage.stance) for passage in TWICE]
    fitted: PlainClassifier = fit([passage.text for passage in TWICE], truth)
    texts = [passage.text for passage in CODED]
    assert [fitted.labels([text])[0] for text in texts] == fitted.labels(texts)
    assert {claim for claim, *_ in fitted.labels(texts)} <= set(RUNGS)
