"""The cues as a component of a spaCy pipeline."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tokenism.codebook import codebook_folder
from tokenism.component import NAME

TEXT = "The strategy was co-produced with 40 carers, who completed a survey. Staff engagement rose."


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe(NAME)
    return pipeline


def words(doc: Doc, group: str) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.kb_id_) for span in doc.spans[f"tokenism_{group}"]]


def test_name_of_the_component_is_an_entry_point_of_spacy() -> None:
    assert NAME in spacy.registry.factories


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
