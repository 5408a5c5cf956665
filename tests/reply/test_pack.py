"""What an organisation is told: its own claims in the order of the text, and whose name was meant."""

import pytest

from tests.makers import make_claim, make_document, make_passage, make_span
from tests.test_replies import make_reply
from tokenism.errors import InputError
from tokenism.records import Claim
from tokenism.reply.pack import Pack, find_organisation, make_pack, short_quotation

DOCUMENTS = [
    make_document("d1", title="Strategy for Carers", url="https://elm.example/carers.pdf"),
    make_document("d2", "Ash Trust; Elm Council", title="A joint plan", year=2024),
    make_document("d3", status="encrypted", title="Locked", pages=None),
    make_document("d4", "Ash Trust"),
]
PASSAGES = [
    make_passage(1, "We asked carers. Our vision was co-produced with carers. It is good."),
    make_passage(2, "Carers held a vote on the contract.", order=9),
    make_passage(3, "We listen to residents.", "d2", "Ash Trust; Elm Council"),
    make_passage(4, "We listen to residents!", "d2", "Ash Trust; Elm Council"),
]
JOINT = {"document_id": "d2", "organisation": "Ash Trust; Elm Council"}
CLAIMS = [
    make_claim(4, "label-only", **JOINT, repeat_of="c3"),
    make_claim(3, "label-only", **JOINT),
    make_claim(2, "supported", "co-production", "co-production"),
    make_claim(1, "supported-elsewhere", "co-production", evidence_passage_id="p2", evidence_page=2),
    make_claim(9, "overclaimed", organisation="Ash Trust", document_id="d4"),
]
SPANS = [make_span(1, "claim", 31, 42)]


def pack(claims: list[Claim] = CLAIMS, organisation: str = "Elm Council") -> Pack:
    return make_pack(organisation, DOCUMENTS, PASSAGES, SPANS, claims, [make_reply("c3", "partly")])


def test_claims_stand_by_document_in_the_order_of_the_text() -> None:
    found = pack()
    assert [document.name for document in found.documents] == ["A joint plan", "Strategy for Carers"]
    listed = [(number, item.claim.claim_id) for document in found.documents for number, item in document.claims]
    assert listed == [(1, "c3"), (2, "c4"), (3, "c1"), (4, "c2")]


def test_order_of_the_tables_does_not_matter() -> None:
    assert pack(CLAIMS[::-1]) == pack()


def test_claims_of_others_and_repeats_are_not_asked_about() -> None:
    assert [item.claim.claim_id for item in pack().claims if item.asked] == ["c3"]
    assert [item.claim.claim_id for item in pack(organisation="Ash Trust").claims if item.asked] == ["c3", "c9"]


def test_claim_is_shown_with_its_words_its_evidence_and_its_earlier_answer() -> None:
    first, repeat, claim, _ = pack().claims
    assert (claim.short, claim.found and claim.found.pages) == ("… Our vision was co-produced with carers. …", "page 2")
    assert claim.finding == "Co-production claimed; nothing described in the passage itself"
    assert (first.earlier and first.earlier.position, repeat.repeats) == ("partly", 1)


def test_documents_are_counted_and_those_not_read_are_told() -> None:
    assert (pack().n_read, pack().not_read) == (2, ("Locked",))
    assert pack(CLAIMS[:2], "Ash Trust").n_read == 2


def test_passage_that_the_table_lacks_is_left_open() -> None:
    found = make_pack("Elm Council", [], [], [], [make_claim(1, "label-only")])
    assert [(document.name, document.claims[0][1].quotation) for document in found.documents] == [("d1", None)]


def test_organisation_without_claims_is_told() -> None:
    with pytest.raises(InputError, match="“Elm Council” has no claims in this run"):
        pack(CLAIMS[-1:])


@pytest.mark.parametrize("name", ["Elm Council", "elm council", "  ELM  council "])
def test_organisation_is_found_whatever_the_capitals(name: str) -> None:
    assert find_organisation(name, DOCUMENTS, CLAIMS) == "Elm Council"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Elm Counsil", "did you mean “Elm Council”"),
        ("ash", "“Ash Trust”"),
        ("Zzz", "the run has “Ash Trust”, “Elm Council”"),
    ],
)
def test_unknown_organisation_is_answered_with_the_nearest_names(name: str, words: str) -> None:
    with pytest.raises(InputError, match=f"no organisation is called “{name}” in this run.*{words}"):
        find_organisation(name, DOCUMENTS, CLAIMS)


@pytest.mark.parametrize(
    ("text", "start", "short"),
    [
        ("One sentence only", 0, "One sentence only"),
        ("First. The claim is here. Last.", 11, "… The claim is here. …"),
        ("First.\nThe claim\nis here.", 10, "… The claim is here."),
        ("", 0, ""),
    ],
)
def test_sentence_of_the_claim_is_quoted(text: str, start: int, short: str) -> None:
    assert short_quotation(text, [start]) == short


def test_long_sentence_is_cut_around_the_claim() -> None:
    words = ["word"] * 100 + ["co-produced"] + ["word"] * 100
    short = short_quotation(" ".join(words), [500])
    assert "co-produced" in short
    assert (short[:2], short[-2:], len(short) < 270) == ("… ", " …", True)


def test_text_without_a_blank_is_cut_too() -> None:
    assert len(short_quotation("x" * 40_000, [39_000])) < 270
