"""The words of law and screens can be read with nothing but Python: no Django, no database, no package at all."""

import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT


@pytest.mark.parametrize(
    "words", ["anmin.kernel.law.declare", "anmin.kernel.screens.declare", "anmin.kernel.flow.declare"]
)
def test_words_import_with_the_standard_library_alone(words: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {words}"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
