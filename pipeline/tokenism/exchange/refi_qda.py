"""The codebook as a REFI-QDA codebook (`.qdc`), which QualCoder, MAXQDA, NVivo and ATLAS.ti import.

The format is the Codebook schema of REFI-QDA 1.5 (Rotterdam Exchange Format Initiative 2019): ``CodeBook`` holds
``Codes``, these ``Code`` elements to any depth, each with at most one ``Description`` before its own codes, and after
them ``Sets`` of codes. A category, which only holds codes, is told by ``isCodable="false"``; here that is every code
with codes below it, and no other. QualCoder passes over a name that it has already, so that every name stands once.
"""

import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tokenism.codebook import Codebook, Marker, Rung
from tokenism.exchange.entries import STANCE_MEANINGS, fires, rungs_of, shows
from tokenism.records import BANDS, STANCES

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "tokenism"

_IDS = uuid.UUID("6f0f2a52-6f0d-5c1e-9c55-0d3f7a1f7b6e")
"""Namespace of the guids: a code keeps its guid from version to version as long as it keeps its id."""

_COLOURS = ("#9aa0a6", "#8f4a00", "#b8860b", "#0b5c8a")
_MOST_EXAMPLES = 8
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the exchange: one with ``codes`` below it only holds them, one without can be given to a passage."""

    id: str
    name: str
    description: str
    colour: str = ""
    codes: tuple["Code", ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A named set of codes, which are named by their ids."""

    id: str
    name: str
    description: str
    members: tuple[str, ...]


def guid(key: str) -> str:
    """The guid of a code or set: the same key always gives the same.

    >>> guid("practice.rung.asking") == guid("practice.rung.asking") != guid("practice.rung.sharing")
    True
    """
    return str(uuid.uuid5(_IDS, key))


def codebook_qdc(book: Codebook) -> str:
    """The codebook as the XML text of a ``.qdc`` file."""
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    _add(ET.SubElement(root, "Codes"), codes(book))
    if found := list(sets(book)):
        _add_sets(ET.SubElement(root, "Sets"), found)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def codes(book: Codebook) -> tuple[Code, ...]:
    """The tree of codes: claims, practices, stances, views, markers, methods."""
    tree = (
        ("claim", "Claim", "The highest band that the passage's own words claim for the public.", _claims(book)),
        ("practice", "Practice", "The highest rung for which the passage describes a mechanism.", _practices(book)),
        ("stance", "Stance", "How the passage speaks.", _stances()),
        ("view", "Views", "Other typologies, each a function of the rung of a practice.", _views(book)),
        ("marker", "Markers", "Features of co-production and signs of tokenism; several may fit.", _markers(book)),
        ("method", "Methods", "How people are reached or take part; several may fit.", _methods(book)),
    )
    return tuple(code for branch in tree for code in _holding(*branch))


def sets(book: Codebook) -> Iterator[CodeSet]:
    """For each level of a view the practices that fall into it, so that the crosswalk goes with the codes."""
    for view in book.views.values():
        for level in view.levels:
            members = tuple(_rung_key(book.rungs[n - 1]) for n in rungs_of(view, level))
            name = f"{view.id}: practices that are {level.name}"
            yield CodeSet(f"set.{view.id}.{level.id}", name, level.definition, members)


def _holding(key: str, name: str, description: str, below: Iterable[Code]) -> Iterator[Code]:
    """A code that holds others; nothing where there are none, since without them it could be given to a passage."""
    if found := tuple(below):
        yield Code(key, name, description, "", found)


def _claims(book: Codebook) -> Iterator[Code]:
    yield Code("claim.none", "Claim: none", "No word of participation about the public.", _colour("none"))
    for band in BANDS[1:]:
        cues = [cue for cue in book.of_kind("claim") if book.band(int(cue.value)) == band]
        examples = [("Example", cue.example) for cue in cues[:_MOST_EXAMPLES]]
        yield Code(f"claim.{band}", f"Claim: {band}", _text(examples), _colour(band))


def _practices(book: Codebook) -> Iterator[Code]:
    yield Code("practice.none", "Practice 0: none", "No mechanism is described.", _colour("none"))
    for band in BANDS[1:]:
        rungs = (_rung(rung) for rung in book.rungs if rung.band == band)
        yield from _holding(f"practice.band.{band}", f"Practices of the band {band}", "", rungs)


def _rung(rung: Rung) -> Code:
    description = _text(
        [
            ("", rung.definition),
            ("Use", rung.use),
            ("Do not use", rung.avoid),
            *(("Example", text) for text in rung.examples),
            *(("Not this rung", text) for text in rung.counters),
            ("Source", rung.source),
        ]
    )
    return Code(_rung_key(rung), f"Practice {rung.n}: {rung.id}", description, _colour(rung.band))


def _rung_key(rung: Rung) -> str:
    # by its id, which stays when a rung is put between, and not by its number
    return f"practice.rung.{rung.id}"


def _stances() -> Iterator[Code]:
    yield from (Code(f"stance.{stance}", f"Stance: {stance}", STANCE_MEANINGS[stance]) for stance in STANCES)


def _views(book: Codebook) -> Iterator[Code]:
    for view in book.views.values():
        levels = (
            Code(
                f"view.{view.id}.{level.id}",
                f"{view.id}: {level.name}",
                _text([("", level.definition), ("Group", level.group), ("Rungs", _rungs(rungs_of(view, level)))]),
            )
            for level in view.levels
        )
        description = _text([("", view.name), ("Source", view.source), ("Note", view.note)])
        yield from _holding(f"view.{view.id}", f"View {view.id}", description, levels)


def _rungs(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _markers(book: Codebook) -> Iterator[Code]:
    for framework in book.frameworks:
        found = (_marker(book, marker) for marker in book.markers if marker.framework == framework.id)
        description = _text([("", framework.name), ("Source", framework.source)])
        yield from _holding(f"framework.{framework.id}", f"Markers {framework.id}", description, found)


def _marker(book: Codebook, marker: Marker) -> Code:
    description = _text(
        [
            ("", marker.definition),
            ("Example", marker.example),
            ("Not", marker.counter),
            ("Fires", fires(book, marker)),
            ("Gives", shows(book, marker)),
            ("Unseen", marker.unseen),
            ("Source", marker.source),
        ]
    )
    return Code(f"marker.{marker.id}", marker.id, description)


def _methods(book: Codebook) -> Iterator[Code]:
    method = book.facets.get("method")
    for value, definition in (method.values if method else {}).items():
        yield Code(f"method.{value}", f"Method: {value}", definition)


def _colour(band: str) -> str:
    return _COLOURS[BANDS.index(band)]


def _text(parts: Iterable[tuple[str, str]]) -> str:
    """Lines of a description, those without text left out."""
    return "\n".join(f"{term}: {text}" if term else text for term, text in parts if text)


def _add(parent: ET.Element, found: Iterable[Code]) -> None:
    for code in found:
        values = {"guid": guid(code.id), "name": _clean(code.name), "isCodable": str(not code.codes).lower()}
        element = ET.SubElement(parent, "Code", values | ({"color": code.colour} if code.colour else {}))
        if code.description:
            ET.SubElement(element, "Description").text = _clean(code.description)
        _add(element, code.codes)


def _add_sets(parent: ET.Element, found: Iterable[CodeSet]) -> None:
    for one in found:
        element = ET.SubElement(parent, "Set", {"guid": guid(one.id), "name": _clean(one.name)})
        ET.SubElement(element, "Description").text = _clean(one.description)
        for member in one.members:
            ET.SubElement(element, "MemberCode", {"guid": guid(member)})


def _clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
