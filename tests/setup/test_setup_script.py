"""`scripts/setup.py` on machines that lack something: one line in Chinese that says what to do."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("scripts", "pyproject.toml", "package.json", "package-lock.json", ".npmrc", "anmin/ops/assets.py")
NOWHERE = "http://127.0.0.1:9/"  # the discard port: nobody listens


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the set-up reads of the project, in a folder of its own."""
    for part in (*PARTS, *(lock.name for lock in ROOT.glob("requirements*.lock"))):
        target = tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, target)
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    names = ("PIP_", "UV_", "npm_config_", "DATABASE_URL", "ANMIN_")
    return {name: value for name, value in os.environ.items() if not name.startswith(names)} | more


def set_up(clone: Path, *words: str, **more: str) -> str:
    """Run it; it must end with an error of one line. Returns that line."""
    done = subprocess.run(
        [sys.executable, str(clone / "scripts" / "setup.py"), *words],
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1, done.stdout
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_without_a_network_it_says_where_to_name_a_mirror(clone: Path) -> None:
    said = set_up(clone, PIP_INDEX_URL=NOWHERE, PIP_CONFIG_FILE=os.devnull)
    assert "连不上软件源" in said
    assert "pip config set global.index-url" in said


def test_a_port_that_cannot_be_used_is_told_before_anything_is_downloaded(clone: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = set_up(clone, "--starts", PORT=str(port), PIP_INDEX_URL=NOWHERE, PIP_CONFIG_FILE=os.devnull)
    assert said == f"✗ 端口 {port} 已被别的程序占用。请换一个端口：PORT={port + 1} make start。"
    assert "这里是“http”" in set_up(clone, "--starts", PORT="http", PIP_INDEX_URL=NOWHERE)


def test_an_npm_registry_that_does_not_answer_is_named_as_such(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(clone / "scripts"))
    import setup

    monkeypatch.setattr(setup, "ROOT", clone)
    monkeypatch.setattr(setup, "LOG", clone / "setup.log")
    cache = str(clone / "cache")
    code = f"import sys; sys.path.insert(0, {str(clone)!r}); import anmin.ops.assets as a; sys.exit(a.fetch())"
    with pytest.raises(setup.Trouble, match=r"连不上软件源.*npm config set registry"):
        setup.run(
            [
                sys.executable,
                "-S",
                "-c",
                f"import sys; sys.path.append({str(Path(pytest.__file__).parents[1])!r}); {code}",
            ],
            "下载页面素材",
            env=environment(npm_config_registry=NOWHERE, npm_config_cache=cache),
        )


def test_an_old_python_is_told_which_one_is_needed(clone: Path) -> None:
    code = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('scripts/setup.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=clone, env={"PATH": ""}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "需要 Python 3.11 或更新的版本，这里是 3.9" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_newer_python_that_starts_nothing_is_not_believed(clone: Path) -> None:
    shims = clone / "shims"  # as version managers leave them
    shims.mkdir()
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        (shims / name).write_text("#!/bin/sh\necho no such version >&2\nexit 127\n")
        (shims / name).chmod(0o755)
    code = "import runpy, sys; sys.version_info = (3, 10, 2); runpy.run_path('scripts/setup.py', run_name='__main__')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=clone, env={"PATH": f"{shims}:/bin"}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "需要 Python 3.11 或更新的版本，这里是 3.10" in done.stderr


def test_no_python_at_all_is_told_by_make_itself() -> None:
    done = subprocess.run(["make", "start", "PYTHON=python9"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("✗ 没有找到 python9：请安装 Python 3.11"), done.stderr


def test_a_chinese_path_is_found_under_any_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import setup

    place = tmp_path / "安民 项目"
    place.mkdir()
    (place / "found_there.py").write_text("")
    (tmp_path / "anmin.pth").write_text(setup.in_ascii(f"{place}\n"))
    assert setup.in_ascii("/srv/anmin\n") == "/srv/anmin\n"
    code = f"import site; site.addsitedir({str(tmp_path)!r}); import found_there"
    done = subprocess.run([sys.executable, "-c", code], env={"LC_ALL": "POSIX"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_script_parses_under_the_pythons_it_turns_away() -> None:
    import ast

    ast.parse((ROOT / "scripts" / "setup.py").read_text(), feature_version=(3, 6))


SMALL_DISK = """
mount -t tmpfs -o size=4m none "$1" && cp -r "$2"/. "$1" && cd "$1/scripts" && exec "$3" -c '
import contextlib, pathlib, setup, sys
if sys.argv.pop() == "full":
    setup.ROOM_NEEDED = 0
    with contextlib.suppress(OSError):
        pathlib.Path("fill").write_bytes(bytes(4_000_000))
setup.main()
' "$4"
"""


@pytest.mark.needs("namespaces")
@pytest.mark.parametrize(("disk", "says"), [("small", "磁盘空间不够：.*首次准备需要约 2 GB"), ("full", "磁盘已满")])
def test_a_disk_too_small_or_full_is_named(clone: Path, tmp_path_factory, disk: str, says: str) -> None:
    at = str(tmp_path_factory.mktemp("disk"))
    command = ["unshare", "-r", "-m", "sh", "-c", SMALL_DISK, "sh", at, str(clone), sys.executable, disk]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert re.search(says, done.stderr), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
