"""Scores as the pages show them: never a share without its count, ranges in words, both matrices, comparisons."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from tests.test_report import ASH, ELM, Reader, built, make_matrix, make_score, row_of, small_run
from tokenism.records import BANDS, Boilerplate, Comparison, MatrixCell
from tokenism.report.cells import band_matrix
from tokenism.report.compared import compared, overview, turned
from tokenism.report.measures import Measure, measures_of
from tokenism.report.phrases import beside, change, is_open, rank_of_type, rank_range, worst_quarter

SCORED: dict[str, Any] = {
    "n_claims": 40, "n_overclaimed": 6, "n_label_only": 4, "n_coproduction_claims": 8, "n_words": 5000,
    "tokenism_index": 0.3, "tokenism_low": 0.2, "tokenism_high": 0.45, "tokenism_raw": 0.25,
    "coproduction_gap": 0.5, "gap_low": 0.01, "gap_high": 0.99, "gap_raw": 0.75,
    "mean_lift": -0.62, "mean_lift_low": -1.1, "mean_lift_high": 0.2, "mean_lift_raw": -0.4,
    "under_claiming": 0.2, "under_claiming_low": 0.1, "under_claiming_high": 0.4, "under_claiming_raw": 0.25,
    "density": 64.2, "density_low": 60.0, "density_high": 70.0, "density_raw": 72.0,
    "rank_low": 2, "rank_high": 9, "n_ranked": 11, "type_rank_low": 1, "type_rank_high": 4, "n_ranked_of_type": 5,
    "p_worst_quarter": 0.03, "boilerplate_index": 0.025,
}  # fmt: skip


def pages(folder: Path, **changes: Any) -> tuple[str, str]:
    index = built(folder, **(small_run() | {"scores": [make_score(**SCORED), make_score(ASH, n_claims=1)]} | changes))
    return index.read_text("utf-8"), (folder / "organisations" / "elm-council.html").read_text("utf-8")


def test_every_share_stands_with_its_interval_and_its_count(tmp_path: Path) -> None:
    index, page = pages(tmp_path)
    row, headline = Reader(row_of(index, ELM)).text, Reader(page).text
    for text in (row, headline):
        assert "counted: 10 of 40 claims (25%)" in text
        assert "counted: 6 of 8 claims (75%)" in text
        assert "next to nothing" in text
    for words in (
        "95% interval 20% to 45%",
        "95% interval −1.1 to +0.2",
        "counted: −0.4 over 20 passages",
        "95% interval 10% to 40%",
        "counted: 8 of 32 passages (25%)",
        "95% interval 60.0 to 70.0",
        "counted: 38 in 5,000 words",
    ):
        assert words in headline


def test_ranks_and_the_highest_quarter_stand_in_words(tmp_path: Path) -> None:
    index, page = pages(tmp_path)
    for text in (Reader(row_of(index, ELM)).text, Reader(page).text):
        assert "between 2 and 9 of 11" in text
        assert "between 1 and 4 of 5 councils" in text
        assert "very unlikely (3 in 100)" in text


def test_population_is_shown_where_it_was_asked_for(tmp_path: Path) -> None:
    wide = make_score(**SCORED, population_index=0.4, population_low=0.1, population_high=0.8)
    assert "For all documents of this kind" not in pages(tmp_path)[1]
    assert "95% interval 10% to 80%" in Reader(pages(tmp_path, scores=[wide])[1]).text


def test_too_few_claims_keep_their_count(tmp_path: Path) -> None:
    few = make_score(n_claims=4, n_label_only=3)
    row = Reader(row_of(pages(tmp_path, scores=[few])[0], ELM)).text
    assert "too few claims" in row
    assert "counted: 3 of 4 claims" in row
    assert "not ranked" in row
    assert "75%" not in row


# Matrix


def test_matrix_has_counted_and_corrected_in_each_cell_and_in_words(tmp_path: Path) -> None:
    page = pages(tmp_path)[1]
    table = re.search(r'<table class="matrix bands">.*?</table>', page, re.DOTALL)
    assert table
    cells = re.findall(r'"count">(\d+)</span><span class="part">([^<]+)</span><span class="part">([^<]+)<', table[0])
    assert cells == [("3", "1 to 5", "counted 2")] * 20
    assert (
        "Passages that claim co-production: 10 counted. They describe nothing: 2 counted, corrected 3 (1 to 5); "
        in (Reader(page).text)
    )


def test_matrix_rows_say_where_the_claim_exceeds_the_method() -> None:
    rows = band_matrix(make_matrix())
    assert [row.claim for row in rows] == ["informing", "consultation", "co-production", "none"]
    assert [rows[2].state(cell) for cell in rows[2].cells] == ["short", "short", "short", "met", "planned"]
    assert {rows[3].state(cell) for cell in rows[3].cells} == {"unclaimed"}
    assert [row.total for row in rows] == [10] * 4


def test_nothing_read_has_no_matrix() -> None:
    cells = [MatrixCell(ELM, claim, "none", None, None, None, None) for claim in BANDS]
    assert band_matrix(cells) == ()


def test_other_view_shows_its_levels_beside_the_bands(tmp_path: Path) -> None:
    run = small_run() | {"scores": [make_score(**SCORED)]}
    built(tmp_path, **run, view="iap2", ledger="bands-broad")
    page = (tmp_path / "organisations" / "elm-council.html").read_text("utf-8")
    assert '<table class="matrix bands">' in page
    assert "In the levels of the view “" in Reader(page).text
    assert "In the levels of the view" not in Reader(pages(tmp_path)[1]).text


def test_organisation_whose_matrix_is_missing_is_told_what_to_do(tmp_path: Path) -> None:
    assert "run the score stage again" in Reader(pages(tmp_path, matrix=[])[1]).text


def test_measures_without_a_matrix_have_no_counts_of_passages() -> None:
    found = measures_of(make_score(**SCORED), [], 1)
    assert found.under_claiming == Measure(0.2, 0.1, 0.4, 0.25, None, None)
    assert found.boilerplate == Measure(0.025, None, None, 0.025, 1, 40)
    assert found.gap.wide
    assert not found.index.wide


# Comparisons


PAIR = Comparison("organisations", "council", ELM, ASH, 40, 12, -0.2, -0.5, -0.05, 0.01)
OPEN = Comparison("organisations", "council", "Oak", ELM, 20, 40, 0.1, -0.3, 0.5, 0.7)
YEARS = Comparison("years", ELM, "2024", "2021", 22, 18, -0.12, -0.35, 0.1, 0.25)


def test_organisation_stands_first_in_its_comparisons_the_clearest_before() -> None:
    found = compared([OPEN, PAIR, YEARS], ELM)
    assert [(line.first, line.second) for line in found.others] == [(ELM, ASH), (ELM, "Oak")]
    assert found.others[1].difference == -0.1
    assert found.years == (YEARS,)
    assert compared([OPEN, PAIR, YEARS], ASH).years == ()
    assert turned(turned(PAIR)) == dataclasses.replace(PAIR, p_first_higher=turned(turned(PAIR)).p_first_higher)


def test_overview_names_clear_pairs_with_the_higher_first() -> None:
    found = overview([OPEN, PAIR, YEARS])
    assert (found.n_pairs, found.n_clear) == (2, 1)
    assert [(line.first, line.second, line.difference) for line in found.clear] == [(ASH, ELM, 0.2)]


def test_comparisons_are_told_in_sentences(tmp_path: Path) -> None:
    index, page = pages(tmp_path, comparisons=[PAIR, YEARS])
    words = "lower by 12 points (from 35 lower to 10 higher); 75% chance that it fell"
    assert f"from 2021 (18 claims) to 2024 (22 claims): {words}" in Reader(index).text
    assert f"From 2021 (18 claims) to 2024 (22 claims) the index is {words}" in Reader(page).text
    assert "lower by 20 points (from 50 lower to 5 lower); 99% chance that it is lower" in Reader(page).text
    assert "the order is clear" in page
    assert f"{ASH} beside {ELM}: higher by 20 points (from 5 higher to 50 higher)" in Reader(index).text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((0.004, -0.3, 0.3, 0.5), "about the same (from 30 lower to 30 higher); 50% chance that it is higher"),
        ((0.01, 0.004, 0.3, 1.0), "higher by 1 point (from the same to 30 higher); more than 99% chance that"),
        ((-0.9, -1.0, -0.7, 0.0), "lower by 90 points (from 100 lower to 70 lower); more than 99% chance that"),
    ],
)
def test_difference_in_words(line: tuple[float, float, float, float], words: str) -> None:
    assert beside(Comparison("organisations", "nhs", "a", "b", 10, 10, *line)).startswith(words)


def test_change_and_what_is_open() -> None:
    assert "rose" in change(dataclasses.replace(YEARS, difference=0.2, p_first_higher=0.9))
    assert is_open(OPEN)
    assert not is_open(PAIR)


@pytest.mark.parametrize(
    ("ranks", "words"), [((None, None, None), ""), ((1, 1, 1), "the only one"), ((4, 4, 9), "4 of 9")]
)
def test_ranks_in_words(ranks: tuple[Any, Any, Any], words: str) -> None:
    assert rank_range(*ranks) == words


def test_types_that_a_list_invents_are_quoted() -> None:
    assert rank_of_type(1, 2, 3, "mutual") == "between 1 and 2 of 3 of the type “mutual”"
    assert rank_of_type(1, 1, 1, None) == "the only one whose type is not given"
    assert worst_quarter(None) == ""
    assert worst_quarter(1.0) == "almost certainly (more than 99 in 100)"


# Boilerplate


def test_claims_in_several_documents_are_listed_with_their_places(tmp_path: Path) -> None:
    joint = f"{ELM}; {ASH}"
    lines = [
        Boilerplate("c5", "c5", "d1", ELM, 5, "consultation", "label-only", 2, 2),
        Boilerplate("c5", "c8", "d2", joint, 8, "consultation", "supported", 2, 2),
    ]
    index, page = pages(tmp_path, boilerplate=lines)
    for html, link in ((index, "documents/d2.html#c8"), (page, "../documents/d2.html#c8")):
        section = html.partition('id="boilerplate"')[2]
        assert "In 2 documents of 2 organisations" in Reader(article_of(section)).text
        assert "We listen to carers." in article_of(section)
        assert f'href="{link}"' in article_of(section)
    assert "2 of 40 counted claims (2%) stand" in Reader(page).text


def article_of(section: str) -> str:
    found = re.search(r'<article class="entry repeated">.*?</article>', section, re.DOTALL)
    assert found
    return found[0]
