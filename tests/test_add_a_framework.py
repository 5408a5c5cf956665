"""The guide to a codebook of one's own is true: its blocks, put where they say, make one that works."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import REPOSITORY
from tokenism.cli import main
from tokenism.codebook import Codebook, codebook_folder, load_codebook
from tokenism.cues import CueReader

GUIDE = (REPOSITORY / "docs" / "how-to" / "add-a-framework.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n# (\S+): ([^\n]+)\n(.*?)```", GUIDE, flags=re.DOTALL)
PLACES = {
    "a new file": lambda text, block: text + block,
    "at the end": lambda text, block: f"{text}\n{block}",
    "before the first [[rule]]": lambda text, block: text.replace("[[rule]]", f"{block}\n[[rule]]", 1),
}
MILL = "Villagers own the mill, and an asset lock means that it can never be sold."
MEETING = "The meeting was in a hall with a quiet room, and babysitting was offered."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the codebook of the guide in ``my-codebook``."""
    place = tmp_path_factory.mktemp("guide")
    folder = shutil.copytree(codebook_folder(), place / "my-codebook")
    for name, where, block in BLOCKS:
        path = folder / name
        path.write_text(PLACES[where](path.read_text() if path.exists() else "", block), encoding="utf-8")
    new, old = re.findall(r"write `([^`]+)` for `([^`]+)`", GUIDE)[0]
    for path in (folder / "views").glob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def book(place: Path) -> Codebook:
    return load_codebook(place / "my-codebook")


@pytest.fixture(scope="module")
def reader(book: Codebook) -> CueReader:
    return CueReader(book)


def test_every_block_of_the_guide_says_where_it_goes() -> None:
    assert GUIDE.count("```toml") == len(BLOCKS) == 6
    assert {where for _, where, _ in BLOCKS} == set(PLACES)


def test_new_ladder_maps_every_rung_the_new_one_too(book: Codebook) -> None:
    view = book.view("who-decides")
    ids = [view.levels[number].id for number in view.level_of]
    assert ids == ["they-decide"] * 5 + ["both-decide"] * 2 + ["people-decide"] * 2
    assert {len(view.level_of) for view in book.views.values()} == {9}


def test_new_marker_fires_with_its_words(reader: CueReader) -> None:
    found = {(hit.marker, MEETING[hit.start : hit.end]) for hit in reader.read(MEETING).marked}
    assert found >= {("welcome.access", "with a quiet room"), ("welcome.access", "babysitting was offered")}


def test_new_claim_is_found_and_only_with_the_public(reader: CueReader) -> None:
    (cue,) = (cue for cue in reader.codebook.cues if cue.id == "claim.arm-in-arm")
    assert [hit.cue.id for hit in reader.read(cue.example).claims] == [cue.id]
    assert reader.labels(cue.example)[0] == "co-production"
    assert reader.read(cue.counter).claims == ()


def test_ninth_rung_is_reached_by_the_rules_alone(reader: CueReader) -> None:
    assert reader.labels(MILL)[1] == 9
    assert [rule.id for rule in reader.read(MILL).rules if rule.sets == "rung"] == ["rung.held-for-good"]
    lower = next(cue for cue in reader.codebook.of_kind("practice") if cue.value == "8")
    assert reader.labels(lower.example)[1] == 8
    assert reader.codebook.band(9) == "co-production"


@pytest.mark.parametrize("key", ["claim.arm-in-arm", "practice.asset-lock", "welcome.access"])
def test_new_cue_finds_its_example_and_not_its_counter_example(reader: CueReader, key: str) -> None:
    (cue,) = (cue for cue in reader.codebook.cues if cue.id == key)
    fired = [
        {hit.cue.id for hit in (*reading.claims, *reading.practices, *reading.markers)}
        for reading in map(reader.read, (cue.example, cue.counter))
    ]
    assert [key in ids for ids in fired] == [True, False]


def test_check_of_the_guide_accepts_the_codebook(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    (command,) = re.findall(r"^\$ tokenism (codebook check .*)$", GUIDE, flags=re.MULTILINE)
    result = CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)
    assert result.exit_code == 0
    assert "9 rungs" in result.stdout


def test_commands_of_the_guide_tag_with_the_default_model(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    texts = {"mill": MILL, "meeting": MEETING}
    lines = (json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items())
    (place / "passages.jsonl").write_text("".join(lines))
    (command,) = re.findall(r"^\$ tokenism (tag .*)$", GUIDE, flags=re.MULTILINE)
    result = CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)
    assert result.exit_code == 0
    mill, meeting = map(json.loads, (place / "tagged.jsonl").read_text().splitlines())
    shown = [marker["text"] for marker in meeting["markers"] if marker["marker"] == "welcome.access"]
    assert shown == ["with a quiet room", "babysitting was offered"]
    assert mill["practice_rung"] in range(9)


def test_every_other_command_of_the_guide_has_the_options_that_it_is_given() -> None:
    for name, options in re.findall(r"^\$ tokenism (train|evaluate|scan) (.*)$", GUIDE, flags=re.MULTILINE):
        known = {flag for param in main.commands[name].params for flag in param.opts}
        assert set(re.findall(r"--\w+", options)) <= known


def test_mistake_is_told_as_the_guide_shows(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(codebook_folder(), place / "spoilt" / "my-codebook")
    (block,) = (block for _, _, block in BLOCKS if "claim.arm" in block)
    with (folder / "claims.toml").open("a") as file:
        file.write(block.replace("rung = 7", "rung = 10"))
    monkeypatch.chdir(folder.parent)
    result = CliRunner().invoke(main, ["tag", "my-codebook", "tagged.jsonl", "--codebook", "my-codebook"])
    (shown,) = re.findall(r"```text\n(.*)\n```", GUIDE)
    assert re.sub(r":\d+:", ":0:", "tokenism: " + shown) in re.sub(r":\d+:", ":0:", result.stderr)
