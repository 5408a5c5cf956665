"""Rows that were not imported are kept whole until they are mended."""

from tests.reply.test_receive import filled, received, row
from tokenism.reply.filled import Filled
from tokenism.reply.kept import kept_columns, kept_rows
from tokenism.reply.receive import Received


def kept(
    found: Received, form: Filled, before: list[dict[str, str]], *, same_file: bool = False
) -> list[tuple[str, str]]:
    return [(one["claim_id"], one["source_sha256"][0]) for one in kept_rows(form, found, before, same_file=same_file)]


def test_rejected_rows_are_kept_until_they_are_mended() -> None:
    bad, good = row(2, "c9"), row(3, "c1", "disagree")
    form = filled(bad, good)
    found = received(bad, good)
    first = kept_rows(form, found, [], same_file=False)
    assert [(one["source_row"], one["claim_id"], one["reason"].split()[0]) for one in first] == [
        ("2", "c9", "claim"),
        ("3", "c1", "position"),
    ]
    assert kept(found, form, first) == [("c9", "a"), ("c1", "a")]
    other = filled(row(2, "c1", "disagree", response="No."), sha256="b" * 64)
    mended = received(*other.rows, sha256="b" * 64)
    assert kept(mended, other, first) == [("c9", "a")]
    assert kept(mended, other, first, same_file=True) == []


def test_rejected_rows_keep_every_cell() -> None:
    bad = row(2, "c9", our_notes="see the minutes", surplus=("more",))
    (one,) = kept_rows(filled(bad), received(bad), [], same_file=False)
    assert (one["our_notes"], one["more_cells"], one["position"]) == ("see the minutes", "more", "agree")
    assert kept_columns([one])[-2:] == ["our_notes", "more_cells"]
