"""Run a command with DATABASE_URL leading to a system PostgreSQL 15 of its own: `on_postgres_15.py make test`.

Installs postgresql-15 with apt where it is missing and we are root; the cluster lives in a temporary folder and is
gone afterwards. Where there is no PostgreSQL 15 it says so and ends with code 75, since nothing was shown.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from anmin.ops import programs
from anmin.ops.postgres import Cluster

MAJOR = 15
NOT_RUN = 75


def installed() -> Path | None:
    """The folder of its programs."""
    return next((folder for version, folder in programs.of_the_system() if version == MAJOR), None)


def install() -> None:
    if os.geteuid() or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", f"postgresql-{MAJOR}"]):
        subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    if installed() is None:
        install()
    if (folder := installed()) is None:
        why = (
            f"✗ 没有 PostgreSQL {MAJOR}，也装不上：这一部分没有运行。请管理员执行 apt-get install postgresql-{MAJOR}。"
        )
        sys.stderr.write(why + "\n")
        return NOT_RUN
    programs.of_the_system, programs.of_the_wheel = lambda: [(MAJOR, folder)], list
    with tempfile.TemporaryDirectory(prefix="anmin-pg15-") as home:
        os.chmod(home, 0o755)  # noqa: PTH101 - root lets nobody run the server in here
        with Cluster(Path(home), lasting=False).in_use() as cluster:
            return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": cluster.url()}).returncode


if __name__ == "__main__":
    sys.exit(main())
