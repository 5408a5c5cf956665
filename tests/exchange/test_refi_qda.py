"""REFI-QDA codebook: the structure that the standard's schema asks for, and what the programs make of it."""

import dataclasses
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.makers import codebook
from tests.small_codebook import spoil, write_small
from tokenism.codebook import Codebook, load_codebook
from tokenism.exchange.refi_qda import Code, codebook_qdc, codes, guid, sets
from tokenism.records import BANDS, STANCES

NS = "{urn:QDA-XML:codebook:1.0}"
GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
COLOUR = re.compile(r"#[A-Fa-f0-9]{6}")
MOST_CHARACTERS = 63
"""MAXQDA cuts longer names."""


def parsed(book: Codebook) -> ET.Element:
    return ET.fromstring(codebook_qdc(book))  # noqa: S314  the text is our own


@cache
def root() -> ET.Element:
    return parsed(codebook())


def elements(name: str) -> list[ET.Element]:
    return list(root().iter(f"{NS}{name}"))


def names(found: Iterable[Code]) -> Iterator[str]:
    for code in found:
        yield code.name
        yield from names(code.codes)


def test_root_is_the_code_book_of_the_standard() -> None:
    assert root().tag == f"{NS}CodeBook"
    assert root().attrib == {"origin": "tokenism"}
    assert [child.tag for child in root()] == [f"{NS}Codes", f"{NS}Sets"]
    assert codebook_qdc(codebook()).startswith('<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:')


def test_code_has_the_attributes_of_the_schema() -> None:
    for code in elements("Code"):
        assert {"guid", "name", "isCodable"} <= set(code.attrib) <= {"guid", "name", "isCodable", "color"}
        assert GUID.fullmatch(code.attrib["guid"])
        assert code.attrib["isCodable"] in ("true", "false")
        assert COLOUR.fullmatch(code.attrib.get("color", "#000000"))


def test_description_stands_once_and_before_the_codes_below() -> None:
    for code in elements("Code"):
        tags = [child.tag.removeprefix(NS) for child in code]
        assert tags in (["Description", *["Code"] * tags.count("Code")], ["Code"] * len(tags))


def test_guids_of_codes_and_sets_are_unique() -> None:
    counts = Counter(element.attrib["guid"] for element in (*elements("Code"), *elements("Set")))
    assert [key for key, count in counts.items() if count > 1] == []


def test_names_are_unique_whatever_their_case_because_qualcoder_passes_over_a_second() -> None:
    for kind in ("Code", "Set"):
        counts = Counter(element.attrib["name"].casefold() for element in elements(kind))
        assert [name for name, count in counts.items() if count > 1] == []


def test_no_name_is_cut_by_maxqda() -> None:
    assert [code.attrib["name"] for code in elements("Code") if len(code.attrib["name"]) > MOST_CHARACTERS] == []


def test_what_can_be_coded_has_no_codes_below_it_and_what_cannot_has() -> None:
    for code in elements("Code"):
        assert (code.attrib["isCodable"] == "false") == (code.find(f"{NS}Code") is not None)


def test_every_code_that_can_be_given_is_described() -> None:
    codable = [code for code in elements("Code") if code.attrib["isCodable"] == "true"]
    assert [code.attrib["name"] for code in codable if not code.findtext(f"{NS}Description")] == []


def test_names_come_back_in_their_order() -> None:
    assert [code.attrib["name"] for code in elements("Code")] == list(names(codes(codebook())))


def test_everything_that_can_be_coded_is_there() -> None:
    book = codebook()
    found = {code.attrib["name"] for code in elements("Code")}
    wanted = {f"Claim: {band}" for band in BANDS} | {f"Stance: {stance}" for stance in STANCES}
    wanted |= {f"Practice {rung.n}: {rung.id}" for rung in book.rungs} | {"Practice 0: none"}
    wanted |= {f"{view.id}: {level.name}" for view in book.views.values() for level in view.levels}
    wanted |= {marker.id for marker in book.markers} | {f"Method: {value}" for value in book.facets["method"].values}
    assert wanted - found == set()


