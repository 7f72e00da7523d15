"""`make service` gives a service that passes what every service must pass, and breaks nothing that is there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from anmin.ops.service_scaffold import make
from anmin.ops.trouble import Trouble

ROOT = Path(__file__).parents[2]
PARTS = ("anmin", "counties", "docs", "tests", "pyproject.toml")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("clone")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, at / part, ignore=shutil.ignore_patterns("vendor*", "__pycache__"))
        else:
            shutil.copy(ROOT / part, at / part)
    return at


def in_clone(clone: Path, *command: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(clone)}
    run = [sys.executable, "-m", *command]
    return subprocess.run(run, cwd=clone, env=environment, capture_output=True, text=True, timeout=120)


def test_a_new_service_passes_its_inherited_tests_as_it_stands(clone: Path) -> None:
    written = make("lamp_oil", "灯油补贴", clone)
    assert clone / "anmin/services/lamp_oil/service.py" in written
    inherited = ("tests/services/test_every_service.py", "tests/architecture/test_glossary.py")
    done = in_clone(
        clone, "pytest", *inherited, "-q", "-n", "0", "-k", "lamp_oil or glossary", "-p", "no:cacheprovider"
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "lamp_oil" in in_clone(clone, "pytest", inherited[0], "--collect-only", "-q", "-n", "0").stdout
    for check in (("ruff", "check"), ("ruff", "format", "--check")):
        done = in_clone(clone, *check, "anmin/services/lamp_oil", "anmin/conf/settings.py")
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "label", "says"),
    [
        ("灯油", "灯油补贴二", "用小写英文或拼音"),
        ("", "灯油补贴三", "用小写英文或拼音"),
        ("dibao", "另一个低保", "已经有名为 dibao 的业务"),
        ("second_dibao", "最低生活保障", "词汇表里已经有"),
    ],
)
def test_a_name_that_cannot_be_is_refused_before_anything_is_written(
    clone: Path, name: str, label: str, says: str
) -> None:
    before = sorted((clone / "anmin/services").iterdir())
    with pytest.raises(Trouble, match=says):
        make(name, label, clone)
    assert sorted((clone / "anmin/services").iterdir()) == before
