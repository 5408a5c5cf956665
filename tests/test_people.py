"""People: groups of names, each name once, as they stand in texts."""

from pathlib import Path

from tests.small_codebook import told, write_small
from tokenism.codebook import load_codebook
from tokenism.people import read_people
from tokenism.toml_source import read_toml


def people(folder: Path, text: str) -> dict[str, dict[str, tuple[str, ...]]]:
    path = folder / "public.toml"
    path.write_text(text, encoding="utf-8")
    return dict(read_people(read_toml(path)))


def test_groups_are_read_by_table(tmp_path: Path) -> None:
    text = (
        '[public]\na = ["Residents", "passers-by"]\n[not_public]\nb = ["staff"]\n[not_people]\nc = ["friends\' gate"]\n'
    )
    assert people(tmp_path, text) == {
        "public": {"a": ("Residents", "passers-by")},
        "not_public": {"b": ("staff",)},
        "not_people": {"c": ("friends' gate",)},
    }


def test_things_that_contain_people_may_be_missing(tmp_path: Path) -> None:
    assert people(tmp_path, '[public]\na = ["x"]\n[not_public]\nb = ["y"]\n')["not_people"] == {}


def test_missing_table_of_people_is_told(tmp_path: Path) -> None:
    path = write_small(tmp_path) / "public.toml"
    path.write_text(path.read_text().replace('[not_public]\nstaff = ["officers"]\n', ""))
    assert told(tmp_path) == f"{path}:1: the file: the table [not_public] is missing; it holds groups of names"


def test_name_of_a_thing_is_no_name_of_people(tmp_path: Path) -> None:
    path = write_small(tmp_path) / "public.toml"
    path.write_text(path.read_text() + '\n[not_people]\nthings = [\n  "Patients",\n]\n')
    line = path.read_text().splitlines().index('  "Patients",') + 1
    assert told(tmp_path) == (
        f"{path}:{line}: [not_people]: 'Patients' stands in public.patients and in not_people.things; delete one"
    )


def test_people_of_the_small_codebook_are_those_of_its_file(tmp_path: Path) -> None:
    book = load_codebook(write_small(tmp_path))
    assert (book.not_public, book.not_people) == ({"staff": ("officers",)}, {})
