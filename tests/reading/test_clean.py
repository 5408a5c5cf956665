"""Small text functions."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.reading.clean import Vocabulary, bullet_length, clean_text, join_lines, words_of


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("of\ufb01cers", "officers"),
        ("e\ufb00ective", "effective"),
        ("co\u00adproduced", "coproduced"),
        ("zero\u200bwidth", "zerowidth"),
        ("\ufeffstart", "start"),
        ("left \u202eto\u202c right", "left to right"),
        ("\uf0b7 residents", "• residents"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("cafe\u0301", "café"),
        ("  a \t\n b\u00a0\u2003c  ", "a b c"),
        ("bell\x07", "bell"),
        ("", ""),
        (" \u00ad\u200b ", ""),
    ],
)
def test_noise_is_cleaned(raw: str, cleaned: str) -> None:
    assert clean_text(raw) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "We co-produced £1.5m of work – with carers’ groups (40%) – in 2024/25.",
        "Cyngor Ynys Môn",
        "“Nothing about us without us”",
        "x² and ½",
        "non\u2011breaking hyphen",
        "ﷺ 東京 ناس",
    ],
)
def test_ordinary_text_is_not_changed(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@given(st.text(st.characters(codec=None), max_size=60))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(st.characters(codec=None), max_size=60))
def test_cleaned_text_can_be_written_and_has_single_spaces(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.encode("utf-8").decode("utf-8") == " ".join(cleaned.split())


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("• residents", 2),
        ("•residents", 1),
        ("•   residents", 4),
        ("■ residents", 2),
        ("– residents", 2),
        ("- residents", 2),
        ("* residents", 2),
        ("o residents", 2),
        ("1. residents", 3),
        ("12) residents", 4),
        ("(3) residents", 4),
        ("─ residents", 2),
        ("‒ residents", 2),
        ("✘ residents", 2),
        ("> residents", 2),
        ("(a) residents", 4),
        ("b) residents", 3),
        ("iv. residents", 4),
    ],
)
def test_list_item_is_recognised(line: str, length: int) -> None:
    assert bullet_length(line) == length


@pytest.mark.parametrize(
    "line",
    [
        "",
        "residents",
        "2025 plan",
        "1.5 million pounds",
        "-5 degrees",
        "*note",
        ">50 residents",
        "o’clock",
        "other residents",
        "e.g. residents",
        "(and residents)",
        "100. residents",
        "I decided",
        "co-produced",
    ],
)
def test_running_text_is_no_list_item(line: str) -> None:
    assert bullet_length(line) == 0


@given(st.text(max_size=20))
def test_bullet_lies_inside_its_line(line: str) -> None:
    assert 0 <= bullet_length(line) <= len(line)


@pytest.mark.parametrize(
    ("lines", "vocabulary", "text"),
    [
        (["the particip-", "ation of carers"], {"participation"}, "the participation of carers"),
        (["the particip-", "ation of carers"], set(), "the participation of carers"),
        (["plans co-", "produced here"], set(), "plans co-produced here"),
        (["plans co-", "produced here"], {"co-produced"}, "plans co-produced here"),
        (["peer-", "led groups"], {"peer-led"}, "peer-led groups"),
        (["peer-", "led groups"], {"peer", "led"}, "peer-led groups"),
        (["we are re-", "ducing"], {"reducing"}, "we are reducing"),
        (["the particip\u2010", "ation"], {"participation"}, "the participation"),
        (["(particip-", "ation), then"], {"participation"}, "(participation), then"),
        (["Particip-", "ation"], {"participation"}, "Participation"),
    ],
)
def test_hyphen_at_line_end_is_joined(lines: list[str], vocabulary: set[str], text: str) -> None:
    assert join_lines(lines, Vocabulary(dict.fromkeys(vocabulary, 1))) == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["in 2024-", "25 we"], "in 2024- 25 we"),
        (["Stratford-", "Upon-Avon"], "Stratford- Upon-Avon"),
        (["residents -", "and carers"], "residents - and carers"),
        (["pre- and post-", "natal"], "pre- and post-natal"),
        (["residents", "decide"], "residents decide"),
        (["-", "a"], "- a"),
        (["", "residents", ""], "residents"),
        ([], ""),
    ],
)
def test_other_line_ends_get_a_space(lines: list[str], text: str) -> None:
    assert join_lines(lines, Vocabulary()) == text


@pytest.mark.parametrize(
    ("lines", "counts", "breaks", "text"),
    [
        (["off-", "site"], {"offsite": 1, "off-site": 3}, None, "off-site"),
        (["off-", "site"], {"offsite": 3, "off-site": 1}, None, "offsite"),
        (["innovation-", "driven"], {"innovation": 2}, None, "innovation-driven"),
        (["non-", "statutory"], {}, None, "non-statutory"),
        (["trend-", "based"], {}, None, "trend-based"),
        (["council de-", "clared"], {}, True, "council declared"),
        (["council co-", "designed"], {"designed": 1}, True, "council co-designed"),
        (["peer-", "led"], {"peer": 1, "led": 1}, True, "peer-led"),
        (["hoist-", "width"], {}, False, "hoist-width"),
        (["www.vale.example/easy-", "documents"], {}, True, "www.vale.example/easy-documents"),
    ],
)
def test_hyphen_is_kept_as_the_document_spells(
    lines: list[str], counts: dict[str, int], breaks: bool | None, text: str
) -> None:
    assert join_lines(lines, Vocabulary(counts, breaks)) == text


LINES = st.lists(st.text(string.ascii_letters + "-", min_size=1, max_size=8), max_size=6)


@given(LINES, st.sets(st.text(string.ascii_lowercase, max_size=6)))
def test_joining_loses_nothing_but_hyphens_and_keeps_order(lines: list[str], vocabulary: set[str]) -> None:
    joined = join_lines(lines, Vocabulary(dict.fromkeys(vocabulary, 1)))
    assert joined.replace("-", "").replace(" ", "") == "".join(lines).replace("-", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Residents' co-produced plan (2025)", ["residents", "co-produced", "plan", "2025"]),
        ("carers’ don’t face-to-face", ["carers", "don’t", "face-to-face"]),
        ("– ... !", []),
        ("", []),
    ],
)
def test_words_keep_inner_hyphens_and_apostrophes(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_halves_of_one_character_are_joined() -> None:
    assert clean_text("done \ud83d\udd18 and \ud83d") == "done \U0001f518 and \ufffd"
    assert clean_text("analysis\ufffc or") == "analysis or"
