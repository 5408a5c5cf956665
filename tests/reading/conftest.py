"""What the tests of reading share: pages made of marks, read whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MakePdf
from tokenism.reading.document import Limits, Reading, Shape, read_document

PROSE = ["Residents and carers decided together how the", "money of the day centre was to be spent last year."]
ROWS = [["Action", "Who decides"], ["Choose provider", "Six carers with a vote"], ["Ask tenants", "The council"]]

ReadSheets = Callable[..., Reading]


def read(path: Path, password: str | None = None, *, shape: Shape = Shape(), **limits: float) -> Reading:  # noqa: B008
    return read_document(path, limits=Limits(**limits), shape=shape, password=password)  # type: ignore[arg-type]


@pytest.fixture
def read_sheets(make_pdf: MakePdf) -> ReadSheets:
    return lambda *sheets, **options: read(make_pdf(*sheets), **options)
