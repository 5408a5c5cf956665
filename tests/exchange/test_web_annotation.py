"""Claims as Web Annotations: the shape that the W3C model wants, and targets that lead to the words."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.exchange.runs import HOSTILE, PLAIN, make_tables
from tokenism.exchange.web_annotation import PDF_FRAGMENTS, annotation_collection
from tokenism.printable import printable


def items(**fields: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = annotation_collection(make_tables(**fields))["first"]["items"]
    return found


def test_collection_has_what_the_model_requires() -> None:
    found = annotation_collection(make_tables())
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["total"], found["first"]["type"]) == ("AnnotationCollection", 2, "AnnotationPage")
    assert found["first"]["partOf"] == found["id"]


def test_each_annotation_has_an_id_of_its_own_a_type_and_a_target() -> None:
    found = items()
    assert len({one["id"] for one in found}) == 2
    assert {one["id"].startswith("urn:uuid:") and one["type"] == "Annotation" for one in found} == {True}
    assert {one["motivation"] for one in found} == {"classifying"}


def test_id_of_a_claim_is_the_same_in_another_run() -> None:
    assert items()[0]["id"] == items(text="other words")[0]["id"]


def test_words_page_and_boxes_of_the_passage_are_selected() -> None:
    first, second = items()[0]["target"]
    quote, page = first["selector"]
    assert quote == {
        "type": "TextQuoteSelector", "exact": PLAIN, "prefix": "The foreword.", "suffix": f"Evidence: {PLAIN}"[:60],
    }  # fmt: skip
    assert (page["type"], page["conformsTo"], page["value"]) == ("FragmentSelector", PDF_FRAGMENTS, "page=4")
    (rect,) = ElementTree.fromstring(page["refinedBy"]["value"])  # noqa: S314  our own text
    assert rect.attrib == {"x": "10.00", "y": "20.00", "width": "100.00", "height": "25.50"}
    assert [selector["value"] for selector in second["selector"]] == ["page=5"]


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ({"url": "https://elm.example/plan.pdf#top"}, "https://elm.example/plan.pdf"),
        ({"url": "javascript:alert(1)"}, f"urn:sha256:{'0' * 64}"),
        ({"url": None}, f"urn:sha256:{'0' * 64}"),
    ],
)
def test_target_is_the_pdf_by_its_address_or_its_checksum(fields: dict[str, Any], source: str) -> None:
    target = items(**fields)[1]["target"]["source"]
    assert target == {"id": source, "type": "Text", "format": "application/pdf", "sha256": "0" * 64}


def test_document_without_checksum_or_address_has_a_name_all_the_same() -> None:
    assert items(url=None, sha256=None)[1]["target"]["source"]["id"].startswith("urn:uuid:")


def test_verdict_claim_practice_and_marks_are_tags() -> None:
    bodies = items()[0]["body"]
    assert {body["type"] for body in bodies} == {"TextualBody"}
    tags = [body["value"] for body in bodies if body["purpose"] == "tagging"]
    assert tags == [
        "verdict: supported-elsewhere",
        "claim: co-production",
        "practice: none",
        "stance: reported",
        "unsure",
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    found = json.loads(json.dumps(annotation_collection(make_tables(text)), ensure_ascii=False).encode())
    assert found["first"]["items"][0]["target"][0]["selector"][0]["exact"] == printable(text)
    assert found["first"]["items"][0]["body"][-1]["value"] == printable(text)
