"""Markers of the codebook: each fires on its example, not on its counter-example, and only where it may."""

import shutil
from pathlib import Path

import pytest

from tests.makers import codebook, cue_reader
from tokenism.codebook import Marker, codebook_folder, load_codebook
from tokenism.errors import InputError

BY_ID = {marker.id: marker for marker in codebook().markers}
FRAMEWORKS = {
    "nef": {"assets", "capabilities", "reciprocity", "peer-networks", "blurred-roles", "facilitating"},
    "nef-excluded": {"informing", "consulting", "seats", "assessing", "designing"},
    "ndti": {
        "equality", "diversity", "accessibility", "reciprocity",
        "resources", "risk", "commissioning", "community-capacity",
    },
    "cahn": {"assets", "redefining-work", "reciprocity", "social-networks"},
    "scie": {"culture", "structure", "practice", "review"},
    "depth": {"basic", "intermediate", "transformational"},
    "community-care": {"compliance", "support", "transformation"},
    "jrf": {"generic", "institutional"},
    "scenario": {"additive", "substitutive"},
    "benefit": {"individual", "collective"},
    "quality": {
        "feedback-loop", "paid-recognition", "from-the-start", "representation", "numbers", "evaluation-by-public",
    },
    "sign": {"late-stage", "pre-decided", "one-off", "hand-picked", "permission", "savings-rationale"},
}  # fmt: skip
"""Markers that section 7 of the codebook names, by framework; Bovaird's nine cells have a test of their own."""


def marked(text: str) -> set[str]:
    return {hit.marker for hit in cue_reader().read(text).marked}


@pytest.mark.parametrize("marker", codebook().markers, ids=lambda marker: marker.id)
def test_marker_fires_on_its_example(marker: Marker) -> None:
    assert marker.id in marked(marker.example)


@pytest.mark.parametrize("marker", codebook().markers, ids=lambda marker: marker.id)
def test_marker_is_silent_on_its_counter_example(marker: Marker) -> None:
    assert marker.counter
    assert marker.id not in marked(marker.counter)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_framework_has_the_markers_that_the_specification_names(framework: str) -> None:
    assert {key.split(".")[1] for key in BY_ID if key.startswith(f"{framework}.")} == FRAMEWORKS[framework]


def test_every_framework_has_a_marker() -> None:
    assert {framework.id for framework in codebook().frameworks} == {marker.framework for marker in BY_ID.values()}


@pytest.mark.parametrize("marker", codebook().markers, ids=lambda marker: marker.id)
def test_marker_names_its_source_and_is_defined_in_one_line(marker: Marker) -> None:
    assert marker.source
    assert len(marker.definition) < 130
    assert marker.definition.endswith(".")


def test_matrix_of_planning_and_delivery_has_nine_cells_each_once() -> None:
    who = ("professionals", "joint", "public")
    cells = [
        (marker.when["planning"], marker.when["delivery"]) for marker in BY_ID.values() if marker.framework == "bovaird"
    ]
    assert sorted(cells) == sorted(((plan,), (deliver,)) for plan in who for deliver in who)


@pytest.mark.parametrize(
    ("alias", "marker"),
    [
        ("ndti.reciprocity", "nef.reciprocity"),
        ("cahn.assets", "nef.assets"),
        ("cahn.reciprocity", "nef.reciprocity"),
        ("community-care.compliance", "depth.basic"),
        ("community-care.support", "depth.intermediate"),
        ("community-care.transformation", "depth.transformational"),
    ],
)
def test_two_authors_of_the_same_signs_have_a_marker_each(alias: str, marker: str) -> None:
    assert BY_ID[alias].same_as == marker
    assert BY_ID[alias].definition != BY_ID[marker].definition


@pytest.mark.parametrize(
    "text",
    [
        "Extensions should be modest in scale where possible.",
        "The sign is available in large print.",
        "Skylarks are under-represented in the eastern fields.",
        "Drainage was considered from the outset.",
        "The gift vouchers were won by three suppliers at the depot.",
    ],
)
def test_words_that_mean_something_else_without_participation_mark_nothing(text: str) -> None:
    assert marked(text) == set()


def test_marker_that_needs_participation_counts_a_consultation_that_is_denied() -> None:
    assert "sign.pre-decided" in marked("Residents were not consulted about the closure.")


def test_marker_that_needs_the_public_is_silent_on_suppliers() -> None:
    assert "ndti.commissioning" in marked("Two carers scored the bids.")
    assert "ndti.commissioning" not in marked("Two suppliers scored the bids.")


def test_explanation_of_participation_gives_no_marker_by_facets() -> None:
    explained = "Co-production is when residents are asked in a survey what they think."
    assert cue_reader().read(explained).definition
    assert not any(key.startswith(("nef-excluded.", "bovaird.", "depth.")) for key in marked(explained))


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("Residents filled in a questionnaire on the library.", None),
        ("Parents are required to attend four sessions before a place is offered.", "depth.basic"),
        ("Peer mentors work on the ward beside nurses.", "depth.intermediate"),
        ("Under the agreement, the final decision rests with the tenants.", "depth.transformational"),
    ],
)
def test_depth_follows_the_power_of_the_public(text: str, depth: str | None) -> None:
    assert {key for key in marked(text) if key.startswith("depth.")} == ({depth} if depth else set())


def test_what_a_jury_writes_is_advice_in_the_matrix() -> None:
    drafted = "The jury met for five days, and the jurors wrote their recommendations together with officers."
    assert "bovaird.joint-planning" not in marked(drafted)


@pytest.mark.parametrize(
    ("file", "text", "needs", "choices"),
    [
        ("markers", 'id = "ndti.equality"', "sometimes", "public, none, participation"),
        ("claims", "[[cue]]", "participation", "public, none"),
    ],
)
def test_need_that_is_not_known_is_a_fault_that_lists_the_choices(
    tmp_path: Path, file: str, text: str, needs: str, choices: str
) -> None:
    folder = Path(shutil.copytree(codebook_folder(), tmp_path / "codebook"))
    path = folder / f"{file}.toml"
    before, after = path.read_text(encoding="utf-8").split(text, 1)
    block, rest = after.split("\n\n", 1)
    lines = [line for line in block.splitlines() if not line.startswith("needs =")]
    changed = "\n".join([*lines, f'needs = "{needs}"'])
    path.write_text(f"{before}{text}{changed}\n\n{rest}", encoding="utf-8")
    with pytest.raises(InputError, match=choices):
        load_codebook(folder)
