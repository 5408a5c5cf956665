"""Shortcuts: words are masked where the cues found them, and labels that hang on them are counted."""

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import RUNGS, codebook, cue_reader, share_cue_reader, tagger
from tokenism.annotations import CodedPassage
from tokenism.cue_reading import CueReading
from tokenism.model import Decoded
from tokenism.shortcut import PLACEHOLDER, masked, shortcuts


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


@pytest.mark.parametrize(
    ("text", "spans", "result"),
    [
        ("We asked.", [], "We asked."),
        ("We asked.", [(3, 8)], "We xxx."),
        ("We asked them.", [(3, 8), (9, 13)], "We xxx."),
        ("We asked them.", [(9, 13), (0, 2)], "xxx asked xxx."),
        ("We asked them.", [(0, 8), (3, 13)], "xxx."),
        ("We asked them.", [(0, 13), (3, 8)], "xxx."),
    ],
)
def test_spans_are_masked(text: str, spans: list[tuple[int, int]], result: str) -> None:
    assert masked(text, spans) == result


@given(st.text("ab ", max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=4))
def test_what_is_outside_of_spans_stays(text: str, places: list[tuple[int, int]]) -> None:
    spans = [(start, min(start + n, len(text))) for start, n in places if start < len(text)]
    inside = {i for start, end in spans for i in range(start, end)}
    kept = "".join(c for i, c in enumerate(text) if i not in inside)
    assert masked(text, spans).replace(PLACEHOLDER, "").replace(" ", "") == kept.replace(" ", "")


class Reads:
    """Reads the practice off the word co-produced, and the claim off whatever is not masked."""

    codebook = codebook()

    def decode_texts(self, texts: Iterable[tuple[str, str]]) -> Iterator[tuple[Decoded, CueReading]]:
        for text, _ in texts:
            practice = "co-production" if "co-produced" in text else "none"
            claim = "none" if PLACEHOLDER in text else "co-production"
            yield Decoded(claim, practice, RUNGS[practice], "reported", {}, {}, {}), cue_reader().read(text)


def coded(text: str, practice: str) -> CodedPassage:
    return CodedPassage(text, text, "co-production", RUNGS[practice], "reported", "Elm")


LABEL = coded("The strategy was co-produced with carers.", "none")
DRY = coded("Residents voted on how £50,000 was spent; the vote was binding.", "co-production")
BOTH = coded("The strategy was co-produced with carers, who co-chaired the group.", "co-production")


def test_practice_that_hangs_on_the_claim_word_falls_with_it() -> None:
    found = shortcuts([LABEL, DRY, BOTH], Reads())["practice_without_claim_words"]
    assert (found["label"], found["n"], found["unchanged"], found["share_unchanged"]) == ("practice", 2, 0, 0.0)
    assert found["moves"] == {"co-production": {"none": 2}}
    assert (found["macro_f1_before"], found["macro_f1_after"]) == (pytest.approx(1 / 3), pytest.approx(1 / 3))


def test_claim_is_watched_where_mechanisms_are_masked() -> None:
    found = shortcuts([LABEL, DRY, BOTH], Reads())["claim_without_mechanisms"]
    assert (found["label"], found["n"], found["unchanged"]) == ("claim", 1, 0)
    assert found["moves"] == {"co-production": {"none": 1}}


def test_words_that_claim_and_describe_are_told_apart() -> None:
    both = coded("We consulted 400 residents on the plan.", "consultation")
    reading = cue_reader().read(both.text)
    assert [(hit.start, hit.end) for hit in reading.claims] == [(3, 12)]
    assert [(hit.start, hit.end) for hit in reading.practices] == [(3, 26)]
    found = shortcuts([both, LABEL], Reads())["practice_without_claim_words"]
    assert (found["n"], found["apart"]["n"]) == (2, 1)
    assert (found["apart"]["unchanged"], found["unchanged"]) == (0, 1)


def test_labels_may_come_from_elsewhere() -> None:
    seen = []

    def decode(passages: Iterable[CodedPassage]) -> list[Decoded]:
        seen.append([passage.text for passage in passages])
        return [Decoded("none", "none", 0, "na", {}, {}, {}) for _ in seen[-1]]

    found = shortcuts([LABEL], Reads(), decode)
    assert found["practice_without_claim_words"]["share_unchanged"] == 1.0
    assert seen[0] == [LABEL.text]
    assert all("co-produced" not in text for text in seen[1])


def test_nothing_to_mask_is_undefined() -> None:
    found = shortcuts([coded("Bins are emptied.", "none")], tagger())
    for part in found.values():
        assert (part["n"], part["share_unchanged"], part["macro_f1_before"], part["low"]) == (0, None, None, None)
