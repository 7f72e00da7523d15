"""The short examples in this room's docstrings hold."""

import doctest
import importlib
import pkgutil

import anmin.kernel.law as room

NEEDS_DATABASE = {"models", "stored", "migrations"}


def test_the_examples_in_docstrings_hold():
    tried = 0
    for module in pkgutil.iter_modules(room.__path__):
        if module.name not in NEEDS_DATABASE:
            result = doctest.testmod(importlib.import_module(f"{room.__name__}.{module.name}"))
            assert result.failed == 0, module.name
            tried += result.attempted
    assert tried >= 8
