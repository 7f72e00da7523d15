"""Sizes: 300 lines a module and 40 a function are the aim; what is larger is listed and may only shrink."""

import yaml

from tests.architecture.tree import ROOT, functions, name_of, python_files

MODULE, TEST_MODULE, FUNCTION = 300, 700, 40
NEVER = {"module": 400, "function": 60}
LISTED = yaml.safe_load((ROOT / "tests/architecture/sizes.yaml").read_text()) or {}


def test_what_is_large_is_listed_and_does_not_grow() -> None:
    large = {}
    for path in python_files():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > (TEST_MODULE if path.parts[len(ROOT.parts)] == "tests" else MODULE):
            large[name_of(path)] = lines
        for function in functions(path):
            if (size := function.end_lineno - function.lineno + 1) > FUNCTION:
                large[f"{name_of(path)}:{function.name}"] = size
    grown = {name: size for name, size in large.items() if size > LISTED.get(name, 0)}
    assert not grown, f"larger than agreed: split it, or list it in sizes.yaml with the reason: {grown}"
    shrunk = {name: large.get(name, "gone") for name, size in LISTED.items() if large.get(name, 0) < size}
    assert not shrunk, f"smaller than listed in sizes.yaml: lower the number there: {shrunk}"


def test_nothing_listed_passes_the_hard_limit() -> None:
    too_large = {name: size for name, size in LISTED.items() if size > NEVER["function" if ":" in name else "module"]}
    assert not too_large
