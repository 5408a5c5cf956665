"""The list of known words and how it is counted."""

import pytest

from tests.conftest import REPOSITORY
from tokenism.reading.words import count_words, known_words, letter_pairs, main


def test_words_must_be_seen_twice_and_short_ones_more_often() -> None:
    assert count_words(["residents meet", "Residents and residents meet"]) == ["residents"]
    assert count_words(["and " * 25, "par ticip par"]) == ["and"]


def test_words_beside_apostrophes_and_digits_do_not_count() -> None:
    assert count_words(["don’t don’t wasn't wasn't covid19 covid19"]) == []


@pytest.mark.parametrize("word", ["participation", "the", "residents", "cyngor", "agus"])
def test_common_words_are_known(word: str) -> None:
    assert word in known_words()


@pytest.mark.parametrize("pair", ["xq", "zj", "qk"])
def test_pairs_that_no_word_has_are_unknown(pair: str) -> None:
    assert pair not in letter_pairs()


def test_list_is_counted_in_the_projects_own_texts() -> None:
    sources = sorted((REPOSITORY / "corpora/demo/sources").glob("*.md"))
    training = sorted((REPOSITORY / "annotations/training").glob("*.jsonl"))
    counted = set(count_words(path.read_text(encoding="utf-8") for path in [*sources, *training]))
    listed = set((REPOSITORY / "pipeline/tokenism/reading/words.txt").read_text(encoding="ascii").split())
    assert len(counted & listed) >= 0.97 * len(listed), "write the list anew: see tokenism.reading.words"


def test_list_is_written_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("words")
    (folder / "a.md").write_text("residents decide residents decide", encoding="utf-8")
    monkeypatch.setattr("tokenism.reading.words._FILE", folder / "words.txt")
    main([str(folder / "a.md")])
    assert (folder / "words.txt").read_text(encoding="ascii") == "decide\nresidents\n"
