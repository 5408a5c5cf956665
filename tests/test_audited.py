"""The audit's files: read as they were written, each mistake told in one sentence, and what is judged of them."""

from pathlib import Path

import numpy as np
import pytest

from tokenism.audited import Audit, AuditedLine, AuditedPassage, audit_folder, read_audit, write_audit
from tokenism.errors import InputError

LINES = [
    AuditedLine("a", "label-only", "co-production", "no-claim", "none", 2.0),
    AuditedLine("a", "overclaimed", "consultation", "supported-elsewhere", "co-production", 1.5),
    AuditedLine("b", "planned", "co-production", "label-only", "co-production", 9.25),
]
PASSAGES = [
    AuditedPassage("a", "none", "none", "na", "consultation", "none", "aspirational", 4.0),
    AuditedPassage("b", "co-production", "none", "reported", "co-production", "co-production", "reported", 1.0),
    AuditedPassage("b", "consultation", "none", "definition", "consultation", "none", "definition", 1.0),
]
AUDIT = Audit(LINES, PASSAGES, {"n_documents": 2})


def written(folder: Path) -> Path:
    write_audit(folder, AUDIT)
    return folder


def test_audit_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_audit(written(tmp_path)) == AUDIT


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("lines", "label-only", "tokenistic", "line 2: said 'tokenistic' is none of supported,"),
        ("lines", ",label-only,", ",no-claim,", "line 2: said 'no-claim' is none of"),
        ("lines", "no-claim", "", "line 2: true '' is none of no-claim,"),
        ("lines", "1.5", "0", "line 3: weight '0' is no number above 0"),
        ("lines", "1.5", "inf", "line 3: weight 'inf' is no number above 0"),
        ("lines", "9.25", "nan", "line 4: weight 'nan' is no number above 0"),
        ("lines", "9.25", "much", "line 4: weight 'much' is no number above 0"),
        ("passages", ",na,", ",said,", "line 2: stance 'said' is none of reported,"),
        ("passages", "aspirational", "x", "line 2: true_stance 'x' is none of reported,"),
        ("passages", "true_claim", "truth", "no column 'true_claim'"),
    ],
)
def test_wrong_cell_is_told_with_file_line_column_and_remedy(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    path = written(tmp_path) / f"{name}.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        read_audit(tmp_path)
    assert str(caught.value).startswith(str(path))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["lines.csv", "passages.csv", "about.json"])
def test_missing_file_is_told(tmp_path: Path, name: str) -> None:
    (written(tmp_path) / name).unlink()
    with pytest.raises(InputError, match=name):
        read_audit(tmp_path)


def test_lines_are_judged_by_whether_practice_is_lacking() -> None:
    judged = AUDIT.judged()
    assert judged.lines[0].tolist() == [[0.0, 1.5, 2.0], [0.0, 0.0, 0.0]]
    assert judged.lines[1].tolist() == [[0.0, 0.0, 0.0], [9.25, 0.0, 0.0]]
    assert judged.found.sum(axis=0).tolist() == [[0.0, 4.0], [1.0, 0.0]]


def test_of_one_band_another_is_no_claim_and_a_claim_listed_elsewhere_is_missed() -> None:
    judged = AUDIT.judged("co-production")
    assert judged.lines.sum(axis=0).tolist() == [[0.0, 0.0, 2.0], [9.25, 0.0, 0.0]]
    assert AUDIT.judged("consultation").lines.sum(axis=0).tolist() == [[0.0, 0.0, 1.5], [0.0, 0.0, 0.0]]
    assert judged.found.sum(axis=0).tolist() == [[0.0, 0.0], [1.0, 0.0]]


def test_of_one_band_lines_are_held_to_weigh_as_they_do_in_all() -> None:
    assert AUDIT.judged("consultation").heft == AUDIT.judged().heft


def test_audit_of_the_default_model_can_be_read_and_used() -> None:
    audit = read_audit(audit_folder())
    rates = audit.judged().draws(100, np.random.default_rng(0)).centre()
    assert rates["lacking_said_lacking"] > 0.6 > 0.3 > rates["backed_said_lacking"]
