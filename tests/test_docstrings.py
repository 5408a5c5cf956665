"""Examples in the docstrings of the package print what they say."""

import doctest
import importlib
import pkgutil

import pytest

import tokenism

MODULES = [module.name for module in pkgutil.walk_packages(tokenism.__path__, "tokenism.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_print_what_they_say(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
