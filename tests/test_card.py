"""The card of a model says what its files say, and what they do not say."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.makers import CODED, tagger
from tokenism.appraisal import appraise
from tokenism.around import ALONE
from tokenism.card import CARD, GOLD, NOT_MEASURED, OUT_OF_FOLD, card, card_values
from tokenism.evaluate import Bander
from tokenism.model import Head, Model, load_model
from tokenism.templates import read_figures

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "annotations" / CARD
MADE = ROOT / "models" / "card.md"

ABOUT = {
    **{"n_passages": 5000, "n_real": 1500, "n_groups": 12, "organisations": ["Elm Council", "Oak Trust"]},
    **{"training_digest": "aaa", "codebook_digest": "bbb", "codebook_version": "9.9", "options": {"seed": 7}},
    **{"rungs": [["telling", "informing"]], "unsure_below": 0.625, "sure_precision": 0.9},
}


def make_model(**about: Any) -> Model:
    heads = {
        name: Head(classes, np.zeros((2, 251), dtype=np.float32), 1.25)
        for name, classes in {
            "claim": ("none", "informing"),
            "practice": ("0", "1"),
            "stance": ("na", "reported"),
        }.items()
    }
    return Model(heads, {"n_hashed": 248}, ("a", "b"), ABOUT | about)


def figure(value: float, low: float | None = None, high: float | None = None) -> dict[str, float | None]:
    return {"value": value, "low": low, "high": high}


def f1(value: float, name: str = "macro_f1") -> dict[str, float]:
    return {name: value, f"{name}_low": value - 0.1, f"{name}_high": value + 0.1}


def rows_of(text: str, *start: str) -> list[list[str]]:
    """Cells after the first ones of the lines of a table that start with these."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return [cells[len(start) :] for cells in lines if tuple(cells[: len(start)]) == start]


def values(gold: dict[str, Any], **others: Any) -> dict[str, Any]:
    return card_values(make_model(), {"gold": gold, **others}, {})


def test_facts_are_those_of_the_model() -> None:
    found = card_values(make_model(), {}, {})
    assert (found["n_written"], found["n_real"], found["n_passages"]) == ("3,500", "1,500", "5,000")
    assert (found["n_writers"], found["n_organisations"]) == ("10", "2")
    assert (found["n_columns"], found["n_cues"], found["megabytes"]) == ("250", "2", "0.0")
    assert (found["unsure_below"], found["sure_precision"]) == ("0.62", "0.90")
    assert rows_of(found["heads"], "practice") == [["0 none, 1 telling", "1.25"]]
    assert rows_of(found["settings"], "seed") == [["7"]]


def test_what_a_model_does_not_tell_is_not_stated() -> None:
    model = make_model()
    found = card_values(Model(model.heads, {}, (), {}), {}, {})
    names = ("unsure_below", "sure_precision", "n_passages", "n_written", "n_writers", "codebook_version")
    assert {found[name] for name in names} == {"not stated"}


@pytest.mark.parametrize(
    ("measured", "same"),
    [
        ({"training_digest": "aaa", "codebook_digest": "bbb"}, True),
        ({"training_digest": "old", "codebook_digest": "bbb"}, False),
        ({"training_digest": "aaa", "codebook_digest": "old"}, False),
        ({"training_digest": "aaa"}, None),
    ],
)
def test_figures_of_an_earlier_model_are_told(measured: dict[str, str], same: bool | None) -> None:
    scores = {"about": measured}
    assert card_values(make_model(), scores, {})["same_training"] is same
    assert ("The figures are of an earlier model" in card(make_model(), scores, {}, TEMPLATE)) == (same is False)


def test_systems_stand_in_order_with_coders_below() -> None:
    system = {"claim": f1(0.5), "practice": f1(0.6), "stance": f1(0.7), "tokenism_flag": f1(0.8, "f1")}
    coders = {"claim": {"macro_f1": figure(0.9, 0.8, 1.0)}, "tokenism_flag": {"f1": figure(0.95)}}
    ceiling = {"coders": {"1": coders}, "between": coders}
    found = values({"systems": {"zeta": {}, "tfidf": {}, "rules": {}, "model": system}, "ceiling": ceiling})["systems"]
    names = [cells[0] for cells in rows_of(found, "gold")]
    assert names[:4] == ["model", "rules alone", "TF-IDF", "zeta"]
    assert names[4:] == ["coder 1 against the adjudicated labels", "coder 2 against coder 1"]
    wanted = ["0.50 (0.40 to 0.60)", "0.60 (0.50 to 0.70)", "0.70 (0.60 to 0.80)", "0.80 (0.70 to 0.90)"]
    assert rows_of(found, "gold", "model") == [wanted]
    assert rows_of(found, "gold", "rules alone") == [[NOT_MEASURED] * 4]
    assert rows_of(found, "gold", "coder 2 against coder 1") == [
        ["0.90 (0.80 to 1.00)", NOT_MEASURED, NOT_MEASURED, "0.95"]
    ]
    assert rows_of(found, "challenge set") == [[NOT_MEASURED, "", "", "", ""]]


def test_difference_counts_where_its_interval_excludes_nothing_gained() -> None:
    rules = {
        "claim": figure(0.2, 0.1, 0.3),
        "practice": figure(-0.2, -0.3, -0.1),
        "stance": figure(0.1, -0.1, 0.3),
        "tokenism_flag": figure(0.1),
    }
    (row,) = rows_of(values({"differences": {"rules": rules}})["differences"], "gold", "rules alone")
    assert row == ["0.20 (0.10 to 0.30)", "-0.20 (-0.30 to -0.10)", "0.10 (-0.10 to 0.30)", "0.10", "claim", "practice"]


