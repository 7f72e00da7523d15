"""The embedded PostgreSQL behind our launcher: it starts after anything, and stops when the last one leaves."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from anmin.ops import database, postgres, programs
from anmin.ops.postgres import Cluster
from anmin.ops.trouble import Trouble

IN_A_TINY_FOLDER = """
mount -t tmpfs -o size=12m none "$1" && exec "$2" -c '
import pathlib, sys
from anmin.ops.postgres import Cluster
from anmin.ops.trouble import Trouble
try:
    with Cluster(pathlib.Path(sys.argv[1]) / "pg", wheel_only=True).in_use():
        print("started")
except Trouble as trouble:
    print(trouble.message)
' "$1"
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    yield Cluster(tmp_path_factory.mktemp("pg"), wheel_only=True)


def remember(cluster: Cluster, word: str) -> None:
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS words (word text)")
        connection.execute("INSERT INTO words VALUES (%s)", [word])


def words(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.url()) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM words")]


def test_a_server_speaks_through_its_socket_alone_and_has_the_extensions(cluster: Cluster) -> None:
    with cluster.in_use(), psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert (cluster.sockets.stat().st_mode & 0o077) == 0
        for name in programs.EXTENSIONS:
            connection.execute(f"CREATE EXTENSION {name}")
    assert cluster.postmaster() is None


def test_a_killed_server_starts_again_with_what_it_had(cluster: Cluster) -> None:
    with cluster.in_use():
        remember(cluster, "安民")
        os.kill(cluster.postmaster(), signal.SIGKILL)
        with cluster.in_use():  # at once, while the old server's children may still be ending
            assert words(cluster)[-1] == "安民"


def test_a_server_whose_connections_are_all_taken_is_not_taken_for_dead(cluster: Cluster) -> None:
    with cluster.in_use():
        running = cluster.postmaster()
        with contextlib.ExitStack() as taken:
            with pytest.raises(psycopg.OperationalError, match=r"too many clients|remaining connection slots"):
                while True:
                    taken.enter_context(psycopg.connect(cluster.url()))
            with cluster.in_use():
                assert cluster.postmaster() == running


def test_a_pid_file_that_names_another_program_is_no_obstacle(cluster: Cluster) -> None:
    with cluster.in_use():
        lines = (cluster.data / "postmaster.pid").read_text().split("\n")
    (cluster.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
    with cluster.in_use():
        assert cluster.answers()


def test_an_interrupted_initdb_is_simply_repeated(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, lasting=False, wheel_only=True)
    (tmp_path / "data.new" / "base").mkdir(parents=True)
    with cluster.in_use():
        assert cluster.answers()


def test_the_server_stays_until_its_last_user_leaves_however_the_others_end(cluster: Cluster) -> None:
    code = f"""
import time
from pathlib import Path
from anmin.ops.postgres import Cluster
with Cluster(Path({str(cluster.home)!r}), wheel_only=True).in_use():
    print("in", flush=True)
    time.sleep(60)
"""
    other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"in\n"
    with cluster.in_use():
        pass
    assert cluster.answers()
    other.kill()
    other.wait()
    other.stdout.close()
    assert cluster.answers()
    with cluster.in_use():
        pass
    assert cluster.postmaster() is None


def test_a_folder_too_deep_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    deep = Cluster(tmp_path / ("深" * 30), lasting=False, wheel_only=True)
    assert len(os.fsencode(deep.sockets)) < postgres.LONGEST_SOCKET_FOLDER
    with deep.in_use():
        assert deep.answers()
    deep.sockets.rmdir()


def test_data_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(Trouble, match=r"由 PostgreSQL 9 建立.*请安装 postgresql-9"), Cluster(tmp_path).in_use():
        pass


def test_a_machine_with_nothing_new_enough_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "of_the_wheel", list)
    monkeypatch.setattr(programs, "of_the_system", lambda: [(13, Path("/usr/lib/postgresql/13/bin"))])
    with pytest.raises(Trouble, match="太旧或没有安装：需要 15 及以上"), Cluster(tmp_path).in_use():
        pass


def test_a_given_server_that_is_too_old_is_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST", 99)
    with cluster.in_use(), pytest.raises(Trouble, match="需要 99 及以上。请升级数据库"):
        database.check_server(cluster.url())


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://anmin@/anmin?host=/nowhere", "连不上 DATABASE_URL 所指的数据库：.*请检查地址"),
        ("mysql://root@localhost/anmin", "DATABASE_URL 写得不对"),
    ],
)
def test_a_given_address_that_does_not_work_is_explained_in_one_line(url: str, says: str) -> None:
    with pytest.raises(Trouble, match=says) as raised:
        database.check_server(url)
    assert "\n" not in raised.value.message


@pytest.mark.needs("namespaces")
def test_a_full_disk_is_named_as_such(tmp_path: Path) -> None:
    command = ["unshare", "-r", "-m", "sh", "-c", IN_A_TINY_FOLDER, "sh", str(tmp_path), sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "磁盘已满" in done.stdout, done.stdout + done.stderr
    assert done.stdout.count("\n") == 1


def test_commands_without_a_server_start_one_and_leave_none(tmp_path: Path) -> None:
    code = "from anmin.ops.database import OWN, ensure_started; ensure_started(); print(OWN.postmaster())"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["ANMIN_VAR"] = str(tmp_path)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    end = time.monotonic() + 60
    while Path("/proc", done.stdout.strip()).exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path("/proc", done.stdout.strip()).exists()


def test_a_given_database_that_cannot_hold_chinese_is_refused(cluster: Cluster) -> None:
    with cluster.in_use():
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        with pytest.raises(Trouble, match="LATIN1 编码，存不下全部汉字"):
            database.check_server(cluster.url("latin"))
        database.check_server(cluster.url())


@pytest.mark.needs("namespaces")
def test_a_user_without_a_name_gets_one_for_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o777)
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    way = programs.way_past_root(tmp_path, programs.of_the_wheel()[0][1])
    assert way[:2] == ["unshare", "-U"]
