"""Ledger gold: verdicts that go with their claims, and evidence that is a passage of the page it names."""

from pathlib import Path
from typing import Any

import pytest

from tests.makers import codebook
from tests.test_codings import written
from tests.test_standoff import LINE, write_real
from tokenism.errors import InputError
from tokenism.ledger_gold import read_ledger_gold

CLAIM = LINE | {"practice": 0, "verdict": "supported-elsewhere", "evidence": "b1", "evidence_page": 7}
EVIDENCE = {"id": "b1", "page": 7}


def write_gold(folder: Path, *claims: dict[str, Any], evidence: Any = EVIDENCE) -> Path:
    written(folder / "evidence.jsonl", evidence)
    return write_real(folder, *claims)


def test_claims_come_with_verdict_and_page_of_evidence(tmp_path: Path) -> None:
    judged = read_ledger_gold(write_gold(tmp_path, CLAIM), codebook())
    assert [(one.coding.id, one.coding.verdict, one.coding.evidence_page) for one in judged] == [
        ("a1", "supported-elsewhere", 7)
    ]


def test_evidence_may_be_another_claim(tmp_path: Path) -> None:
    other = LINE | {"id": "a2", "page": 3, "verdict": "supported"}
    claim = CLAIM | {"evidence": "a2", "evidence_page": 3}
    assert len(read_ledger_gold(write_gold(tmp_path, claim, other), codebook())) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": None}, "no verdict; add the key 'verdict'"),
        ({"verdict": "no-claim", "evidence": None}, "verdict 'no-claim' does not go with claim 'consultation'"),
        ({"claim": "none", "stance": "na"}, "verdict 'supported-elsewhere' does not go with claim 'none'"),
        ({"evidence_page": 6}, "evidence 'b1' is no passage of page 6"),
        ({"evidence": "zz"}, "evidence 'zz' is no passage of page 7"),
        ({"evidence": None}, "supported-elsewhere needs the passage that supports it"),
    ],
)
def test_verdict_that_contradicts_is_told(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_ledger_gold(write_gold(tmp_path, CLAIM | change), codebook())


@pytest.mark.parametrize("line", ["{", {"id": "b1"}, {"page": 3}])
def test_broken_line_of_evidence_is_told(tmp_path: Path, line: Any) -> None:
    with pytest.raises(InputError, match=r"evidence\.jsonl, line 1: .*; mend the line"):
        read_ledger_gold(write_gold(tmp_path, CLAIM, evidence=line), codebook())
