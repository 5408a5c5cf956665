"""The labels and the cues as components of a spaCy pipeline."""

import importlib
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from tests.conftest import REPOSITORY
from tests.makers import CODED, trained
from tokenism.codebook import codebook_folder
from tokenism.component import LABELS, NAME, TAGGER
from tokenism.errors import InputError
from tokenism.model import save_model
from tokenism.tag import Tagger, tag_objects

TEXT = "The strategy was co-produced with 40 carers, who completed a survey. Staff engagement rose."


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe(NAME)
    return pipeline


def words(doc: Doc, group: str) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.kb_id_) for span in doc.spans[f"tokenism_{group}"]]


def test_names_of_the_components_are_the_entry_points_of_spacy() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = project["entry-points"]["spacy_factories"]
    assert set(points) == {TAGGER, NAME}
    for name, place in points.items():
        module, function = place.split(":")
        assert callable(getattr(importlib.import_module(module), function))
        assert name in spacy.registry.factories


def test_spans_carry_the_cue_and_its_value(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert ("co-produced", "claim.co-produce", "7") in words(doc, "claims")
    assert [value for *_, value in words(doc, "practices")] == ["4"] * len(doc.spans["tokenism_practices"])
    assert ("carers", "families_and_ages", "public") in words(doc, "people")
    assert ("Staff", "staff", "other") in words(doc, "people")


def test_dictionary_has_the_labels_of_the_rules_alone(nlp: Language) -> None:
    found = nlp(TEXT)._.tokenism
    labels = (found["claim"], found["claim_rung"], found["practice"], found["practice_rung"], found["stance"])
    assert labels == ("co-production", 7, "consultation", 4, "reported")
    assert found["facets"]["method"] == ["survey"]
    assert "rung.views-asked" in found["rules"]


def test_what_does_not_count_is_told_with_its_reason(nlp: Language) -> None:
    aside = nlp("We did not consult residents.")._.tokenism["aside"]
    assert {one["reason"] for one in aside} == {"negated"}


@pytest.mark.parametrize("text", ["", "   ", "\u00ad", "co\u00adproduced with carers", "co\u2011produced with carers"])
def test_odd_texts_are_read(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert all(span.text.strip() for group in doc.spans.values() for span in group)


def test_document_and_pipeline_can_be_stored(nlp: Language, tmp_path: Path) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert words(again, "claims") == words(doc, "claims")
    assert again._.tokenism == doc._.tokenism
    nlp.to_disk(tmp_path / "pipeline")
    assert words(spacy.load(tmp_path / "pipeline")(TEXT), "claims") == words(doc, "claims")


def test_texts_are_read_by_several_processes(nlp: Language) -> None:
    docs = list(nlp.pipe([TEXT, "The road was closed."] * 3, n_process=2))
    assert [doc._.tokenism["claim"] for doc in docs] == ["co-production", "none"] * 3


def test_pipeline_may_cut_words_otherwise_and_have_sentences_of_its_own() -> None:
    pipeline = spacy.blank("en")
    pipeline.tokenizer = spacy.blank("xx").tokenizer
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe(NAME, config={"key": "cues"})
    doc = pipeline(TEXT)
    assert "co-produced" in {span.text for span in doc.spans["cues_claims"]}
    assert len(list(doc.sents)) == 2


def test_codebook_of_ones_own_is_read() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe(NAME, config={"codebook": str(codebook_folder())})
    assert pipeline(TEXT)._.tokenism["claim"] == "co-production"


def test_rung_of_a_claim_fits_its_band(nlp: Language) -> None:
    reader = nlp.get_pipe(NAME).reader
    for cue in reader.codebook.of_kind("practice"):
        found = nlp(cue.example)._.tokenism
        assert reader.codebook.band(found["claim_rung"]) == found["claim"]


# ---------------------------------------------------------------- labels of the model

TEXTS = [passage.text for passage in CODED]


@pytest.fixture(scope="module")
def tagging() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe(TAGGER)
    return pipeline


@pytest.fixture
def taken() -> Iterator[str]:
    """An extension that somebody else has for the time of a test."""
    Doc.set_extension("theirs_claim", default="something else")
    yield "theirs_claim"
    Doc.remove_extension("theirs_claim")


def labels_of(doc: Doc, prefix: str = "") -> dict[str, Any]:
    return {label: doc._.get(f"{prefix}{label}") for label in LABELS}


@cache
def default() -> Tagger:
    return Tagger()


def labels_by_tagger(texts: list[str], tagger: Tagger | None = None) -> list[dict[str, Any]]:
    objects = tag_objects(({"text": text} for text in texts), tagger or default())
    return [{label: found[label] for label in LABELS} for found in objects]


def test_document_has_the_labels_that_the_command_tag_writes(tagging: Language) -> None:
    docs = [tagging(text) for text in TEXTS[:5]]
    assert [labels_of(doc) for doc in docs] == labels_by_tagger(TEXTS[:5])
    assert [doc.text for doc in docs] == TEXTS[:5]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_batches_of_any_size_give_the_labels_of_each_text_alone(tagging: Language, size: int) -> None:
    docs = list(tagging.pipe(iter(TEXTS), batch_size=size))
    assert [doc.text for doc in docs] == TEXTS
    assert [labels_of(doc) for doc in docs] == [labels_of(tagging(text)) for text in TEXTS]


def test_texts_of_a_batch_are_decoded_together(tagging: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    featurizer = tagging.get_pipe(TAGGER).tagger.featurizer
    transform = featurizer.transform
    monkeypatch.setattr(
        featurizer, "transform", lambda texts, around: sizes.append(len(texts)) or transform(texts, around)
    )
    list(tagging.pipe(TEXTS[:20], batch_size=8))
    assert sizes == [8, 8, 4]


def test_stream_is_not_read_further_than_the_batch(tagging: Language) -> None:
    taken: list[str] = []
    source = (taken.append(text) or tagging.make_doc(text) for text in TEXTS)
    next(tagging.get_pipe(TAGGER).pipe(source, batch_size=4))
    assert taken == TEXTS[:4]


@pytest.mark.parametrize("text", ["", "   ", "\u00ad", "\u2028", "a" * 5000])
def test_odd_texts_have_labels(tagging: Language, text: str) -> None:
    assert labels_of(tagging(text))["claim"] == "none"


def test_labels_come_from_several_processes(tagging: Language) -> None:
    docs = list(tagging.pipe(TEXTS[:6], n_process=2, batch_size=2))
    assert [labels_of(doc) for doc in docs] == labels_by_tagger(TEXTS[:6])


def test_stored_pipeline_has_settings_and_no_weights(tmp_path: Path) -> None:
    save_model(tmp_path / "model", trained()[0])
    pipeline = spacy.blank("en")
    folders = {"model": str(tmp_path / "model"), "codebook": str(codebook_folder()), "prefix": "own_"}
    pipeline.add_pipe(TAGGER, config=folders)
    pipeline.to_disk(tmp_path / "pipeline")
    assert not (tmp_path / "pipeline" / TAGGER).exists()
    assert list((tmp_path / "pipeline").rglob("*.npy")) == []
    again = spacy.load(tmp_path / "pipeline")
    assert folders.items() <= again.get_pipe_config(TAGGER).items()
    wanted = labels_by_tagger([TEXT], Tagger(trained()[0]))
    assert wanted == [labels_of(again(TEXT), "own_")] == [labels_of(pipeline(TEXT), "own_")]
    assert wanted != labels_by_tagger([TEXT])


def test_labels_of_a_document_can_be_stored(tagging: Language) -> None:
    doc = tagging(TEXT)
    (again,) = DocBin(store_user_data=True, docs=[doc]).get_docs(tagging.vocab)
    assert labels_of(again) == labels_of(doc) == json.loads(json.dumps(labels_of(doc)))


def test_both_components_work_side_by_side() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe(NAME)
    pipeline.add_pipe(TAGGER)
    doc = pipeline(TEXT)
    assert (doc._.tokenism["claim"], doc._.claim) == ("co-production", "co-production")
    assert pipeline.analyze_pipes()["problems"] == {NAME: [], TAGGER: []}


def test_extension_of_somebody_else_is_one_clear_error_and_none_of_ours_is_set(taken: str) -> None:
    pipeline = spacy.blank("en")
    with pytest.raises(InputError, match=r"extension doc\._\.theirs_claim already.*remove_extension.*\"prefix\""):
        pipeline.add_pipe(TAGGER, config={"prefix": "theirs_"})
    assert pipeline.pipe_names == []
    assert not Doc.has_extension("theirs_practice")
    assert Doc.get_extension(taken)[0] == "something else"


def test_extension_of_the_cues_that_is_somebody_elses_is_an_error_too(
    taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokenism.component.EXTENSION", taken)
    with pytest.raises(InputError, match=rf"doc\._\.{taken} already"):
        spacy.blank("en").add_pipe(NAME)


def test_folder_without_a_model_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no model there"):
        spacy.blank("en").add_pipe(TAGGER, config={"model": str(tmp_path)})
