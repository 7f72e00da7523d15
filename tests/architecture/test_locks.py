"""The locks: the developer's contains the product's, none names a registry, and no package brings a copyleft licence."""

import importlib.metadata
import json
import re

from tests.architecture.tree import ROOT


def locked(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_developers_run_the_versions_that_users_run() -> None:
    product, developer = locked("requirements.lock"), locked("requirements-dev.lock")
    assert product
    assert {name: developer.get(name) for name in product} == product


def test_no_lock_names_a_registry() -> None:
    for path in ROOT.glob("requirements*.lock"):
        assert "://" not in path.read_text()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert packages
    assert not [name for name, package in packages.items() if "resolved" in package]


def test_no_package_of_the_product_is_under_gpl_or_agpl() -> None:
    found = {}
    for name in locked("requirements.lock"):
        try:
            about = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another platform
        licence = about.get("License-Expression") or " ".join(
            [about.get("License") or "", *(c for c in about.get_all("Classifier", []) if c.startswith("License"))]
        )
        if re.search(r"(?<!L)(?<!Lesser )(?<!Lesser General )\bA?GPL|Affero|GNU General Public", licence):
            found[name] = licence[:200]
    assert not found
