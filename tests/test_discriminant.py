"""Discriminant validity: an index that hangs on length, quality or style is found out; few documents are told."""

from typing import Any

import numpy as np
import pytest

from tests.makers import make_claim, make_document, make_passage
from tokenism.discriminant import discriminant, spearman
from tokenism.records import Claim, Document, Passage

Tables = tuple[list[Document], list[Passage], list[Claim]]


def corpus(shares: list[float], **columns: list[Any]) -> Tables:
    """A document of an organisation for each share, with twenty claims of which that share is bare."""
    documents, passages, claims = [], [], []
    for n, share in enumerate(shares):
        name = f"d{n}"
        fields = {key: values[n] for key, values in columns.items() if key != "text"}
        documents.append(make_document(name, f"Body {n}", **({"quality": 1.0} | fields)))
        text = columns["text"][n] if "text" in columns else "We asked people. They told us."
        passages.append(make_passage(n, text, name, f"Body {n}"))
        verdicts = ["label-only" if k < share * 20 else "supported" for k in range(20)]
        claims += [make_claim(n, v, document_id=name, organisation=f"Body {n}") for v in verdicts]
    return documents, passages, claims


SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
SHUFFLED = [500, 900, 100, 700, 1000, 200, 800, 400, 600, 300]


def test_index_that_hangs_on_nothing_passes() -> None:
    check = discriminant(*corpus(SHARES, n_words=SHUFFLED))
    assert check.passed
    found = check.figures["documents"]["length"]
    assert (found["n"], abs(found["rho"]) < 0.3) == (10, True)
    assert found["low"] < 0 < found["high"]


@pytest.mark.parametrize("sign", [1, -1])
def test_index_that_is_length_fails(sign: int) -> None:
    check = discriminant(*corpus(SHARES, n_words=[1000 + sign * n * 90 for n in range(10)]))
    assert not check.passed
    assert check.figures["documents"]["length"]["rho"] == pytest.approx(sign)
    assert "Too strong: length over documents, length over organisations" in check.says


def test_index_that_is_quality_of_the_text_fails() -> None:
    assert not discriminant(*corpus(SHARES, quality=[0.5 + n / 20 for n in range(10)])).passed


def test_index_that_is_glossy_writing_fails() -> None:
    check = discriminant(*corpus(SHARES, text=["Responsibilities " * (n + 1) + "." for n in range(10)]))
    assert not check.passed
    assert check.figures["documents"]["readability"]["rho"] == pytest.approx(1.0)


def test_strong_correlation_that_few_documents_leave_open_passes_with_its_interval() -> None:
    """Rank correlation 0.48 over ten documents: not weak, and the interval holds 0."""
    check = discriminant(*corpus(SHARES, n_words=[2, 1, 9, 5, 3, 8, 4, 10, 7, 6]))
    found = check.figures["documents"]["length"]
    assert found["rho"] > 0.3
    assert found["low"] < 0
    assert check.passed


@pytest.mark.parametrize("options", [{"fewest": 11}, {"min_claims": 21}])
def test_too_few_documents_are_not_assessable_and_pass_as_such(options: dict[str, int]) -> None:
    check = discriminant(*corpus(SHARES, n_words=list(range(1, 11))), **options)
    assert check.passed
    assert check.says.startswith("Not assessable")
    assert check.few["rho_length"] is None


def test_what_is_the_same_everywhere_is_not_assessed() -> None:
    check = discriminant(*corpus(SHARES, n_words=SHUFFLED))
    assert check.figures["documents"]["quality"] == {"n": 10, "rho": None, "low": None, "high": None, "passed": True}
    assert check.says.startswith("Of 2 correlations that can be assessed (of 6)")


def test_documents_with_few_claims_and_unread_ones_are_left_out() -> None:
    documents, passages, claims = corpus(SHARES, n_words=SHUFFLED)
    claims = [claim for claim in claims if claim.document_id != "d0"]
    documents.append(make_document("lost", "Body 0", status="corrupt", n_words=None))
    found = discriminant(documents, passages, claims).figures
    assert (found["documents"]["length"]["n"], found["organisations"]["length"]["n"]) == (9, 9)


def test_joint_document_counts_for_each_of_its_organisations() -> None:
    documents, passages, claims = corpus(SHARES, n_words=SHUFFLED)
    documents.append(make_document("joint", "Body 10; Body 11", n_words=90, quality=1.0))
    claims += [make_claim(10, "supported", document_id="joint", organisation="Body 10; Body 11") for _ in range(20)]
    found = discriminant(documents, passages, claims).figures
    assert (found["documents"]["length"]["n"], found["organisations"]["length"]["n"]) == (11, 12)


@pytest.mark.parametrize(("x", "y"), [([1, 2, 3], [1, 2, 3]), ([1, 1, 1, 1], [1, 2, 3, 4])])
def test_correlation_of_too_little_is_none(x: list[float], y: list[float]) -> None:
    assert spearman(x, y) is None


def test_ties_share_their_rank() -> None:
    found = spearman([1, 2, 2, 3], [1, 2, 3, 4])
    assert found is not None
    assert found[0] == pytest.approx(0.9486833)


def test_interval_is_that_of_bonett_and_wright() -> None:
    """By hand: rho 29/35, atanh 1.1836, standard error sqrt((1 + 0.3433) / 3) = 0.6691."""
    found = spearman([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5])
    assert found == pytest.approx((29 / 35, -0.1272, 0.9865), abs=1e-4)


def test_interval_covers_the_true_correlation_as_often_as_it_says() -> None:
    """Normal pairs with Pearson 0.5, whose Spearman is 6/pi asin(0.25) = 0.4826 (Pearson 1907)."""
    dice = np.random.default_rng(1)
    inside = 0
    for _ in range(400):
        x = dice.normal(size=40)
        y = 0.5 * x + np.sqrt(0.75) * dice.normal(size=40)
        found = spearman(x.tolist(), y.tolist())
        assert found is not None
        inside += found[1] <= 0.4826 <= found[2]
    assert 0.92 <= inside / 400 <= 0.98
