"""Section paths."""

from dataclasses import replace

import pytest

from tokenism.reading.blocks import Block
from tokenism.reading.sections import path_text, sections
from tokenism.records import Box


def heading(text: str, size: float, *, bold: bool = False, box: int = -1, page: int = 1) -> Block:
    return Block("heading", text, (Box(page, 72, 100, 520, 120),), size, bold=bold, box=box)


def text(words: str = "Text.", *, box: int = -1, page: int = 1, kind: str = "paragraph") -> Block:
    return Block(kind, words, (Box(page, 72, 100, 520, 120),), 11, bold=False, box=box)


def paths(*blocks: Block) -> list[str]:
    return [path for path, _ in sections(blocks)]


# Bounded paths


def test_long_path_keeps_root_and_last_heading_and_whole_words() -> None:
    found = path_text([f"{name} " + "word " * 20 + "end" for name in ("Root", "Mid", "Last")])
    assert len(found) <= 200
    root, last = found.split(" > ")
    assert root.startswith("Root word") and last.startswith("Last word")
    assert root.endswith("word") and last.endswith("word")


def test_one_heading_without_spaces_is_cut_too() -> None:
    assert len(path_text(["x" * 300])) <= 200


def test_path_that_fits_is_whole() -> None:
    assert path_text(["Carers of every age " * 5, "Money"]).endswith("age  > Money")


# Levels


def test_numbers_tell_levels_of_one_style() -> None:
    found = paths(
        heading("3 Delivery", 14), heading("3.1 Governance", 14), text(), heading("3.1.1 Boards", 14), text(),
        heading("3.2 Money", 14), text(), heading("4 Next", 14), text(),
    )  # fmt: skip
    assert found == [
        "3 Delivery > 3.1 Governance",
        "3 Delivery > 3.1 Governance > 3.1.1 Boards",
        "3 Delivery > 3.2 Money",
        "4 Next",
    ]


def test_large_type_out_of_turn_ends_at_the_next_usual_heading() -> None:
    usual = [block for n in range(1, 5) for block in (heading(f"SESSION {n}", 16), text(page=n))]
    found = paths(heading("Report", 30), *usual[:4], heading("What should we do?", 24), text(), *usual[4:])
    assert found == [
        "Report > SESSION 1",
        "Report > SESSION 2",
        "Report > What should we do?",
        "Report > SESSION 3",
        "Report > SESSION 4",
    ]


@pytest.mark.parametrize("name", ["Part 2", "Appendix A"])
def test_named_part_stays_open(name: str) -> None:
    usual = [block for n in range(4) for block in (heading(f"Theme {n}", 16), text(page=n + 1))]
    assert paths(*usual[:6], heading(name, 24), text(), *usual[6:])[-1] == f"{name} > Theme 3"


# Framed boxes


def test_heading_in_a_box_holds_in_the_box_only() -> None:
    found = paths(heading("Session 3", 16), text(), heading("Questions", 20, box=0), text(box=0), text("On."))
    assert found == ["Session 3", "Session 3 > Questions", "Session 3"]


def test_bar_behind_a_heading_is_no_box() -> None:
    assert paths(heading("Session 3", 16, box=0), text()) == ["Session 3"]


def test_boxes_beside_each_other_do_not_nest() -> None:
    found = paths(
        heading("Plan", 20), heading("One", 14, box=0), text(box=0), heading("Two", 14, box=1), text(box=1), text()
    )
    assert found == ["Plan > One", "Plan > Two", "Plan"]


def test_footnote_leaves_a_heading_waiting_for_its_text() -> None:
    found = list(sections([heading("Plan", 20), text("Note.", kind="footnote"), heading("Money", 20, page=2), text()]))
    assert [block.text for _, members in found for block in members] == ["Note.", "Plan", "Text."]


def test_heading_too_long_for_the_path_is_a_block_too() -> None:
    question = heading("What should the council and the people of the town do together about " + "homes " * 6, 20)
    found = list(sections([question, replace(heading("Residents decided.", 11), kind="paragraph")]))
    assert [block.text for _, members in found for block in members] == [question.text, "Residents decided."]
