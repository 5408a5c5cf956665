"""Errors: which of a user's mistakes has which exit code."""

import pytest

from tokenism.errors import InputError, NothingToReadError


@pytest.mark.parametrize(("kind", "exit_code"), [(InputError, 2), (NothingToReadError, 1)])
def test_exit_code_is_that_of_the_contract(kind: type[InputError], exit_code: int) -> None:
    assert kind("x").exit_code == exit_code


def test_nothing_to_read_is_an_input_error_that_one_handler_catches() -> None:
    with pytest.raises(InputError, match="no PDF"):
        raise NothingToReadError("no PDF files in it")


def test_message_comes_out_as_it_went_in() -> None:
    assert str(InputError("a.csv, line 3: empty; fill it in")) == "a.csv, line 3: empty; fill it in"