def test_classes_are_told_with_counts_and_few_ones_named() -> None:
    row = {"n": 34, "found": 51, "precision": 31 / 51, "recall": 31 / 34, "f1": 0.729}
    never = {"n": 60, "found": 0, "precision": None, "recall": 0.0, "f1": 0.0}
    found = values({"systems": {"model": {"claim": {"classes": {"co-production": row, "informing": never}}}}})
    shown = rows_of(found["classes"], "gold", "claim")
    assert shown[0] == ["co-production", "34", "0.61 (31 of 51)", "0.91 (31 of 34)", "0.73"]
    assert shown[1] == ["informing", "60", "–", "0.00 (0 of 60)", "0.00"]
    assert found["rare"] == "claim co-production (34)"


def test_small_slices_are_left_out_and_those_of_few_groups_have_no_interval() -> None:
    def part(n: int, n_groups: int) -> dict[str, Any]:
        return {"n": n, "n_groups": n_groups, "claim": f1(0.5)}

    slices = {
        "length": {"longer": part(30, 10), "short": part(29, 10)},
        "sector": {"nhs": part(5, 3)},
        "group": {"Elm Council": part(99, 1)},
    }
    found = rows_of(values({"slices": slices})["slices"], "gold")
    assert [cells[:5] for cells in found] == [
        ["sector", "nhs", "5", "3", "0.50"],
        ["length", "longer", "30", "10", "0.50 (0.40 to 0.60)"],
    ]


def test_pairs_traps_and_shortcuts_are_counted() -> None:
    pairs = {"n": 26, "right": 11, "share": 11 / 26, "low": 0.26, "high": 0.61}
    none = {"n": 0, "right": 0, "share": None, "low": None, "high": None}
    report = {"systems": {"model": {}, "rules": {}}, "pairs": {"model": none}, "traps": {"model": pairs}}
    found = values(report)["pairs"]
    assert rows_of(found, "gold", "model") == [["none in the set", "11 of 26: 0.42 (0.26 to 0.61)", "15"]]
    assert rows_of(found, "gold", "rules alone") == [[NOT_MEASURED, NOT_MEASURED, "–"]]
    stands = {"n": 9, "share_unchanged": 0.5, "low": 0.3, "high": 0.7, "macro_f1_before": 0.8, "macro_f1_after": None}
    shown = values({"shortcuts": {"claim_without_mechanisms": stands}})["shortcuts"]
    assert rows_of(shown, "gold") == [
        ["claim where the mechanisms are masked", "all", "9", "0.50 (0.30 to 0.70)", "0.80", "–"]
    ]


def test_curve_is_told_where_it_was_measured() -> None:
    assert values({})["curve"] == "Not measured."
    point = {"share": 0.5, "n_written": 3881, "n_real": 1562, "gold": {"claim": f1(0.5)}}
    (row,) = rows_of(values({}, curve=[point])["curve"], "0.5")
    assert row == ["3,881", "1,562", "0.50 (0.40 to 0.60)", *[NOT_MEASURED] * 5]


def test_card_without_figures_says_that_nothing_was_measured() -> None:
    found = card_values(make_model(), {}, {})
    for name in (
        "sets",
        "systems",
        "differences",
        "classes",
        "calibration",
        "coverage",
        "slices",
        "shortcuts",
        "pairs",
    ):
        assert [cells[0] for cells in rows_of(found[name], "gold")] == [NOT_MEASURED], name
    assert found["rare"] == NOT_MEASURED


def test_template_takes_the_figures_that_are_measured() -> None:
    """What :func:`tokenism.appraisal.appraise` gives is read in full: nothing of it is called missing."""
    tiny, coded = tagger(), [replace(passage, organisation_type="council") for passage in CODED]
    bander = Bander(tiny.codebook)
    decoded = [labels for labels, _ in tiny.decode_texts((passage.text, ALONE) for passage in coded)]
    truth = [bander.truth(passage) for passage in coded]
    report = appraise(coded, {"model": truth, "rules": truth}, bander, decoded=decoded, resamples=10)
    text = card(tiny.model, {"gold": report, "challenge": report}, {}, TEMPLATE)
    after = text[text.index("### All systems") : text.index("### Shortcuts")]
    assert [line for line in after.splitlines() if NOT_MEASURED in line and "coder" not in line] == []
    assert len(rows_of(after, "gold", "claim")) == 5
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Model details",
        "## Intended use",
        "## Factors",
        "## Metrics",
        "## Evaluation data",
        "## Training data",
        "## Quantitative analyses",
        "## Ethical considerations",
        "## Caveats and recommendations",
    ]


@pytest.mark.skipif(not MADE.exists(), reason="no card has been made yet: run 'tokenism describe' with --card")
def test_committed_card_is_the_one_that_describe_writes() -> None:
    scores = ROOT / "annotations" / "scores"
    gold, out_of_fold = read_figures(scores / GOLD, "evaluate"), read_figures(scores / OUT_OF_FOLD, "train")
    assert MADE.read_text(encoding="utf-8") == card(
        load_model(ROOT / "models" / "default"), gold, out_of_fold, TEMPLATE
    )
