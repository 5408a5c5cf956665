"""Appraisal: figures with intervals, coders as a ceiling, slices, pairs and traps; undefined as None."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.makers import CODED, RUNGS, codebook
from tokenism.annotations import CodedPassage
from tokenism.appraisal import SLICES, appraise, clusters_of, sector, system_figures
from tokenism.codings import Coding
from tokenism.errors import InputError
from tokenism.evaluate import Bander
from tokenism.measures import Labels, label_report
from tokenism.model import Decoded
from tokenism.records import BANDS

BANDER = Bander(codebook())
TRUTH = [BANDER.truth(passage) for passage in CODED]
NOTHING: Labels = ("none", "none", "na")


def passage(n: int, claim: str = "none", practice: str = "none", **fields: Any) -> CodedPassage:
    stance = "na" if claim == practice == "none" else "reported"
    values = {"text": "word " * 50, "group": "Elm"} | fields
    return CodedPassage(str(n), claim=claim, practice=RUNGS[practice], stance=stance, **values)


def report_on(coded: list[CodedPassage], found: list[Labels] | None = None, **systems: list[Labels]) -> dict[str, Any]:
    truth = [BANDER.truth(one) for one in coded]
    return appraise(coded, {"model": truth if found is None else found, **systems}, BANDER, resamples=50)


def test_figures_are_those_of_the_label_report_with_sides() -> None:
    found = [*TRUTH[:-3], NOTHING, NOTHING, NOTHING]
    figures = report_on(list(CODED), found)["systems"]["model"]
    plain = label_report(TRUTH, found)
    for label in ("claim", "practice", "stance"):
        assert {key: figures[label][key] for key in plain[label]} == plain[label]
        assert figures[label]["macro_f1_low"] <= figures[label]["macro_f1"] <= figures[label]["macro_f1_high"]
        assert sum(sum(row.values()) for row in figures[label]["confusion"].values()) == len(CODED)
    assert figures["tokenism_flag"]["f1"] == plain["tokenism_flag"]["f1"]
    assert figures["practice"]["confusion"]["co-production"]["none"] == 3


def test_perfect_labels_are_perfect_whatever_is_drawn() -> None:
    figures = report_on(list(CODED))["systems"]["model"]
    assert [figures[label]["macro_f1_low"] for label in ("claim", "practice", "stance")] == [1.0, 1.0, 1.0]
    assert (figures["tokenism_flag"]["f1"], figures["tokenism_flag"]["f1_low"]) == (1.0, 1.0)


def test_rare_bands_are_told_in_plain_counts() -> None:
    coded = [passage(n, "none", band) for n, band in enumerate(["co-production"] * 3 + ["informing"] + ["none"])]
    wrong: list[Labels] = [("none", band, "reported") for band in ("co-production", "none", "none", "co-production")]
    counts = report_on(coded, [*wrong, NOTHING])["systems"]["model"]["counts"]["practice"]
    assert counts == {"co-production": {"n": 3, "found": 1, "false": 1}, "informing": {"n": 1, "found": 0, "false": 0}}


def test_differences_are_of_the_model_less_the_other_on_the_same_draws() -> None:
    majority: list[Labels] = [NOTHING] * len(CODED)
    report = report_on(list(CODED), None, majority=majority, same=TRUTH)
    assert set(report["differences"]) == {"majority", "same"}
    lead = report["differences"]["majority"]["claim"]
    assert lead["value"] == pytest.approx(1 - report["systems"]["majority"]["claim"]["macro_f1"])
    assert 0 < lead["low"] <= lead["value"] <= lead["high"]
    assert report["differences"]["same"]["practice"] == {"value": 0.0, "low": 0.0, "high": 0.0}


def test_same_seed_gives_the_same_figures_and_they_are_json() -> None:
    majority: list[Labels] = [NOTHING] * len(CODED)
    first, again = (json.dumps(report_on(list(CODED), majority), sort_keys=True) for _ in range(2))
    assert first == again
    assert "NaN" not in first


def test_no_passages_are_an_input_error() -> None:
    with pytest.raises(InputError, match="no passages to compare with"):
        appraise([], {"model": []}, BANDER)


def test_groups_are_drawn_whole_where_there_are_ten_else_pairs_and_passages() -> None:
    few = [passage(n, pair="p" if n < 2 else None) for n in range(6)]
    many = [passage(n, group=f"Body {n % 10}") for n in range(40)]
    assert (clusters_of(few).n, clusters_of(many).n) == (5, 10)
    assert [report_on(coded)["drawn"] for coded in (few, many)] == ["pairs and passages", "groups"]


def coded_by(one: CodedPassage, *bands: str) -> CodedPassage:
    codings = (Coding(one.id, band, 0, "na" if band == "none" else "aspirational") for band in bands)
    return replace(one, coders=tuple(codings))


def test_ceiling_compares_coders_with_the_adjudicated_label_and_each_other() -> None:
    none, asked = passage(0), replace(passage(1, "consultation"), stance="aspirational")
    coded = [coded_by(none, "none", "none"), coded_by(asked, "consultation", "none")] * 6
    report = report_on(coded)
    ceiling = report["ceiling"]
    assert ceiling["coders"]["1"]["claim"]["macro_f1"]["value"] == 1.0
    assert ceiling["coders"]["1"]["claim"]["alpha_nominal"]["value"] == 1.0
    assert ceiling["coders"]["2"]["claim"]["macro_f1"]["value"] == pytest.approx((2 / 3) / 2)
    assert ceiling["between"]["claim"]["alpha_ordinal"]["value"] < 0.01
    assert ceiling["between"]["n"] == 12
    assert ceiling["coders"]["1"]["practice"]["alpha_nominal"]["value"] is None
    assert "alpha_ordinal" not in ceiling["between"]["stance"]
    agreement = report["agreement"]
    assert agreement["adjudicated"]["claim"]["alpha_ordinal"]["value"] == 1.0
    assert agreement["coders"]["2"]["claim"]["macro_f1"]["value"] == pytest.approx(2 / 3)


def test_alpha_is_that_of_krippendorff() -> None:
    """Two coders, ten units, nominal: the example of Krippendorff 2011, section A, with alpha 0.095."""
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    names = ("none", "consultation")
    coded = [coded_by(passage(n), names[a], names[b]) for n, (a, b) in enumerate(zip(first, second, strict=True))]
    between = report_on(coded)["ceiling"]["between"]["claim"]
    assert between["alpha_nominal"]["value"] == pytest.approx(0.095, abs=5e-4)


def test_passages_without_coders_have_no_ceiling() -> None:
    report = report_on([passage(0), passage(1, "consultation")])
    assert report["ceiling"] == {"coders": {}, "between": None}
    assert report["agreement"]["coders"] == {}


def test_coder_who_saw_only_some_passages_is_compared_on_these() -> None:
    coded = [coded_by(passage(0), "none", "none"), coded_by(passage(1), "none"), passage(2)]
    ceiling = report_on(coded)["ceiling"]
    assert [ceiling["coders"][n]["n"] for n in "12"] == [2, 1]


def test_slices_hold_every_passage_of_which_the_fact_is_known() -> None:
    coded = [
        passage(0, "consultation", organisation_type="council", stratum="A", page=3, quality=0.95),
        passage(1, organisation_type="nhs_trust", stratum="B", page=0, text="few words", quality=0.2),
        passage(2, organisation_type="police", kind="list", document_kind="plan", text="word " * 101),
    ]
    slices = report_on(coded, [NOTHING] * 3)["slices"]
    assert set(slices) == set(SLICES)
    counts = {name: {value: row["n"] for value, row in rows.items()} for name, rows in slices.items()}
    assert counts == {
        "sector": {"council": 1, "nhs": 1, "other": 1},
        "organisation_type": {"council": 1, "nhs_trust": 1, "police": 1},
        "group": {"Elm": 3},
        "stratum": {"A": 1, "B": 1},
        "document_kind": {"plan": 1},
        "kind": {"list": 1},
        "quality": {"0.9 and better": 1, "under 0.9": 1},
        "source": {"PDF": 1, "text file": 1},
        "length": {"40 to 100 words": 1, "longer": 1, "under 40 words": 1},
    }
    council = slices["sector"]["council"]
    assert (council["claim"]["accuracy"], council["claim"]["n_by_class"]) == (0.0, {"consultation": 1})
    assert (council["n_groups"], council["claim"]["macro_f1"], council["claim"]["macro_f1_low"]) == (1, 0.0, None)
    assert slices["sector"]["nhs"]["tokenism_flag"]["f1"] is None


@pytest.mark.parametrize(
    ("organisation_type", "expected"),
    [("council", "council"), ("combined authority", "council"), ("icb", "nhs"), ("housing", "other"), (None, None)],
)
def test_sector_of_an_organisation(organisation_type: str | None, expected: str | None) -> None:
    assert sector(organisation_type) == expected


def test_pair_is_right_where_claim_and_practice_of_all_its_passages_are() -> None:
    coded = [passage(n, "consultation", pair=f"p{n // 2}") for n in range(6)]
    coded += [passage(6, pair="alone"), passage(7), passage(8, pair="p0", group="Oak"), passage(9, group="Oak")]
    found = [BANDER.truth(one) for one in coded]
    found[0] = ("consultation", "informing", "reported")
    found[2] = ("none", "none", "committed")
    found[4] = ("consultation", "none", "committed")
    pairs = report_on(coded, found)["pairs"]["model"]
    assert (pairs["n"], pairs["right"], pairs["claim_right"], pairs["practice_right"]) == (3, 1, 2, 2)
    assert pairs["low"] < pairs["share"] < pairs["high"]


def test_traps_that_worked_are_named_without_their_text() -> None:
    coded = [passage(0, trap="a brand"), passage(1, trap="staff only"), passage(2)]
    found: list[Labels] = [("co-production", "none", "aspirational"), NOTHING, ("informing", "none", "reported")]
    report = report_on(coded, found)
    traps = report["traps"]["model"]
    assert (traps["n"], traps["right"], traps["claim_right"], traps["practice_right"]) == (2, 1, 1, 2)
    told = {"id": "0", "trap": "a brand", "true": list(NOTHING), "found": ["co-production", "none", "aspirational"]}
    assert report["misled"] == [told]


def test_sets_without_pairs_and_traps_have_undefined_shares() -> None:
    report = report_on([passage(0)])
    for kind in ("pairs", "traps"):
        assert {key: report[kind]["model"][key] for key in ("n", "share", "low")} == {
            "n": 0,
            "share": None,
            "low": None,
        }
    assert (report["calibration"], report["coverage"]) == (None, None)


def test_probabilities_give_calibration_and_coverage() -> None:
    sure = {band: float(band == "none") for band in BANDS}
    decoded = [Decoded("none", "none", 0, "na", sure, sure, {})] * 2
    coded = [passage(0), passage(1, "consultation")]
    report = appraise(coded, {"model": [NOTHING] * 2}, BANDER, decoded=decoded, unsure_below=0.25, resamples=5)
    assert (report["calibration"]["claim"]["ece"], report["calibration"]["practice"]["ece"]) == (0.5, 0.0)
    assert report["coverage"]["unsure"]["below"] == 0.25


def test_coders_are_read_under_the_view() -> None:
    """Designing together is consultation to the strict view, for adjudicated labels and coders alike."""
    view = codebook().view("bands-strict")
    text = "The timetable was co-designed with residents, who drew it."
    coding = Coding("0", "co-production", 6, "reported")
    one = CodedPassage("0", text, "co-production", 6, "reported", "Elm", coders=(coding,))
    bander = Bander(codebook(), view)
    truth = [bander.truth(one)]
    assert truth == [("consultation", "consultation", "reported")]
    report = appraise([one], {"model": truth}, bander, resamples=5)
    assert report["ceiling"]["coders"]["1"]["practice"]["macro_f1"]["value"] == 1.0


def test_interval_of_a_figure_is_wider_where_groups_differ() -> None:
    def width(groups: list[str]) -> float:
        coded = [passage(n, "consultation" if n % 2 else "none", group=group) for n, group in enumerate(groups)]
        truth = [BANDER.truth(one) for one in coded]
        found = [NOTHING if n < 20 else labels for n, labels in enumerate(truth)]
        claim = system_figures(truth, found, clusters_of(coded, resamples=300))["claim"]
        return float(claim["macro_f1_high"] - claim["macro_f1_low"])

    assert width([f"Body {n // 20}" for n in range(200)]) > width([f"Body {n % 10}" for n in range(200)])
