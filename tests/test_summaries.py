"""Lines for the terminal: what is counted, in which order, and undefined as a dash."""

from dataclasses import replace
from typing import Any

import pytest

from tests.makers import CODED, codebook, make_document, share_cue_reader, tagger, trained
from tokenism.appraisal import appraise
from tokenism.codings import Coding
from tokenism.evaluate import Bander, decode_passages, evaluate_demo, systems_of
from tokenism.summaries import (
    appraisal_lines,
    curve_lines,
    demo_lines,
    macro_f1_line,
    read_line,
)


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


def documents(*statuses: str) -> list[Any]:
    return [make_document(f"d{n}", status=status) for n, status in enumerate(statuses)]


@pytest.mark.parametrize(
    ("statuses", "line"),
    [
        (["ok"], "1 document: 1 ok."),
        (["ok", "corrupt", "ok"], "3 documents: 2 ok, 1 corrupt."),
        (["timeout", "corrupt"], "2 documents: 1 corrupt, 1 timeout."),
    ],
)
def test_documents_are_counted_by_status(statuses: list[str], line: str) -> None:
    assert read_line(documents(*statuses)) == line


def test_macro_f1_line_has_three_figures_and_a_dash_for_what_is_undefined() -> None:
    figures = {name: {"macro_f1": value} for name, value in (("claim", 0.5), ("practice", None), ("stance", 1.0))}
    assert macro_f1_line(figures) == "claim 0.500, practice –, stance 1.000"


def test_macro_f1_line_reads_what_training_gives() -> None:
    assert macro_f1_line(trained()[1]["written"]).startswith("claim 0.")


def appraised(longer: str = "rules") -> dict[str, Any]:
    """An appraisal of the coded passages, each coded by two; the rules may get another name."""
    coded = [replace(p, coders=(Coding(p.id, p.claim, p.practice, p.stance),) * 2, trap="words") for p in CODED]
    decoded = decode_passages(coded, tagger())
    bander = Bander(codebook())
    systems = dict(systems_of(coded, tagger(), bander, decoded))
    systems = {longer if name == "rules" else name: found for name, found in systems.items()}
    return appraise(coded, systems, bander, decoded=decoded, resamples=20)


def test_appraisal_lines_show_systems_and_coders_then_classes() -> None:
    lines = list(appraisal_lines("gold", appraised()))
    assert lines[0] == f"gold: {len(CODED)} passages of 2 organisations or writers"
    assert [line.split()[0] for line in lines[3:7]] == ["model", "rules", "keywords", "majority"]
    assert [line[:14].strip() for line in lines[7:10]] == ["coder 1", "coder 2", "coder 1 by 2"]
    assert lines[9].split()[4:6] == ["1.00", "1.00–1.00"]
    assert "claim: model, by class" in lines
    assert max(map(len, lines)) <= 80


def test_long_name_of_a_system_stands_on_its_own_line() -> None:
    lines = list(appraisal_lines("gold", appraised("embeddings and a regression")))
    at = lines.index("embeddings and a regression")
    assert lines[at + 1].startswith(" " * 16)
    assert max(map(len, lines)) <= 80


def test_curve_lines_show_a_row_for_each_share() -> None:
    figures = {"macro_f1": 0.5, "macro_f1_low": 0.25, "macro_f1_high": 0.75}
    point = {"n_written": 1200, "n_real": 8, "gold": {"claim": figures, "practice": figures}}
    undefined = {"macro_f1": None, "macro_f1_low": None, "macro_f1_high": None}
    other = {"n_written": 2400, "n_real": 8, "gold": {"claim": figures, "practice": undefined}}
    lines = list(curve_lines([point, other], ["gold"]))
    assert [line.split() for line in lines[2:]] == [
        ["1,200", "8", "0.50", "0.25–0.75", "0.50", "0.25–0.75"],
        ["2,400", "8", "0.50", "0.25–0.75", "–"],
    ]


def test_demo_lines_show_a_dash_for_what_is_undefined() -> None:
    lines = list(demo_lines(evaluate_demo([], codebook(), [], [], [], [])[0]))
    assert lines[0] == "0 true passages, 0 planted claims"
    assert lines[1].split() == ["words:", "recall", "–"]
    assert max(map(len, lines)) <= 80
