"""What a terminal or a file can show: its width, colours, a line that is written over, letters beyond ASCII."""

import io
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, RenderableType

from tokenism.printable import printable

NARROWEST, WIDTH, WIDEST = 40, 80, 100
"""Columns that tables are never narrower than, that files get, and that a wider terminal is used up to."""

_C = ("C", "POSIX")
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""Values that Python itself gives to LC_CTYPE where the user's locale is C (PEP 538)."""
_ASCII = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "…": "...",
        "→": "->",
        "•": "*",
        "\xa0": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Screen:
    """Columns, whether it is a terminal, whether it takes colours, and whether it shows ASCII only."""

    width: int = WIDTH
    terminal: bool = False
    styled: bool = False
    ascii_only: bool = False

    def text(self, text: str) -> str:
        """A text as one line that this screen can show, without signs that steer a terminal."""
        return self._known(" ".join(printable(text).split()))

    def draw(self, parts: Iterable[RenderableType]) -> str:
        """Tables and texts of rich, one below the other; without colours there is no escape code."""
        file = io.StringIO()
        console = Console(
            file=file,
            width=self.width,
            force_terminal=self.styled,
            color_system="standard" if self.styled else None,
            no_color=not self.styled,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )
        for part in parts:
            console.print(part)
        return self._known("\n".join(line.rstrip() for line in file.getvalue().splitlines()))

    def _known(self, text: str) -> str:
        return text.translate(_ASCII).encode("ascii", "replace").decode() if self.ascii_only else text


def screen_of(stream: TextIO, environ: Mapping[str, str]) -> Screen:
    """What a stream can show, by itself and the environment (COLUMNS, NO_COLOR, TERM, LC_ALL, LC_CTYPE, LANG)."""
    terminal = stream.isatty() and environ.get("TERM") not in ("dumb", "unknown")
    columns = shutil.get_terminal_size((WIDTH, 24)).columns if stream.isatty() else WIDTH
    return Screen(
        width=min(WIDEST, max(NARROWEST, columns)),
        terminal=terminal,
        styled=terminal and not environ.get("NO_COLOR"),
        ascii_only=not (stream.encoding or "").lower().startswith("utf") or _is_c(environ),
    )


def _is_c(environ: Mapping[str, str]) -> bool:
    """Whether the user's own locale is C, which promises no letters beyond ASCII."""
    names = [environ.get("LC_ALL"), environ.get("LC_CTYPE"), environ.get("LANG")]
    if names[1] in _COERCED and names[2] in _C:
        names[1] = None
    return next((name for name in names if name), "") in _C
