"""Whether text looks like words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REPOSITORY
from tokenism.reading.quality import Quality, text_quality

PROSE = (
    "Residents and carers met every month at the library and decided together how the money of the day centre was "
    "to be spent. The council has kept to what they decided, and it has published the minutes of all the meetings "
    "so that people who could not come can read what was said and by whom. In the autumn the group will look at "
    "the contract for home care and at the way in which complaints are answered."
)


def caesar(text: str, shift: int) -> str:
    """Letters moved along the alphabet."""
    return "".join(
        chr((ord(c) - (base := 97 if c.islower() else 65) + shift) % 26 + base) if c.isalpha() else c for c in text
    )


@pytest.mark.parametrize(
    "text", ["", "  ", "2024 / 25", "– • –", "£1.50", "PE13 4AA", "www.nhs.uk a@b.org", "GP ICB CQC", "ресиденты"]
)
def test_text_that_cannot_be_judged_has_no_score(text: str) -> None:
    assert text_quality(text).score is None
    assert not text_quality(text).broken


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        PROSE.upper(),
        "NHS England and the ICB",
        "A plan",
        "Cyngor Ynys Môn yn gwrando ar bobl leol ac yn cydweithio â chymunedau",
        "Tha a' chomhairle a' cur fàilte air beachdan bho mhuinntir na sgìre",
        "Le conseil écoute les habitants et décide avec eux",
        "Cllr McAllister, Cllr Llywelyn-Griffiths and Mrs Siân O’Hara of Llanfairpwll",
        "Contents: Foreword ........ 3 Our vision ........ 5 How we will measure it ........ 12",
        "Ward | 2021/22 | 2022/23 | Change | Total | 1,204 | 1,310 | 8.8%",
        "SuDS EqIA PRoW DfT McMahon PhD",
    ],
)
def test_words_names_and_other_tongues_score_high(text: str) -> None:
    quality = text_quality(text)
    assert quality.score is None or quality.score >= 0.9 or not quality.broken
    assert not quality.broken


@pytest.mark.parametrize("shift", range(1, 26))
def test_shifted_letters_are_broken(shift: int) -> None:
    assert text_quality(caesar(PROSE, shift)).broken


@pytest.mark.parametrize("offset", [-29, -31, -3, 3, 31])
def test_shifted_codes_are_broken(offset: int) -> None:
    assert text_quality(" ".join("".join(chr(ord(c) + offset) for c in word) for word in PROSE.split())).broken


@pytest.mark.parametrize(
    "text",
    ["liše Ţell", "bcdfg hjklm npqrst vwxz", "\ufffd\ufffdsid\ufffd\ufffdnts \ufffd\ufffd\ufffd", "(cid:44)(cid:82) 3"],
)
def test_noise_is_broken(text: str) -> None:
    assert text_quality(text).broken
    assert (text_quality(text).score or 0.0) < 0.5


def test_short_noise_is_no_proof() -> None:
    assert not text_quality("bcdfg hjklm").broken


@pytest.mark.parametrize("text", ["Jeśli chcesz otrzymać ten dokument", "Škoda Dvořák Lukáš", "Kā tātou rōpū"])
def test_lines_of_other_tongues_with_their_letters_are_kept(text: str) -> None:
    assert text_quality(text).odd < 0.5


def test_share_of_known_words() -> None:
    assert text_quality("residents decide qxzvk wkhfrx").known == 0.5


def test_capitals_inside_words_are_no_words() -> None:
    assert text_quality("rEsIdEnTs aNd pArTnErS meet").known == 0.3333


def test_replacement_characters_are_counted_and_lower_the_score() -> None:
    broken = text_quality(PROSE.replace("th", "\ufffd"))
    assert broken.replaced == round(PROSE.count("th") / len(PROSE.replace("th", "\ufffd")), 4)
    assert (broken.score or 0) < (text_quality(PROSE).score or 0)


def test_glued_words_are_counted() -> None:
    quality = text_quality("thecouncilwill work with residentsand partners")
    assert (quality.words, quality.glued) == (5, 0.4)
    assert text_quality("safeguarding healthcare neighbourhood throughout therefore").glued == 0


def test_pieces_of_words_are_counted() -> None:
    assert text_quality("the par ticip ation of all").split == 0.5
    assert text_quality("w e d e c i d e").split == 1.0
    assert text_quality(PROSE).split == 0


def test_uncovered_ink_lowers_the_score() -> None:
    assert Quality(8, 1.0, covered=0.25).score == 0.25


def test_own_texts_are_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "corpora/demo/sources").glob("*.md"))]
    assert [line for text in sources for line in text.splitlines() if text_quality(line).broken] == []


@given(st.text(max_size=200))
def test_shares_are_shares(text: str) -> None:
    quality = text_quality(text)
    for share in (quality.known, quality.replaced, quality.glued, quality.split, quality.odd):
        assert 0 <= share <= 1
    assert quality.score is None or 0 <= quality.score <= 1
