"""Ledger gold: verdicts that go with their claims, and evidence that is a passage of the page it names."""

from pathlib import Path
from typing import Any

import pytest

from tests.makers import codebook
from tests.test_standoff import LINE, write_real
from tokenism.errors import InputError
from tokenism.ledger_gold import read_ledger_gold

CLAIM = LINE | {"practice": 0, "verdict": "supported-elsewhere", "evidence": "b1", "evidence_page": 7}
EVIDENCE = LINE | {"id": "b1", "page": 7}


def test_claims_are_the_passages_with_a_verdict(tmp_path: Path) -> None:
    judged = read_ledger_gold(write_real(tmp_path, CLAIM, EVIDENCE), codebook())
    assert [(one.coding.id, one.coding.verdict, one.coding.evidence_page) for one in judged] == [
        ("a1", "supported-elsewhere", 7)
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": "no-claim", "evidence": None}, "verdict 'no-claim' does not go with claim 'consultation'"),
        ({"claim": "none", "stance": "na"}, "verdict 'supported-elsewhere' does not go with claim 'none'"),
        ({"evidence_page": 6}, "evidence 'b1' is no passage of page 6"),
        ({"evidence": "zz"}, "evidence 'zz' is no passage of page 7"),
        ({"evidence": None}, "supported-elsewhere needs the passage that supports it"),
    ],
)
def test_verdict_that_contradicts_is_told(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_ledger_gold(write_real(tmp_path, CLAIM | change, EVIDENCE), codebook())
