"""What a screen can show: files get 80 plain columns, and no colour goes where none is wanted."""

import io

import pytest
from rich.text import Text

from tokenism.screen import Screen, screen_of


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "terminal", "styled", "ascii_only"),
    [
        ({"TERM": "xterm", "LANG": "en_GB.UTF-8"}, True, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False, False),
        ({"TERM": "dumb"}, False, False, False),
        ({"TERM": "xterm", "LANG": "C"}, True, True, True),
        ({"TERM": "xterm", "LANG": "C", "LC_CTYPE": "C.UTF-8"}, True, True, True),
        ({"TERM": "xterm", "LANG": "C", "LC_CTYPE": "en_GB.UTF-8"}, True, True, False),
        ({"TERM": "xterm", "LANG": "en_GB.UTF-8", "LC_ALL": "C"}, True, True, True),
    ],
)
def test_terminal_is_taken_as_the_environment_tells(
    environ: dict[str, str], terminal: bool, styled: bool, ascii_only: bool
) -> None:
    found = screen_of(Terminal(), environ)
    assert (found.terminal, found.styled, found.ascii_only) == (terminal, styled, ascii_only)


@pytest.mark.parametrize(("columns", "width"), [("20", 40), ("60", 60), ("240", 100)])
def test_width_is_that_of_the_terminal_within_bounds(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert screen_of(Terminal(), {}).width == width


def test_file_is_eighty_columns_wide_and_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    found = screen_of(io.TextIOWrapper(io.BytesIO(), encoding="latin-1"), {"TERM": "xterm"})
    assert found == Screen(80, terminal=False, styled=False, ascii_only=True)


def test_style_is_drawn_on_a_styled_screen_only() -> None:
    assert "\x1b[1m" in Screen(styled=True).draw([Text("bold", style="bold")])
    assert Screen().draw([Text("bold [red]", style="bold")]) == "bold [red]"


def test_ascii_screen_shows_signs_in_other_words_and_other_scripts_as_marks() -> None:
    assert Screen(ascii_only=True).draw([Text("“Ynys Môn” – 南 → …")]) == '"Ynys M?n" - ? -> ...'


def test_text_is_one_line_that_steers_nothing() -> None:
    assert Screen().text("a\x1b]0;b\x07\r\n\u202ec") == "a�]0;b� �c"
