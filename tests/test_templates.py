"""Templates are filled with what they name, and say what is missing."""

from pathlib import Path

import pytest

from tokenism.errors import InputError
from tokenism.templates import filled, interval, read_figures, table


def test_names_in_a_template_give_way_to_values(tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    path.write_text("# {{ n }} passages & more\n")
    assert filled(path, {"n": "1,562"}) == "# 1,562 passages & more\n"


@pytest.mark.parametrize(("text", "message"), [("{{ m }}", "'m' is undefined; known are n"), ("{{", "t.md: ")])
def test_template_that_is_wrong_is_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "t.md").write_text(text)
    with pytest.raises(InputError, match=message):
        filled(tmp_path / "t.md", {"n": 1})


def test_missing_template_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"t\.md: cannot be read"):
        filled(tmp_path / "t.md", {})


def test_what_looks_like_markup_in_a_table_is_shown() -> None:
    assert table(("a", "b"), [("x|y", 1)]).splitlines()[-1] == "| x\\|y | 1 |"


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ({"value": 0.456, "low": 0.1, "high": 0.9}, "0.46 (0.10 to 0.90)"),
        ({"value": 0.456, "low": None, "high": None}, "0.46"),
        ({"value": None, "low": None, "high": None}, "–"),
        (None, "–"),
    ],
)
def test_figure_is_told_with_its_interval_if_it_has_one(figure: dict[str, float | None] | None, text: str) -> None:
    assert interval(figure) == text


def test_figures_are_read(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text('{"gold": 1}')
    assert read_figures(tmp_path / "f.json", "the agree stage") == {"gold": 1}


@pytest.mark.parametrize(("text", "message"), [("{", "not JSON"), ("[]", "not an object")])
def test_figures_that_are_none_are_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "f.json").write_text(text)
    with pytest.raises(InputError, match=f"{message}.*run the agree stage again"):
        read_figures(tmp_path / "f.json", "the agree stage")


def test_missing_figures_say_what_writes_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run the agree stage first"):
        read_figures(tmp_path / "f.json", "the agree stage")
