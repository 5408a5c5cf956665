"""Where sentences begin, and the plain text that is matched: marks, abbreviations, lists, lines and invisible signs."""

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import ORTH

from tokenism.sentences import SentenceRules, plain_text

NLP = spacy.blank("en")
RULES = SentenceRules(NLP.vocab)


def starts_of(text: str) -> list[int]:
    """First characters of the sentences, in the plain text."""
    plain = plain_text(text)
    doc = NLP.make_doc(plain.text)
    return [doc[i].idx for i in RULES.starts(doc, doc.to_array([ORTH]).tolist(), plain.lines)]


def sentences(text: str) -> list[str]:
    plain = plain_text(text).text
    return [plain[a:b].strip() for a, b in pairwise([*starts_of(text), len(plain)])]


@pytest.mark.parametrize(
    "parts",
    [
        ["We met.", "We talked."],
        ["Did we meet?", "Yes!", "Then we talked."],
        ["Who came?!", "Nobody did."],
        ["We met …", "Then we talked."],
        ["We met...", "Then we talked."],
        ["We met in 2024.", "12 people came."],
        ['She said "no."', "He left."],
        ["(We met.)", "He left."],
        ["She left.", '"Why?"', '"No reason."'],
        ["He was paid £3.5m.", "The rest is lost."],
        ["It opens at 9 a.m.", "Residents queue."],
        ["We saw roads, paths, etc.", "The council paid."],
        ["The answer was no.", "We left."],
        ["We chose option B.", "The board agreed."],
        ["It left the E.U.", "The rest stayed."],
        ["See Appendix M.", "This is long."],
    ],
)
def test_sentence_begins_after_a_stop(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "It was Cllr. Jones who met Dr. Smith, Mrs. Brown and Prof. Ali.",
        "The No. 4 bus and Nos. 5 to 7 stop at St. Mary.",
        "See para. 3.2, paras. 4 to 6, fig. 2, p. 7 and pp. 8 to 9.",
        "The paper by J. Smith and A. B. Jones was read.",
        "We meet at 5 p.m. on Mondays, or 10 a.m. Tuesday.",
        "It rose by 3.5 per cent to 4.25 million.",
        "Some groups, e.g. Carers and i.e. Parents, came.",
        "About approx. 50 came, c. 40 of them young.",
        "The U.K. National Panel met.",
        "We met. and went on",
        "The site example.org. is old",
    ],
)
def test_stop_that_ends_nothing(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize("bullet", "• ‣ ◦ ● ○ ▪ ■ □ ◆ ► ➢ ✓ ✔ → · | ; \uf0b7 \uf0a7".split())  # noqa: SIM905
def test_bullet_begins_a_sentence_wherever_it_stands(bullet: str) -> None:
    assert sentences(f"we will {bullet} ask carers {bullet} tell them") == [
        "we will",
        f"{bullet} ask carers",
        f"{bullet} tell them",
    ]


@pytest.mark.parametrize(
    "marker", ["1.", "12.", "1.2.", "2)", "(2)", "a)", "(a)", "a.", "iv)", "(iv)", "iv.", "-", "–", "—", "*", "+", "o"]
)
def test_item_at_the_start_of_a_line_begins_a_sentence_and_keeps_its_marker(marker: str) -> None:
    items = [f"{marker} Ask carers", f"{marker} tell them"]
    assert sentences("we will\n" + "\n".join(items)) == ["we will", *items]
    assert sentences("\n".join(items)) == items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will: 1) ask carers; 2) tell them", ["We will:", "1) ask carers", "; 2) tell them"]),
        ("We will: (a) ask carers. (b) tell them", ["We will:", "(a) ask carers.", "(b) tell them"]),
        ("• 1. Ask carers • 2. Tell them", ["• 1. Ask carers", "• 2. Tell them"]),
        ("The score (last year: 3.42) fell", ["The score (last year: 3.42) fell"]),
        ("the well-known day-to-day work - and more * here", ["the well-known day-to-day work - and more * here"]),
        ("we asked (a) carers and (b) others", ["we asked (a) carers and (b) others"]),
        ("the shop shut; we asked", ["the shop shut", "; we asked"]),
        ("Views | Asked | 12", ["Views", "| Asked", "| 12"]),
    ],
)
def test_lists_inside_a_line(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we asked\nthe carers", ["we asked the carers"]),
        ("we asked the\nCouncil", ["we asked the Council"]),
        ("we asked\r\nthe carers", ["we asked the carers"]),
        ("our aims\n\nwe ask", ["our aims", "we ask"]),
        ("our aims\r\n\r\nwe ask", ["our aims", "we ask"]),
        ("our aims \n \n we ask", ["our aims", "we ask"]),
        ("our aims\u2028we ask", ["our aims we ask"]),
        ("we will:\nask carers", ["we will:", "ask carers"]),
        ("\n\nwe ask\n\n", ["we ask"]),
        ("we met.\nWe left", ["we met.", "We left"]),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["", " ", ".", "...", "•", "1.", "(a)", "(", "a)", "\n", "\n\n\n", ":", ": (", ". "])
