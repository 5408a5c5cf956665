"""The tables of frameworks: the committed file is that of the codebook, and its sources have author and year."""

import pytest

from tests.conftest import REPOSITORY
from tests.makers import codebook
from tokenism.exchange.frameworks import authors_and_years, frameworks_markdown

COMMAND = "tokenism codebook export --format frameworks docs/frameworks.md"


def test_committed_file_is_that_of_the_codebook() -> None:
    committed = (REPOSITORY / "docs" / "frameworks.md").read_text(encoding="utf-8")
    assert committed == frameworks_markdown(codebook()), f"the codebook has changed: run `{COMMAND}`"


def test_file_says_how_it_is_written_again() -> None:
    assert COMMAND in frameworks_markdown(codebook())


def test_crosswalk_has_a_row_for_each_rung_with_its_level_and_group_in_every_view() -> None:
    lines = frameworks_markdown(codebook()).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("| n | Rung | arnstein |"))
    heads, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[start : start + 10])
    assert heads[2:] == [
        "arnstein", "arnstein, group", "bands-broad", "bands-strict", "iap2", "nef", "nef, group", "wilcox",
    ]  # fmt: skip
    assert [row[1] for row in rows] == [rung.id for rung in codebook().rungs]
    assert rows[4][2:] == [
        "placation", "degrees of tokenism", "consultation", "consultation", "involve", "engagement", "doing for",
        "consultation",
    ]  # fmt: skip


def test_every_view_and_every_marker_is_there_with_its_source() -> None:
    text = frameworks_markdown(codebook())
    assert [view.id for view in codebook().views.values() if f"### View {view.id}: {view.name}" not in text] == []
    rows = {line for line in text.splitlines() if line.startswith("| `")}
    assert [m.id for m in codebook().markers if not any(f"| `{m.id}` | {m.definition}" in row for row in rows)] == []


@pytest.mark.parametrize("view", ["arnstein", "bands-broad", "bands-strict", "iap2", "nef", "wilcox"])
def test_view_says_what_it_cannot_tell(view: str) -> None:
    text = frameworks_markdown(codebook()).split(f"### View {view}: ")[1].split("\n##")[0]
    assert "cannot" in text.rsplit("|\n", 1)[1]


@pytest.mark.parametrize(
    ("source", "works"),
    [
        ("Arnstein 1969", [("Arnstein", "1969")]),
        ("NEF 2009 (co-design); Arnstein 1969 (partnership)", [("NEF", "2009"), ("Arnstein", "1969")]),
        ("NEF (New Economics Foundation) 2009", [("NEF", "2009")]),
        ("Boyle, Slay and Stephens 2010 (NEF)", [("Boyle, Slay and Stephens", "2010")]),
        ("Cahn 2000, 2004", [("Cahn", "2000"), ("Cahn", "2004")]),
        ("NEF 2009, exclusions as quoted elsewhere", [("NEF", "2009")]),
        ("Codebook, section 7; TLAP", []),
    ],
)
def test_works_are_read_from_a_source(source: str, works: list[tuple[str, str]]) -> None:
    assert list(authors_and_years(source)) == works


def test_works_stand_in_alphabetical_order_and_once() -> None:
    table = frameworks_markdown(codebook()).split("## Sources")[1]
    works = [tuple(cell.strip() for cell in line.split("|")[1:3]) for line in table.splitlines() if line[:2] == "| "][
        2:
    ]
    assert works == sorted(set(works), key=lambda work: (work[0].casefold(), work[1]))
    assert ("Wilcox", "1994") in works
