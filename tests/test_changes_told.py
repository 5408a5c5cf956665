"""Changes in words: each label that changed on a line, where it stands, and every line within the screen."""

from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from tests.makers import make_claim, make_document, make_passage, make_score
from tokenism.beside import side_by_side
from tokenism.changes import Side, compare
from tokenism.changes_told import Comparison, details, headline, single_line, told, where
from tokenism.screen import Screen

TEXT = "We will plan the parks together with residents of the district"
CLAIM = make_claim(1, "label-only")


def side(claim: Any, text: str = TEXT, document: Any = None) -> Side:
    return Side([document or make_document(title="Parks plan")], [make_passage(1, text, claim.document_id)], [claim])


@pytest.mark.parametrize(
    ("fields", "head", "lines"),
    [
        (
            {"verdict": "supported-elsewhere", "evidence_page": 4},
            "verdict",
            ["Verdict: Label only → Supported elsewhere, page 4"],
        ),
        ({"claim": "co-production"}, "claim", ["Claim: consultation → co-production"]),
        ({"practice": "informing"}, "practice", ["Practice: nothing → informing"]),
        ({"stance": "committed"}, "stance", ["Stance: something that has happened or happens → a definite plan"]),
        ({"unsure": True}, "certainty", ["Certainty: not unsure → unsure"]),
        ({"evidence_page": 6}, "evidence", ["Evidence: none → page 6"]),
        ({"repeat_of": "c9"}, "counting", ["Counting: counted → repeats an earlier claim, not counted"]),
        ({"organisation": "Ash"}, "organisation", ["Organisation: Elm Council → Ash"]),
    ],
)
def test_what_changed_is_said_before_and_after(fields: dict[str, Any], head: str, lines: list[str]) -> None:
    change = compare(side(CLAIM), side(replace(CLAIM, **fields))).changes[0]
    assert headline(change).endswith(f"changed: {head}")
    assert details(change) == lines


def test_claim_of_another_edition_says_where_it_stood() -> None:
    new = replace(CLAIM, claim_id="c2", document_id="d2", page=9)
    second = side(new, TEXT + " and beyond", make_document("d2", title="Parks plan 2024"))
    change = compare(side(CLAIM), second).changes[0]
    assert where(change) == "Elm Council, Parks plan 2024, page 9 (before: Parks plan, page 1)"
    assert (headline(change), details(change)) == ("Claim of consultation changed: words", [])


def test_document_in_one_only_says_what_it_holds_and_what_seems_its_edition() -> None:
    new = replace(CLAIM, claim_id="c2", document_id="d2")
    found = compare(
        side(CLAIM, document=make_document(title="Parks plan", year=2019)),
        side(new, document=make_document("d2", title="Parks plan 2024", year=2024)),
    )
    assert [single_line(one) for one in found.singles] == [
        "Elm Council, Parks plan (2019): 1 claim; seems to be another edition of: Parks plan 2024",
        "Elm Council, Parks plan 2024: 1 claim; seems to be another edition of: Parks plan",
    ]


@pytest.mark.parametrize("width", [60, 80])
def test_hostile_names_and_words_fit_the_screen_and_steer_nothing(width: int) -> None:
    name = "\x1b]0;x\x07Ünïcödé \u202e" + "南京市" * 30
    documents = [make_document(key, name, title=name) for key in ("d1", "d2")]
    first = side(replace(CLAIM, organisation=name), "\x1b[2J" + "word " * 99, documents[0])
    second = side(replace(CLAIM, organisation=name, claim_id="c2", document_id="d2"), "other", documents[1])
    scores = [make_score(name)]
    found = told(
        Comparison(("a", "b"), ["note " * 40], compare(first, second), side_by_side(scores, scores)), Screen(width)
    )
    assert max(map(cell_len, found.splitlines())) <= width
    assert not {"\x1b", "\x07", "\u202e"} & set(found)


def test_long_lists_are_cut_and_say_so() -> None:
    numbers = range(12)
    claims = [make_claim(n, "label-only", document_id=f"d{n}") for n in numbers]
    passages = [make_passage(n, f"{TEXT} {'abcdefghijkl'[n] * 3}", f"d{n}") for n in numbers]
    many = Side([make_document(f"d{n}") for n in numbers], passages, claims)
    scores = [make_score(f"Council {n:02}") for n in range(17)]
    comparison = Comparison(("a", "b"), (), compare(Side([], [], []), many), side_by_side(scores, scores))
    found = told(comparison, Screen())
    assert "... and 2 more\n" in found
    assert "... and 4 more (--out DIR writes all of them)" in found
    assert "... and 2 more (--out DIR writes all of them)" in found
    assert "not made alike" not in found.lower()
