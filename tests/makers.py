"""Plain records for tests, a few coded passages, and a tiny model trained on them."""

import dataclasses
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tokenism.annotations import CodedPassage
from tokenism.codebook import Codebook, load_codebook
from tokenism.cues import CueReader
from tokenism.model import Model
from tokenism.records import Claim, Document, Passage, Score, Span, Tag
from tokenism.tag import Tagger
from tokenism.train import train
from tokenism.verdicts import passage_verdict

RUNGS = {"none": 0, "informing": 3, "consultation": 4, "co-production": 7}


def make_document(document_id: str = "d1", organisation: str = "Elm Council", **fields: Any) -> Document:
    values = {"path": f"{document_id}.pdf", "sha256": "0" * 64, "n_words": 1000, "pages": 9} | fields
    return Document(document_id, organisation=organisation, **values)


def make_passage(
    number: int, text: str = "", document_id: str = "d1", organisation: str = "Elm Council", **fields: Any
) -> Passage:
    values = {"page": number, "page_end": number, "section": "", "kind": "paragraph", "order": number, "boxes": ()}
    return Passage(f"p{number}", document_id, organisation, text=text, n_words=len(text.split()), **(values | fields))


def make_tag(
    number: int, claim: str = "none", practice: str = "none", stance: str = "reported", *, unsure: bool = False
) -> Tag:
    verdict = passage_verdict(claim, practice, stance)
    return Tag(f"p{number}", "model", claim, RUNGS[claim], practice, RUNGS[practice], stance, verdict, unsure)


def make_span(number: int, kind: str, start: int, end: int) -> Span:
    return Span(f"p{number}", "model", kind, "some.rule", "4", start, end)


def make_claim(number: int, verdict: str, claim: str = "consultation", practice: str = "none", **fields: Any) -> Claim:
    values = {
        "document_id": "d1",
        "organisation": "Elm Council",
        "page": number,
        "stance": "reported",
        "passage_verdict": "label-only",
        "unsure": False,
        "disputed": False,
        "repeat_of": None,
        "evidence_passage_id": None,
        "evidence_page": None,
        "evidence_score": None,
        "reason": "",
        "view": "bands-broad",
    }
    return Claim(f"c{number}", f"p{number}", claim=claim, practice=practice, verdict=verdict, **(values | fields))


def make_score(organisation: str = "Elm Council", **fields: Any) -> Score:
    counts = ("documents", "words", "passages", "claims", "coproduction_claims", "unsure", "planned", "supported")
    counted = {f"n_{name}": 0 for name in (*counts, "supported_elsewhere", "overclaimed", "label_only", "disputed")}
    undefined = {field.name: None for field in dataclasses.fields(Score)}
    return Score(**(undefined | counted | {"organisation": organisation, "note": ""} | fields))


_CODED = (
    ("ann", "none", 0, "na", "The council empties 41,000 bins each week and has bought six new lorries."),
    ("ann", "none", 0, "na", "Spending on highways rose by four per cent to £12 million in the last year."),
    ("ann", "none", 0, "definition", "Co-production means that professionals and citizens plan support together."),
    ("ann", "none", 0, "definition", "The council has a duty to consult before it closes a school."),
    ("ann", "informing", 3, "reported", "We published a newsletter to keep residents informed about the new tram."),
    ("ann", "informing", 3, "committed", "A leaflet about the decision will be sent to every household by May."),
    ("ann", "consultation", 4, "reported", "We consulted residents on the plan: 412 filled in the questionnaire."),
    ("ann", "consultation", 4, "reported", "Patients completed a survey on the draft and told us what they thought."),
    ("ann", "consultation", 5, "committed", "A tenants' panel will meet each quarter from June to advise the board."),
    ("ann", "consultation", 0, "aspirational", "We want to listen to our communities and involve them in all we do."),
    ("ann", "co-production", 0, "aspirational", "Co-production with residents is at the heart of our vision."),
    ("ann", "co-production", 4, "reported", "The strategy was co-produced with carers, who filled in a survey."),
    ("ann", "co-production", 7, "reported", "Carers co-chaired the group and voted with officers on the fund."),
    ("ann", "co-production", 8, "reported", "The hall is now resident-led: residents own it and run it."),
    ("ben", "none", 0, "na", "The trust operates three hospitals and employs nine thousand staff."),
    ("ben", "none", 0, "na", "Waiting times for routine surgery fell from thirty weeks to twenty-four."),
    ("ben", "none", 0, "definition", "Engagement means a conversation that runs in both directions."),
    ("ben", "informing", 3, "reported", "Our website tells patients how the clinics are changing and why."),
    ("ben", "informing", 3, "committed", "We will publish the results of the review for the public in March."),
    ("ben", "consultation", 4, "reported", "A twelve-week public consultation drew 900 responses from local people."),
    ("ben", "consultation", 5, "reported", "The patient participation group met monthly and gave advice on the menus."),
    ("ben", "consultation", 0, "aspirational", "We strive to put the voices of patients at the heart of decisions."),
    ("ben", "co-production", 0, "aspirational", "We will work in equal partnership with families, as co-producers."),
    ("ben", "co-production", 6, "reported", "The clinic was co-designed with young people, who drew its layout."),
    ("ben", "co-production", 7, "committed", "Peer mentors will be paid to run the groups with nurses by May."),
    ("ben", "co-production", 8, "reported", "Residents voted on how £50,000 was spent; the vote was binding."),
)

CODED = tuple(
    CodedPassage(f"{writer}-{n}", text, claim, practice, stance, writer)
    for n, (writer, claim, practice, stance, text) in enumerate(_CODED)
)


@cache
def codebook() -> Codebook:
    return load_codebook()


@cache
def cue_reader() -> CueReader:
    return CueReader(codebook())


@cache
def reader_of_negations() -> CueReader:
    """A reader that shows where negations stand: each is read as if it were a veto."""
    negations = tuple(replace(cue, kind="veto") for cue in codebook().of_kind("negation"))
    return CueReader(replace(codebook(), cues=negations))


@cache
def trained() -> tuple[Model, dict[str, Any]]:
    """A tiny model and its out-of-fold figures: for behaviour, not for accuracy."""
    return train(CODED, codebook(), n_hashed=256)


@cache
def tagger() -> Tagger:
    return Tagger(trained()[0], codebook())


def share_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cues are compiled once for all tests that call this, not once for each; those of another codebook as ever."""

    def shared(own: Codebook) -> CueReader:
        return cue_reader() if own.digest == codebook().digest else CueReader(own)

    for module in ("tag", "train", "evaluate"):
        monkeypatch.setattr(f"tokenism.{module}.CueReader", shared)
