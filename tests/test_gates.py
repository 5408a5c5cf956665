"""Matching by phrases and behind gates finds what ungated matching finds (docs/decisions/0003)."""

import json
import random
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from tests.makers import codebook, cue_reader
from tokenism.codebook import Cue
from tokenism.matching import Matches
from tokenism.patterns import GROUPS, compile_pattern

_TRAINING = Path(__file__).parents[1] / "annotations" / "training"
_PEOPLE = {
    sign: tuple(chain.from_iterable(groups.values()))
    for sign, groups in (("<public>", codebook().public), ("<other>", codebook().not_public))
}


def ungated_matcher(cue: Cue) -> Matcher:
    tokenizer = cue_reader().matcher
    matcher = Matcher(tokenizer.nlp.vocab)
    for pattern in cue.patterns:
        matcher.add(pattern, compile_pattern(pattern, tokenizer.tokenize))
    return matcher


@pytest.fixture(scope="module")
def ungated() -> dict[str, Matcher]:
    return {cue.id: ungated_matcher(cue) for cue in codebook().cues}


def with_people(matches: Matches) -> Doc:
    """The text with its named people; gated matching names them only where it must."""
    doc = matches.doc
    doc.set_ents([doc.char_span(doc[a].idx, doc[b - 1].idx + len(doc[b - 1]), label) for label, a, b in matches.people])
    return doc


def everything(matcher: Matcher, doc: Doc, sentences: list[int]) -> list[tuple[int, int]]:
    """The longest matches that cross no sentence, and none that overlaps a longer."""
    spans = [doc[a:b] for _, a, b in matcher(doc) if a < b and sentences[a] == sentences[b - 1]]
    return [(span.start, span.end) for span in filter_spans(spans)]


def texts() -> list[str]:
    lines = (_TRAINING / "w4.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[::16]]


def test_gates_and_windows_lose_no_match_in_passages(ungated: dict[str, Matcher]) -> None:
    n_matches = 0
    for text in texts():
        matches = cue_reader().matcher.match(text)
        doc = with_people(matches)
        found = {key: everything(matcher, doc, list(matches.sentences)) for key, matcher in ungated.items()}
        assert dict(matches.spans) == {key: spans for key, spans in found.items() if spans}
        n_matches += sum(map(len, found.values()))
    assert n_matches > 50


def written(pattern: str, chance: random.Random) -> str:
    """A text that the pattern matches: words by chance, gaps as long as they may be or empty, names long or short."""
    return " ".join(filter(None, (_written_part(part, chance) for part in pattern.split())))


def _written_part(part: str, chance: random.Random) -> str:
    if part.startswith("..."):
        return " ".join(["xx"] * chance.choice([0, int(part[3:] or 4)]))
    if part.endswith("?") and len(part) > 1:
        return chance.choice(["", _written_part(part[:-1], chance)])
    word = chance.choice(part.split("/")) if part != "/" else part
    if word in GROUPS:
        return chance.choice([_PEOPLE[word][0], max(_PEOPLE[word], key=lambda term: term.count(" "))])
    if word == "#":
        return chance.choice(["12", "seven", "1,400"])
    word = word.replace("*", "xx") if len(word) > 1 else word
    return word.replace("-", chance.choice(["-", " ", ""])) if "-" in word.strip("-") else word


def cases() -> Iterator[tuple[Cue, str]]:
    chance = random.Random(5)  # noqa: S311  no secret
    for cue in codebook().cues:
        for pattern in cue.patterns:
            yield cue, f"xx {written(pattern, chance)} xx {written(chance.choice(cue.patterns), chance)} xx"


def test_patterns_find_texts_written_from_them_as_ungated_matching_does(ungated: dict[str, Matcher]) -> None:
    n_found = n_cases = 0
    for cue, text in cases():
        matches = cue_reader().matcher.match(text)
        spans = everything(ungated[cue.id], with_people(matches), list(matches.sentences))
        assert list(matches.spans.get(cue.id, ())) == spans, text
        n_found += bool(spans)
        n_cases += 1
    assert n_found > 0.97 * n_cases
