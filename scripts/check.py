"""`make check`: every check, one after another, all of them even when one fails; ends with the names of those."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "代码写法": ["ruff", "check", "."],
    "代码格式": ["ruff", "format", "--check", "--quiet", "."],
    "引用方向": ["lint-imports", "--no-logo"],
    "页面模板": ["djlint", "anmin", "--lint", "--check", "--quiet"],
    "类型": ["mypy"],
    "迁移和结构": ["pytest", "tests/architecture", "-q", "-n", "0", "-p", "no:randomly"],
}


def main() -> None:
    failed = []
    for name, (tool, *arguments) in CHECKS.items():
        begin = time.monotonic()
        done = subprocess.run([BIN / tool, *arguments], capture_output=True, text=True)
        mark = "✗" if done.returncode else "✓"
        sys.stdout.write(f"{mark} {name}  {time.monotonic() - begin:.1f} 秒\n")
        if done.returncode:
            failed.append(name)
            sys.stdout.write(done.stdout + done.stderr)
        sys.stdout.flush()
    if failed:
        sys.exit(f"\n✗ 没有通过：{'、'.join(failed)}（格式问题可用 make fix 修正）")


if __name__ == "__main__":
    main()
