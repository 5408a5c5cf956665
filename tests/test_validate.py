"""The suite: every check is run, all is written, and failures are kept."""

from typing import Any

import pytest

from tokenism.checks import Check
from tokenism.validate import together, validate


def check(name: str, *, passed: bool = True, **fields: Any) -> Check:
    values = {"bar": "b", "figures": {"n": 1}, "says": "s", "few": {f"{name}_n": 1.0}} | fields
    return Check(name, passed, **values)


def test_every_check_is_run_and_told_whatever_came_before() -> None:
    told: list[str] = []
    checks = [check("one", passed=False), check("two")]
    found = validate([lambda one=one: one for one in checks], on_checked=lambda one: told.append(one.name))
    assert told == ["one", "two"]
    assert [one.name for one in found.failed] == ["one"]
    assert {name: one["passed"] for name, one in found.figures.items()} == {"one": False, "two": True}
    assert found.few == {"one_n": 1.0, "two_n": 1.0}


def test_tables_are_those_that_checks_have() -> None:
    table = ("t", ("a",), [(1,)])
    assert together([check("one"), check("two", table=table)]).tables == (table,)


@pytest.mark.parametrize("other", [check("one", few={}), check("two", few={"one_n": 2.0})])
def test_clashing_names_are_an_error(other: Check) -> None:
    with pytest.raises(ValueError, match="two checks have the"):
        together([check("one"), other])
