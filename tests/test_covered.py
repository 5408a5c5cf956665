"""The coverage check: it passes for our intervals, and fails for ones that are too narrow, too wide, or no better."""

from typing import Any

import pytest

from tokenism import covered as module
from tokenism.audited import Audit, AuditedLine, AuditedPassage
from tokenism.checks import Check
from tokenism.covered import covered
from tokenism.simulate import Design

LINES = [
    AuditedLine(f"d{n % 20}", said, "consultation", true, "consultation", 1.0)
    for n, (said, true) in enumerate(
        [("label-only", "label-only")] * 20 + [("label-only", "no-claim")] * 20 + [("supported", "supported")] * 160
    )
]
PASSAGES = [
    AuditedPassage(f"d{n % 20}", "consultation", "none", "reported", "consultation", "consultation", "reported", 1.0)
    for n in range(40)
]
AUDIT = Audit(LINES, PASSAGES, {})


def checked(monkeypatch: pytest.MonkeyPatch, *, error: float = 0.05, **changed: float) -> Check:
    """The check on coverages that are given: 95 % but for what is changed."""

    def table(worlds: Any, documents: Any, design: Design, *, seed: int) -> list[dict[str, Any]]:
        good = {"documents": 0.95, "population": 0.95, "plain": 0.5, "error": error, "error_plain": 0.1, "n": 1200}
        return [
            {
                "level": name,
                "documents_low": at[0],
                "documents_high": at[1],
                **good,
                **(changed if name == "low" else {}),
            }
            for name, _ in worlds
            for at in documents
        ]

    monkeypatch.setattr(module, "coverage_table", table)
    return covered(AUDIT)


def test_passes_at_the_nominal_level(monkeypatch: pytest.MonkeyPatch) -> None:
    check = checked(monkeypatch)
    assert check.passed
    assert check.few == {"coverage_worst": 0.95, "error_gain": pytest.approx(0.5)}


@pytest.mark.parametrize("estimand", ["documents", "population"])
@pytest.mark.parametrize("value", [0.88, 0.999])
def test_fails_outside_and_says_where(monkeypatch: pytest.MonkeyPatch, estimand: str, value: float) -> None:
    check = checked(monkeypatch, **{estimand: value})
    assert not check.passed
    assert f"low, 1 to 2 documents, {estimand}: {value:.1%}" in check.says


def test_coverage_within_the_noise_of_the_simulation_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checked(monkeypatch, documents=0.975).passed


def test_fails_where_correction_is_hardly_better_than_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    check = checked(monkeypatch, error=0.08)
    assert not check.passed
    assert "20% less error" in check.says


def test_runs_whole_on_a_small_design() -> None:
    check = covered(AUDIT, design=Design(repeats=2, organisations=5, audit_lines=80, draws=5))
    assert check.table is not None
    assert len(check.table[2]) == 8
    assert set(check.figures["rates"]) >= {"no_claim", "backed_said_lacking"}
