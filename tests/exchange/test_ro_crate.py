"""The run's folder as an RO-Crate: entities that the specification wants, files by checksum, and no clock."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from tests.exchange.runs import make_tables
from tests.makers import make_document
from tokenism.exchange.ro_crate import UNDATED, ro_crate


def crate(run: Path, **fields: Any) -> dict[str, dict[str, Any]]:
    """The entities of a crate by id."""
    documents = fields.pop("documents", make_tables()["documents"][1])
    found = ro_crate(run, documents, **fields)
    assert found["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    entities = {entity["@id"]: entity for entity in found["@graph"]}
    assert len(entities) == len(found["@graph"])
    return entities


def references(value: Any) -> set[str]:
    """Ids that an entity points to."""
    if isinstance(value, list):
        return {name for item in value for name in references(item)}
    if isinstance(value, dict) and set(value) == {"@id"}:
        return {value["@id"]}
    return {name for item in value.values() for name in references(item)} if isinstance(value, dict) else set()


def test_descriptor_and_root_are_as_specified(tmp_path: Path) -> None:
    entities = crate(tmp_path)
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert (descriptor["@type"], descriptor["about"]) == ("CreativeWork", {"@id": "./"})
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["@type"] == "Dataset"
    assert {"name", "description", "license", "hasPart"} <= root.keys()


def test_every_reference_is_an_entity_of_the_crate_but_the_specification(tmp_path: Path) -> None:
    entities = crate(tmp_path)
    pointed = {name for entity in entities.values() for name in references(entity)}
    assert pointed - entities.keys() == {"https://w3id.org/ro/crate/1.1"}


def test_files_that_are_there_are_parts_with_their_checksums(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_bytes(b"a,b\n")
    (tmp_path / "diary.txt").write_bytes(b"private")
    entities = crate(tmp_path)
    assert entities["./"]["hasPart"] == [{"@id": "claims.csv"}, {"@id": "report/"}]
    file = entities["claims.csv"]
    assert (file["@type"], file["encodingFormat"], file["contentSize"]) == ("File", "text/csv", "4")
    assert file["sha256"] == hashlib.sha256(b"a,b\n").hexdigest()


def test_documents_are_inputs_by_checksum_each_once(tmp_path: Path) -> None:
    same = [make_document("a"), make_document("b"), make_document("c", sha256=None)]
    entities = crate(tmp_path, documents=same)
    assert entities["#making"]["object"] == [{"@id": f"urn:sha256:{'0' * 64}"}, {"@id": "#document-c"}]
    assert entities["#making"]["instrument"] == {"@id": "#tokenism"}


def test_day_is_the_one_given_or_the_crate_says_why_there_is_none(tmp_path: Path) -> None:
    dated, undated = crate(tmp_path, published=date(2024, 5, 1))["./"], crate(tmp_path)["./"]
    assert (dated["datePublished"], UNDATED in dated["description"]) == ("2024-05-01", False)
    assert ("datePublished" in undated, UNDATED in undated["description"]) == (False, True)
