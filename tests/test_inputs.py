"""Which files to read, and what the sources file says about each."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tokenism.cli import main
from tokenism.errors import InputError, NothingToReadError
from tokenism.inputs import Input, Inputs, Source, find_inputs

Tree = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Make empty files below the test's folder and give that folder."""

    def make(*names: str) -> Path:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path

    return make


@pytest.fixture
def listing(tmp_path: Path) -> Callable[[str], Path]:
    """Write a sources file and give its path."""

    def write(text: str, name: str = "sources.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


Listing = Callable[..., Path]


def names(inputs: Inputs) -> list[str]:
    return [item.name for item in inputs.files]


def organisations(inputs: Inputs) -> dict[str, str]:
    return {item.name: item.source.organisation for item in inputs.files}


def only(inputs: Inputs) -> Input:
    (item,) = inputs.files
    return item


# Files and folders


def test_folder_gives_its_pdfs_of_any_case_from_all_depths_in_order(tree: Tree) -> None:
    folder = tree("b.pdf", "a.PDF", "Trust/2024/c.Pdf", "notes.txt", "Trust/cover.docx", "pdf")
    found = find_inputs([folder])
    assert names(found) == ["Trust/2024/c.Pdf", "a.PDF", "b.pdf"]
    assert found.n_left == 3


def test_file_is_taken_whatever_its_name(tree: Tree) -> None:
    found = find_inputs([tree("plan.download") / "plan.download"])
    assert (names(found), found.n_left) == (["plan.download"], 0)


def test_path_that_does_not_exist_comes_back(tmp_path: Path) -> None:
    item = only(find_inputs([tmp_path / "none.pdf"]))
    assert (item.name, item.path.exists()) == ("none.pdf", False)


def test_file_found_twice_is_read_once(tree: Tree) -> None:
    folder = tree("a.pdf")
    assert names(find_inputs([folder, folder / "a.pdf", folder / ".." / folder.name])) == [f"{folder.name}/a.pdf"]


def test_names_of_several_folders_begin_with_the_folder(tree: Tree) -> None:
    folder = tree("one/a.pdf", "two/a.pdf")
    assert names(find_inputs([folder / "one", folder / "two"])) == ["one/a.pdf", "two/a.pdf"]


@pytest.mark.parametrize(
    ("name", "organisation"),
    [
        ("Elm Council.pdf", "Elm Council"),
        ("Elm Council/plan.pdf", "Elm Council"),
        ("Elm Council/2024/plan.pdf", "Elm Council"),
        ("v1.2 plan.pdf", "v1.2 plan"),
    ],
)
def test_organisation_is_the_sub_folder_else_the_file(tree: Tree, name: str, organisation: str) -> None:
    assert organisations(find_inputs([tree(name)])) == {name: organisation}


def test_organisation_of_a_single_file_is_its_name(tree: Tree) -> None:
    assert organisations(find_inputs([tree("Elm/plan.pdf") / "Elm" / "plan.pdf"])) == {"plan.pdf": "plan"}


@given(
    st.lists(
        st.text("abCD ", min_size=1, max_size=4).map(str.strip).filter(bool),
        min_size=1,
        max_size=6,
        unique_by=str.lower,
    )
)
def test_order_does_not_hang_on_the_order_of_making(tmp_path_factory: pytest.TempPathFactory, stems: list[str]) -> None:
    folders = [tmp_path_factory.mktemp("folder") for _ in range(2)]
    for folder, order in zip(folders, (stems, stems[::-1]), strict=True):
        for stem in order:
            (folder / f"{stem}.pdf").touch()
    first, second = (names(find_inputs([folder])) for folder in folders)
    assert first == second == sorted(f"{stem}.pdf" for stem in stems)


# The sources file


def test_all_facts_come_from_the_sources_file(tree: Tree, listing: Listing) -> None:
    row = "Elm Council,council,Plan for 2025,2025,https://elm.example/p.pdf,OGL,ABCDEF"
    sources = listing(f"file,organisation,organisation_type,title,year,url,licence,sha256\na.pdf,{row}\n")
    item = only(find_inputs([tree("a.pdf")], sources))
    assert item.source == Source(
        "a.pdf", "Elm Council", "council", "Plan for 2025", 2025, "https://elm.example/p.pdf", "OGL", "abcdef"
    )


@pytest.mark.parametrize(
    ("cell", "organisation"),
    [
        ("Elm; Ash", "Elm; Ash"),
        (" Elm ;Ash; ", "Elm; Ash"),
        ("Elm;Elm", "Elm"),
        ('"Elm, Ash and Oak"', "Elm, Ash and Oak"),
        ("Cyngor Ynys Môn", "Cyngor Ynys Môn"),
    ],
)
def test_names_of_a_joint_strategy_are_joined_by_semicolons(
    tree: Tree, listing: Listing, cell: str, organisation: str
) -> None:
    sources = listing(f"file,organisation\na.pdf,{cell}\n")
    assert organisations(find_inputs([tree("a.pdf")], sources)) == {"a.pdf": organisation}


@pytest.mark.parametrize(
    ("cell", "year"),
    [("2025", 2025), ("2024/25", 2024), ("May 1999", 1999), ("", None), ("12025", None), ("soon", None)],
)
def test_year_is_found_in_its_cell(tree: Tree, listing: Listing, cell: str, year: int | None) -> None:
    assert (
        only(find_inputs([tree("a.pdf")], listing(f"file,organisation,year\na.pdf,Elm,{cell}\n"))).source.year == year
    )


@pytest.mark.parametrize(
    "header", ["file,organisation,source_url,licence_note", " file , organisation ,source_url,licence_note"]
)
def test_other_names_of_columns_and_spaces_are_understood(tree: Tree, listing: Listing, header: str) -> None:
    source = only(find_inputs([tree("a.pdf")], listing(f"\ufeff{header}\n a.pdf , Elm ,https://x,OGL\n"))).source
    assert (source.organisation, source.url, source.licence) == ("Elm", "https://x", "OGL")


@pytest.mark.parametrize("place", ["lists/sources.csv", "pdfs/sources.csv", "sources.csv"])
def test_documents_are_found_relative_to_the_scanned_folder(tree: Tree, listing: Listing, place: str) -> None:
    folder = tree("pdfs/Trust/a.pdf") / "pdfs"
    found = find_inputs([folder], listing("file,organisation\nTrust/a.pdf,Elm\n", place))
    assert organisations(found) == {"Trust/a.pdf": "Elm"}


@pytest.mark.parametrize("path", ["pdfs", "pdfs/Trust", "pdfs/Trust/a.pdf"])
def test_documents_are_found_relative_to_the_sources_file(tree: Tree, listing: Listing, path: str) -> None:
    found = find_inputs([tree("pdfs/Trust/a.pdf") / path], listing("file,organisation\npdfs/Trust/a.pdf,Elm\n"))
    assert list(organisations(found).values()) == ["Elm"]


@pytest.mark.parametrize("cell", ["./a.pdf", "Trust\\b.pdf", "Trust/./b.pdf"])
def test_spelling_of_a_path_makes_no_difference(tree: Tree, listing: Listing, cell: str) -> None:
    found = find_inputs([tree("a.pdf", "Trust/b.pdf")], listing(f"file,organisation\n{cell},Elm\n"))
    assert "Elm" in organisations(found).values()
    assert len(found.files) == 2


def test_document_without_a_row_keeps_its_folders_name(tree: Tree, listing: Listing) -> None:
    found = find_inputs([tree("a.pdf", "Ash/b.pdf")], listing("file,organisation\na.pdf,Elm\n"))
    assert organisations(found) == {"Ash/b.pdf": "Ash", "a.pdf": "Elm"}


def test_row_without_a_document_comes_back_as_missing(tree: Tree, listing: Listing) -> None:
    found = find_inputs([tree("a.pdf")], listing("file,organisation\ngone.pdf,Ash\na.pdf,Elm\n"))
    assert organisations(found) == {"a.pdf": "Elm", "gone.pdf": "Ash"}
    assert [item.path.exists() for item in found.files] == [True, False]


def test_rows_of_other_documents_are_passed_over_when_a_file_is_named(tree: Tree, listing: Listing) -> None:
    found = find_inputs([tree("a.pdf") / "a.pdf"], listing("file,organisation\ngone.pdf,Ash\na.pdf,Elm\n"))
    assert organisations(found) == {"a.pdf": "Elm"}


def test_rows_of_documents_elsewhere_are_passed_over(tree: Tree, listing: Listing) -> None:
    found = find_inputs(
        [tree("one/a.pdf", "two/b.pdf") / "one"], listing("file,organisation\none/a.pdf,Elm\ntwo/b.pdf,Ash\n")
    )
    assert organisations(found) == {"a.pdf": "Elm"}


# Mistakes


MISTAKES = {
    "empty file": ("", ["sources.csv", "no column 'file'", "columns found: none"]),
    "no file column": ("name,organisation\na.pdf,Elm\n", ["sources.csv", "no column 'file'", "name, organisation"]),
    "no organisation column": (
        "file\na.pdf\n",
        ["sources.csv", "no column 'organisation'", "add it to the first line"],
    ),
    "a comma without quotation marks": ("file,organisation\na.pdf,Elm, Oak\n", ["line 2", "more cells than columns"]),
    "empty organisation": (
        "file,organisation\na.pdf,Elm\nb.pdf,\n",
        ["line 3", "'organisation' is empty", "delete the row"],
    ),
    "only a semicolon": ("file,organisation\na.pdf,;\n", ["line 2", "'organisation' is empty"]),
    "empty file cell": ("file,organisation\n,Elm\n", ["line 2", "'file' is empty", "fill it in"]),
    "short row": ("file,organisation\na.pdf\n", ["line 2", "'organisation' is empty"]),
    "row twice": ("file,organisation\na.pdf,Elm\na.pdf,Ash\n", ["line 3", "'a.pdf'", "line 2", "keep one"]),
    "row twice, spelt otherwise": ("file,organisation\na.pdf,Elm\n./a.pdf,Ash\n", ["line 3", "'./a.pdf'", "line 2"]),
    "row twice, both missing": ("file,organisation\nx.pdf,Elm\nx.pdf,Ash\n", ["line 3", "'x.pdf'", "line 2"]),
    "up and out": ("file,organisation\n../a.pdf,Elm\n", ["line 2", "'../a.pdf'", "leads out of its folder"]),
    "out and back": ("file,organisation\nx/../a.pdf,Elm\n", ["line 2", "leads out of its folder"]),
    "out, backwards": (
        "file,organisation\n..\\a.pdf,Elm\n",
        ["line 2", "leads out of its folder", "give a path below"],
    ),
    "absolute": ("file,organisation\n/etc/passwd,Elm\n", ["line 2", "'/etc/passwd'", "leads out of its folder"]),
    "line after a break in a cell": ('file,organisation\na.pdf,"Elm\nCouncil"\n,Ash\n', ["line 4", "'file' is empty"]),
}


@pytest.mark.parametrize(("text", "words"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_in_the_sources_file_is_named_with_its_place(
    tree: Tree, listing: Listing, text: str, words: list[str]
) -> None:
    sources = listing(text)
    with pytest.raises(InputError) as error:
        find_inputs([tree("a.pdf", "b.pdf")], sources)
    assert str(error.value).startswith(str(sources))
    assert [word for word in words if word not in str(error.value)] == []
    assert error.value.exit_code == 2


@pytest.mark.parametrize("cell", ["a\0b.pdf", "x" * 300 + ".pdf"], ids=["null byte", "very long"])
def test_file_name_that_no_system_takes_is_named_with_its_line(tree: Tree, listing: Listing, cell: str) -> None:
    sources = listing(f"file,organisation\n{cell},Elm\n")
    problem: InputError | None = None
    try:
        find_inputs([tree("a.pdf")], sources)
    except InputError as error:
        problem = error
    assert "line 2" in str(problem)


def test_link_in_the_folder_is_taken_as_the_file_that_it_stands_for(tree: Tree, listing: Listing) -> None:
    folder = tree("pdfs/a.pdf", "elsewhere/b.pdf")
    (folder / "pdfs" / "link.pdf").symlink_to(folder / "elsewhere" / "b.pdf")
    sources = listing("file,organisation\nlink.pdf,Elm\n", "pdfs/sources.csv")
    found = {item.name: item.source.organisation for item in find_inputs([folder / "pdfs"], sources).files}
    assert found == {"a.pdf": "a", "link.pdf": "Elm"}


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_sources_file_that_is_not_there_is_named(tree: Tree, name: str) -> None:
    with pytest.raises(InputError, match="no such file; give the CSV that lists the documents"):
        find_inputs([tree("a.pdf")], tree() / name)


def test_sources_file_that_is_not_utf8_is_named(tree: Tree) -> None:
    folder = tree("a.pdf")
    (folder / "sources.csv").write_bytes("file,organisation\na.pdf,Môn\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"sources\.csv: not UTF-8 text \(byte 25\); save it as CSV UTF-8"):
        find_inputs([folder], folder / "sources.csv")


def test_folder_without_pdfs_says_what_to_name(tree: Tree) -> None:
    folder = tree("notes.txt", "cover.docx")
    with pytest.raises(NothingToReadError) as error:
        find_inputs([folder])
    assert [word for word in (str(folder), "no PDF files", "2", "*.pdf") if word not in str(error.value)] == []
    assert error.value.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["extract", "empty", "--out", "out"], 1, "tokenism: empty: no PDF files in it"),
        (["extract", "full", "--out", "out", "--sources", "none.csv"], 2, "tokenism: none.csv: no such file"),
        (["extract", "full", "--out", "out", "--sources", "bad.csv"], 2, "tokenism: bad.csv, line 2: the column"),
        (["extract", "--out", "out"], 2, "Missing argument 'PATHS"),
        (["extract", "full"], 2, "Missing option '--out'"),
    ],
)
def test_mistake_on_the_command_line_is_one_sentence_and_a_code(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, words: str
) -> None:
    folder = tree("empty/notes.txt", "full/a.pdf")
    (folder / "bad.csv").write_text("file,organisation\na.pdf,\n")
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == code
    assert words in done.stderr
    assert "Traceback" not in done.output
    assert not (folder / "out").exists()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_may_be_separated_as_spreadsheets_do(tree: Tree, listing: Listing, mark: str) -> None:
    sources = listing(f"file{mark}organisation\na.pdf{mark}Elm\n")
    (item,) = find_inputs([tree("a.pdf")], sources).files
    assert item.source.organisation == "Elm"


def test_list_that_misses_its_mark_is_told(tree: Tree, listing: Listing) -> None:
    found = find_inputs([tree("a.pdf", "b.pdf")], listing("file,organisation\nb.pdf,Elm\nx.pdf,Oak\n"))
    assert len(found.problems) == 2
    assert "1 listed documents are not there, the first is 'x.pdf'" in found.problems[0]
    assert "1 PDFs are not listed" in found.problems[1]


def test_loop_of_links_is_missing_and_stops_nothing(tree: Tree) -> None:
    folder = tree("a.pdf")
    (folder / "loop.pdf").symlink_to(folder / "loop.pdf")
    assert [item.name for item in find_inputs([folder]).files] == ["a.pdf", "loop.pdf"]


def test_file_name_of_odd_bytes_is_shown_as_text(tree: Tree) -> None:
    folder = tree("a.pdf")
    (folder / os.fsdecode(b"odd\xff.pdf")).write_bytes(b"%PDF-")
    names = [item.name for item in find_inputs([folder]).files]
    assert names == ["a.pdf", "odd\ufffd.pdf"]


def test_semicolon_in_a_folder_name_joins_no_organisations(tree: Tree) -> None:
    (item,) = find_inputs([tree("Elm; Oak/a.pdf")]).files
    assert item.source.organisation == "Elm, Oak"
