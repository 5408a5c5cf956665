"""The pace of work: by size, without what was ready, and told only once it is known."""

import pytest

from tokenism.pace import Pace


def test_nothing_is_told_of_the_pace_at_first() -> None:
    pace = Pace(4, 100)
    pace.add(size=50, pages=3)
    assert pace.left(1.0) is None
    assert pace.line("Reading", "documents", 1.0, 79).endswith("1 of 4 documents")


def test_time_left_goes_by_size() -> None:
    pace = Pace(100, 1000)
    pace.add(size=900)
    assert pace.left(9.0) == pytest.approx(1.0)


def test_time_left_goes_by_number_where_no_size_is_given() -> None:
    pace = Pace(4)
    pace.add()
    assert pace.left(10.0) == pytest.approx(30.0)


def test_what_was_ready_says_nothing_of_the_pace() -> None:
    pace = Pace(4, 400)
    pace.add(size=100, pages=1000)
    pace.add(size=100, pages=1000)
    pace.begin(5.0)
    assert pace.left(15.0) is None
    pace.add(size=100, pages=20)
    assert pace.left(15.0) == pytest.approx(10.0)
    assert "2.0 pages/s" in pace.line("Reading", "documents", 15.0, 79)


def test_empty_work_is_done() -> None:
    assert Pace(0).line("Reading", "documents", 9.0, 79) == "Reading [####################] 0 of 0 documents"


@pytest.mark.parametrize("width", [20, 39, 59, 79])
def test_line_keeps_its_width_and_is_ascii(width: int) -> None:
    pace = Pace(123_456, 1000)
    pace.add(size=1, pages=12_345)
    line = pace.line("Reading", "documents", 30.0, width)
    assert len(line) <= width
    assert line.isascii()
    assert "1 of 123" in line
