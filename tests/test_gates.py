"""Gated matching finds what ungated matching finds (docs/decisions/0003)."""

import json
from pathlib import Path

import pytest
from spacy.matcher import Matcher

from tokenism.cues import CueReader, _sentences
from tokenism.patterns import compile_pattern

_TRAINING = Path(__file__).parents[1] / "annotations" / "training"


@pytest.fixture(scope="module")
def reader() -> CueReader:
    return CueReader()


@pytest.fixture(scope="module")
def ungated(reader: CueReader) -> list[tuple[str, Matcher]]:
    matchers = []
    for cue in reader.codebook.cues:
        matcher = Matcher(reader._nlp.vocab)
        for pattern in cue.patterns:
            matcher.add(pattern, compile_pattern(pattern, reader._tokenize))
        matchers.append((cue.id, matcher))
    return matchers


def _texts() -> list[str]:
    lines = (_TRAINING / "w4.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[::16]]


def test_gates_and_windows_lose_no_match(reader: CueReader, ungated: list[tuple[str, Matcher]]) -> None:
    n_matches = 0
    for text in _texts():
        doc = reader._nlp.make_doc(text.replace("’", "'"))
        reader._name_people(doc)
        sentences = _sentences(doc)
        gated = {(cue.id, span.start, span.end) for cue, spans in reader._matches(doc, sentences) for span in spans}
        everything = {
            (rule, start, end)
            for rule, matcher in ungated
            for _, start, end in matcher(doc)
            if end > start and sentences[start] == sentences[end - 1]
        }
        assert gated == everything
        n_matches += len(everything)
    assert n_matches > 50