def test_rung_stands_under_its_band() -> None:
    band = next(code for code in elements("Code") if code.attrib["name"] == "Practices of the band consultation")
    below = [code.attrib["name"] for code in band.findall(f"{NS}Code")]
    assert below == ["Practice 4: consulting", "Practice 5: engaging"]


def test_sets_carry_the_crosswalk_by_guids_of_codes() -> None:
    known = {code.attrib["guid"]: code.attrib["name"] for code in elements("Code")}
    members = {
        one.attrib["name"]: [known[member.attrib["guid"]] for member in one.findall(f"{NS}MemberCode")]
        for one in elements("Set")
    }
    assert members["iap2: practices that are collaborate"] == ["Practice 6: co-designing", "Practice 7: co-producing"]
    assert len(members) == sum(len(view.levels) for view in codebook().views.values())


def test_codebook_without_views_methods_or_markers_has_no_empty_element() -> None:
    book = dataclasses.replace(codebook(), views={}, facets={}, frameworks=(), markers=(), cues=())
    found = parsed(book)
    assert [child.tag for child in found] == [f"{NS}Codes"]
    assert "Views" not in [code.attrib["name"] for code in found.iter(f"{NS}Code")]
    assert list(sets(book)) == []


def test_guid_of_a_code_stays_from_version_to_version() -> None:
    assert guid("practice.rung.consulting") == "99ce5d53-1813-5d46-81ca-34e5940839c1"


def guids(book: Codebook) -> dict[str, str]:
    """Guids of the codes by what stands after the number or kind in their names."""
    return {code.attrib["name"].rpartition(": ")[2]: code.attrib["guid"] for code in parsed(book).iter(f"{NS}Code")}


def test_rung_put_between_keeps_the_guids_of_the_others(tmp_path: Path) -> None:
    before = guids(load_codebook(write_small(tmp_path)))
    fifth = '[[rung]]\nn = 3\nid = "weighing"\nband = "consultation"\nbrief = "B."\ndefinition = "D."\nuse = "U."\n'
    fifth += 'avoid = "A."\nexamples = ["E."]\ncounters = ["C."]\nsource = "We 2024"\n\n@[[rung]]\nn = 4\n'
    spoil(tmp_path, "ladder", "[[rung]]\nn = 3\n", fifth)
    spoil(tmp_path, "ladder", 'n = 4\nid = "owning"', '@n = 5\nid = "owning"')
    spoil(tmp_path, "claims", "rung = 3\n", "rung = 4@\n")
    spoil(tmp_path, "mechanisms", "rung = 3\n", "rung = 4@\n")
    spoil(tmp_path, "views/bands-broad", '["asking"]', '["asking", "weighing"]@')
    after = guids(load_codebook(tmp_path))
    assert set(after) - set(before) == {"weighing"}
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("text", ["a < b & c", 'in "quotes"', "naïve – ünïcode 𝔘", "two\nlines"])
def test_description_comes_back_as_it_was(text: str) -> None:
    book = codebook()
    rungs = (dataclasses.replace(book.rungs[0], definition=text), *book.rungs[1:])
    found = parsed(dataclasses.replace(book, rungs=rungs))
    first = next(code for code in found.iter(f"{NS}Code") if code.attrib["name"] == "Practice 1: coercing")
    assert (first.findtext(f"{NS}Description") or "").startswith(f"{text}\nUse: ")


def test_control_characters_which_xml_cannot_hold_are_left_out() -> None:
    book = codebook()
    rungs = (dataclasses.replace(book.rungs[0], definition="a\x00b\x0bc\ufffed"), *book.rungs[1:])
    assert "abcd" in codebook_qdc(dataclasses.replace(book, rungs=rungs))


def test_text_is_the_same_each_time_and_has_line_feeds_only() -> None:
    text = codebook_qdc(codebook())
    assert text == codebook_qdc(codebook())
    assert "\r" not in text
    assert text.endswith("</CodeBook>\n")
