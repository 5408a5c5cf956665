"""Answers of organisations: all are kept, the last of each holds, and verdicts stay as they are."""

from pathlib import Path
from typing import Any

import pytest

from tests.makers import make_claim
from tokenism.errors import InputError
from tokenism.records import Reply
from tokenism.replies import disputed_ids, holding, if_accepted, left_over, read_replies, with_disputes
from tokenism.tables import write_csv


def make_reply(claim_id: str = "c1", position: str = "disagree", **fields: Any) -> Reply:
    values: dict[str, Any] = {
        "organisation": "Elm Council",
        "round": 1,
        "received": "2026-01-31",
        "response": "The panel voted.",
        "evidence_document": None,
        "evidence_page": None,
        "evidence_link": None,
        "what_was_decided_by_whom": None,
        "answered_by": None,
        "source": "reply.xlsx",
        "source_sha256": "a" * 64,
        "row": 2,
    }
    return Reply(claim_id=claim_id, position=position, **(values | fields))


def test_last_answer_of_each_organisation_holds() -> None:
    replies = [make_reply(), make_reply(position="agree", organisation="Ash Trust"), make_reply(position="partly")]
    held = holding(replies)
    assert [held["c1", name].position for name in ("Elm Council", "Ash Trust")] == ["partly", "agree"]


@pytest.mark.parametrize(
    ("positions", "disputed"),
    [
        (["disagree"], True),
        (["partly"], True),
        (["agree"], False),
        (["no comment"], False),
        (["disagree", "agree"], False),
        (["agree", "disagree"], True),
        ([], False),
    ],
)
def test_claim_is_disputed_by_the_answer_that_holds(positions: list[str], disputed: bool) -> None:
    assert ("c1" in disputed_ids(make_reply(position=position) for position in positions)) is disputed


def test_joint_claim_is_disputed_when_any_of_its_organisations_disputes_it() -> None:
    assert disputed_ids([make_reply(), make_reply(position="agree", organisation="Ash Trust")]) == {"c1"}


def test_dispute_marks_the_claim_and_leaves_its_verdict() -> None:
    claims = [make_claim(1, "label-only"), make_claim(2, "label-only", disputed=True)]
    found = with_disputes(claims, [make_reply()])
    assert [(claim.disputed, claim.verdict) for claim in found] == [(True, "label-only"), (False, "label-only")]


def test_accepted_claims_are_counted_as_supported() -> None:
    claims = [make_claim(1, "label-only", disputed=True), make_claim(2, "label-only")]
    assert [claim.verdict for claim in if_accepted(claims)] == ["supported", "label-only"]


def test_answers_to_claims_that_are_gone_are_told_apart() -> None:
    assert left_over([make_claim(1, "planned")], [make_reply("c1"), make_reply("c9")]) == [make_reply("c9")]


@pytest.mark.parametrize("response", ["=1+1", "-1", "two\nlines, and “quotes”", "'tis so", "x" * 40_000])
def test_answers_come_back_as_they_were_written(tmp_path: Path, response: str) -> None:
    replies = [make_reply(response=response), make_reply(received=None, evidence_page=4)]
    write_csv(tmp_path / "replies.csv", Reply, replies)
    assert read_replies(tmp_path / "replies.csv") == replies


def test_run_without_answers_has_none(tmp_path: Path) -> None:
    assert read_replies(tmp_path / "replies.csv") == []


def test_position_that_nobody_may_take_is_named(tmp_path: Path) -> None:
    write_csv(tmp_path / "replies.csv", Reply, [make_reply(), make_reply(position="maybe")])
    with pytest.raises(InputError, match="answer 2: the position 'maybe' is none of agree"):
        read_replies(tmp_path / "replies.csv")
