"""Every cue of the codebook fires on some passage of the real documents, or says why it stays."""

import csv
import os
from pathlib import Path

import pytest

from tests.makers import codebook, cue_reader, reader_of_negations
from tokenism.extract import extract
from tokenism.inputs import find_inputs
from tokenism.reading.document import Limits, Shape
from tokenism.reading.isolate import close_readers
from tokenism.records import READ_STATUSES

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "corpora" / "sources.csv"
COPIES = ROOT.parent / "shared" / "corpus" / "pdf"
CACHE = os.environ.get("TOKENISM_CACHE")
"""The cache of the machine that runs the tests, where it names one; taken before any test has its own."""
WORKERS = 2
KINDS = ("claim", "practice", "stance", "negation", "marker", "veto")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The passages of all our copies of real documents, those of the list in the repository among them."""
    if not COPIES.is_dir():
        pytest.skip("the real documents are not on this machine")
    with SOURCES.open(encoding="utf-8", newline="") as opened:
        listed = {row["sha256"] for row in csv.DictReader(opened)}
    cache = Path(CACHE) if CACHE else None
    try:
        documents, passages = extract(
            find_inputs([COPIES]), limits=Limits(), shape=Shape(), workers=WORKERS, cache=cache
        )
    finally:
        close_readers()
    assert listed <= {document.sha256 for document in documents if document.status in READ_STATUSES}
    return [passage.text for passage in passages]


@pytest.fixture(scope="module")
def seen(texts: list[str]) -> frozenset[str]:
    """Ids of the cues that fire there: claims, practices, stances and markers that count, vetoes and negations."""
    ids: set[str] = set()
    for text in texts:
        reading = cue_reader().read(text)
        hits = (*reading.claims, *reading.practices, *reading.stances, *reading.markers, *reading.vetoes)
        ids.update(hit.cue.id for hit in (*hits, *reader_of_negations().read(text).vetoes))
    return frozenset(ids)


@pytest.mark.parametrize("kind", KINDS)
def test_every_cue_fires_on_a_real_passage_or_says_why_it_stays(kind: str, seen: frozenset[str]) -> None:
    assert [cue.id for cue in codebook().of_kind(kind) if cue.id not in seen and not cue.unseen] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_cue_that_fires_is_said_to_be_unseen(kind: str, seen: frozenset[str]) -> None:
    assert [cue.id for cue in codebook().of_kind(kind) if cue.id in seen and cue.unseen] == []
