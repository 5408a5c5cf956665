"""Words of a manipulation: every swap does what its example says, and nothing else in a text changes."""

from pathlib import Path

import pytest

from tests.makers import cue_reader
from tokenism.errors import InputError
from tokenism.wording import Swap, read_wording, relabelled

WORDING = read_wording(Path(__file__).parents[1] / "annotations" / "manipulation.toml")


@pytest.mark.parametrize("swap", WORDING.swaps, ids=lambda swap: swap.word)
def test_example_of_a_swap_gives_its_result(swap: Swap) -> None:
    at = swap.example.lower().index(swap.word)
    assert relabelled(swap.example, [(at, at + len(swap.word))], WORDING.swaps) == swap.result


@pytest.mark.parametrize("swap", WORDING.swaps, ids=lambda swap: swap.word)
def test_result_holds_a_word_of_co_production_and_the_example_none(swap: Swap) -> None:
    assert ("co-produc" in swap.result.lower(), "co-produc" in swap.example.lower()) == (True, False)


def test_words_are_different_and_longer_ones_come_before_those_within_them() -> None:
    words = [swap.word for swap in WORDING.swaps]
    assert len(set(words)) == len(words)
    hidden = [(a, b) for n, a in enumerate(words) for b in words[n + 1 :] if f" {a} " in f" {b} "]
    assert hidden == []


def test_sentences_of_power_vary_and_hold_no_label() -> None:
    assert len(WORDING.power) >= 8
    assert [sentence for sentence in WORDING.power if "co-produc" in sentence.lower()] == []


def test_only_the_first_claim_with_a_word_is_changed() -> None:
    text = "The survey closed. Consultation with carers came first, then engagement."
    claims = [(61, 71), (4, 10), (19, 31)]
    changed = relabelled(text, claims, WORDING.swaps)
    assert changed == "The survey closed. Co-production with carers came first, then engagement."


def test_words_outside_of_claims_stay() -> None:
    assert relabelled("The staff were consulted; a survey ran.", [(28, 34)], WORDING.swaps) is None


def test_real_cues_give_the_places() -> None:
    text = "We consulted residents on the plan through a survey."
    claims = [(hit.start, hit.end) for hit in cue_reader().read(text).claims]
    changed = relabelled(text, claims, WORDING.swaps)
    assert changed == "We co-produced with residents on the plan through a survey."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('power = ["A."]\n', r"at least one \[\[swap\]\] is wanted"),
        ('power = ["A."]\n[[swap]]\nword = "a"\n', "the key 'by' is missing"),
        ('[[swap]]\nword = "a"\nby = "b"\nexample = "a"\nresult = "b"\n', "the key 'power' is missing"),
    ],
)
def test_mistakes_in_the_file_are_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "wording.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        read_wording(path)