def test_text_of_marks_alone_has_at_most_one_sentence(text: str) -> None:
    assert len(starts_of(text)) <= 1


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("as it is", "as it is"),
        ("don’t say ‘no’ or “no”", "don't say 'no' or \"no\""),
        ("co\u2010op co\u2011op co\u00adop co\u200bop \ufeffco\u2060op", "co-op co-op coop coop coop"),
        ("a\u00a0b\u202fc\td\ne\rf\u2003g\x1ch", "a b c d e f g h"),
        ("  a  b \t c\u00a0\n\n d\u200b \u200be \n", "a b c d e"),
        (" a", "a"),
        ("a\n", "a"),
        ("co\u2013op co\u2212op café\u2013bar", "co-op co-op café-bar"),
        ("co\u2013\u00adop", "co-op"),
        ("2019\u20132021, 3\u2212x, a \u2013 b, co\u2013 op, \u2013op, 5\u2013a-side", None),
        ("co\u2014op", None),
        ("e\ufb03cient o\ufb03ce – naïve", "e\ufb03cient o\ufb03ce – naïve"),
        ("half \ud83d pair", "half \ufffd pair"),
    ],
)
def test_plain_form(text: str, plain: str | None) -> None:
    assert plain_text(text).text == (text if plain is None else plain)


ANY_LETTERS = st.characters(exclude_categories=[]) | st.sampled_from("ab  \t\u00ad\u200b\ufeff\n’\u2011\u2013\u2212")


@given(st.text(ANY_LETTERS))
def test_every_letter_of_the_plain_text_is_one_of_the_text_as_given(text: str) -> None:
    plain = plain_text(text)
    for i, letter in enumerate(plain.text):
        start, end = plain.as_given(i, i + 1)
        assert end == start + 1
        alone = plain_text(f".{text[start:end]}.").text[1:-1]
        assert letter in (alone, "-" if alone in "\u2013\u2212" else alone)
    assert all(0 < place < len(plain.text) for place, _ in plain.lines)
    places = [plain.as_given(i, i + 1)[0] for i in range(len(plain.text))]
    assert places == sorted(set(places))


@given(st.text(ANY_LETTERS))
def test_one_space_stands_between_words_and_none_at_the_ends(text: str) -> None:
    plain = plain_text(text).text
    assert plain == " ".join(plain.split())
    assert not any(token.is_space for token in NLP.make_doc(plain))


@pytest.mark.parametrize("text", ["! ? " * 100_000, "• " * 100_000, '." ' * 50_000, "1. " * 100_000, "a:\n" * 50_000])
def test_long_run_of_marks_is_walked_once(text: str) -> None:
    assert starts_of(text)[0] == 0  # walked from each of its marks, a run of these would take hours


def test_sign_in_a_run_ends_the_sentence_where_the_run_ends() -> None:
    run = "! ? " * 1000
    assert starts_of(f"We met{run}Then {run}we left. They slept") == [0, 4006, 8020]


@pytest.mark.parametrize("text", ["a" + " " * 500_000 + "\nb", "a\n" + " " * 500_000 + "b", " " * 500_000 + "\n" * 9])
def test_long_run_of_spaces_is_walked_once(text: str) -> None:
    assert plain_text(text).text in ("a b", "")


MARKS = [
    "We",
    "asked",
    "12",
    "3.2",
    "J.",
    "No",
    "p.m.",
    ".",
    "?",
    "…",
    ":",
    ";",
    "(",
    ")",
    "a",
    "•",
    "-",
    '"',
    "\n",
    "\n\n",
]


@given(st.lists(st.sampled_from(MARKS), max_size=30), st.sampled_from(["", " "]))
def test_sentences_cover_the_tokens_in_order(marks: list[str], between: str) -> None:
    plain = plain_text(between.join(marks))
    doc = NLP.make_doc(plain.text)
    starts = RULES.starts(doc, doc.to_array([ORTH]).tolist(), plain.lines)
    assert starts[:1] == [0][: len(doc)]
    assert all(a < b for a, b in pairwise([*starts, len(doc)]))
