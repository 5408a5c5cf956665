"""The ladder: rungs in order, bands that rise, and the mistakes in it, told with their line."""

from pathlib import Path

import pytest

from tests.small_codebook import spoil, told, write_small
from tokenism.codebook import load_codebook
from tokenism.errors import InputError
from tokenism.ladder import check_rung


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small codebook to spoil."""
    return write_small(tmp_path / "codebook")


def test_rungs_are_counted_from_one_with_their_bands(folder: Path) -> None:
    assert [(rung.n, rung.id, rung.band, rung.usual) for rung in load_codebook(folder).rungs] == [
        (1, "telling", "informing", True),
        (2, "asking", "consultation", True),
        (3, "sharing", "co-production", True),
        (4, "owning", "co-production", False),
    ]


@pytest.mark.parametrize("rung", [-1, 5, 12])
def test_rung_of_another_ladder_says_which_stage_to_run(rung: int) -> None:
    with pytest.raises(InputError, match=f"rung {rung} is not on the ladder of the codebook; run the tag stage again"):
        check_rung(rung, 4)


def test_rungs_of_the_ladder_and_none_are_on_it() -> None:
    for rung in range(5):
        check_rung(rung, 4)


def test_band_of_a_rung_of_another_ladder_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="rung 12 is not on the ladder"):
        load_codebook(folder).band(12)


@pytest.mark.parametrize(
    ("old", "sentence"),
    [
        (
            "usual = true\n",
            "3: [[rung]] telling: no rung of the band 'informing' has usual = true; one of each band has it",
        ),
        (
            'band = "informing"\nusual = true\n',
            "3: [[rung]] telling: the key 'band' is missing; it holds a text in quotes",
        ),
        ('brief = "People are told."\n', "3: [[rung]] telling: the key 'brief' is missing; it holds a text in quotes"),
        (
            'examples = ["A leaflet went out."]\n',
            "3: [[rung]] telling: the key 'examples' is missing; it holds a list of",
        ),
    ],
)
def test_missing_key_is_told_with_the_line_of_its_table(folder: Path, old: str, sentence: str) -> None:
    text = (folder / "ladder.toml").read_text()
    assert old in text
    (folder / "ladder.toml").write_text(text.replace(old, "", 1))
    assert told(folder).startswith(f"{folder}/ladder.toml:{sentence}")


def test_band_without_a_rung_is_told(folder: Path) -> None:
    path = folder / "ladder.toml"
    path.write_text(path.read_text().replace('band = "informing"\nusual = true', 'band = "consultation"'))
    assert told(folder).startswith(f"{path}:3: the file: no rung has the band 'informing'; each of informing, consult")


def test_bands_that_fall_with_the_rungs_are_told(folder: Path) -> None:
    where = spoil(
        folder, "ladder", 'band = "co-production"\nbrief = "People decide."', '@band = "informing"\nbrief = "x"'
    )
    assert told(folder) == f"{where}[[rung]] owning: band 'informing' stands below that of the rung before it"


def test_ladder_has_at_most_twenty_rungs(folder: Path) -> None:
    head, last = (folder / "ladder.toml").read_text().rsplit("[[rung]]", 1)
    more = (last.replace("n = 4", f"n = {n}").replace("owning", f"owning-{n}") for n in range(4, 22))
    (folder / "ladder.toml").write_text(head + "".join(f"[[rung]]{text}" for text in more))
    line = (folder / "ladder.toml").read_text().splitlines().index("n = 21")
    assert (
        told(folder) == f"{folder}/ladder.toml:{line}: [[rung]] owning-21: a ladder has at most 20 rungs; delete some"
    )
