"""Columns that other programs rely on, in their order; more may follow."""

from typing import Any

import pytest

from tokenism.records import Claim, Document, Passage, ProfileLine, Score, Span, Tag
from tokenism.tables import schema

COLUMNS = {
    Document: "document_id path sha256 organisation organisation_type title year status detail pages n_passages"
    " n_words reader quality",
    Passage: "passage_id document_id organisation page page_end section kind order text boxes n_words",
    Tag: "passage_id layer claim claim_rung practice practice_rung stance verdict unsure p_claim_none",
    Span: "passage_id layer kind rule value start end",
    Claim: "claim_id passage_id document_id organisation page claim practice verdict unsure disputed"
    " evidence_passage_id evidence_page reason",
    Score: "organisation organisation_type n_documents n_words n_passages n_claims n_coproduction_claims n_unsure"
    " n_planned tokenism_index tokenism_low tokenism_high coproduction_gap gap_low gap_high mean_lift density"
    " rank_low rank_high note",
    ProfileLine: "organisation view level group n_claims n_practices share_practices low high",
}


@pytest.mark.parametrize("kind", COLUMNS, ids=lambda kind: kind.__name__)
def test_columns_begin_with_those_of_the_contract(kind: Any) -> None:
    wanted = COLUMNS[kind].split()
    assert schema(kind).names[: len(wanted)] == wanted
