"""Which database we work on: DATABASE_URL where it is set, else our own below `var/pg` (see docs/decisions/0002)."""

import atexit
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

from anmin.ops.postgres import Cluster
from anmin.ops.programs import OLDEST
from anmin.ops.trouble import Trouble

ROOT = Path(__file__).parents[2]
VAR = Path(os.environ.get("ANMIN_VAR", ROOT / "var"))  # everything an installation writes
OWN = Cluster(VAR / "pg")


def database_url() -> str:
    """The address of the database, whether or not it runs."""
    return os.environ.get("DATABASE_URL") or OWN.url()


@contextlib.contextmanager
def running_database() -> Iterator[str]:
    """Yield the address of a database that answers.

    Our own is started if it does not run, and stopped when the last process that uses it leaves. Inside,
    DATABASE_URL is set, so that settings and child processes agree. Raises Trouble with one line for the user.
    """
    if given := os.environ.get("DATABASE_URL"):
        check_server(given)
        yield given
        return
    with OWN.in_use():
        os.environ["DATABASE_URL"] = OWN.url()
        try:
            yield OWN.url()
        finally:
            del os.environ["DATABASE_URL"]


def ensure_started() -> str:
    """As `running_database`, kept until this process ends. For commands: call it before Django is set up."""
    stack = contextlib.ExitStack()
    url = stack.enter_context(running_database())
    atexit.register(stack.close)
    return url


def check_server(url: str) -> None:
    """Raise Trouble unless the server at `url` answers and is new enough."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            number, encoding = connection.info.server_version, connection.info.parameter_status("server_encoding")
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0].removeprefix("connection failed: ").removesuffix(".")
        raise Trouble(f"连不上 DATABASE_URL 所指的数据库：{said}。请检查地址、账号，并确认数据库已建立。") from error
    except psycopg.ProgrammingError as error:
        raise Trouble("DATABASE_URL 写得不对。应形如 postgresql://用户:密码@主机:5432/库名。") from error
    if number < OLDEST * 10000:
        raise Trouble(
            f"DATABASE_URL 所指的 PostgreSQL 是 {number // 10000}，需要 {OLDEST} 及以上。请升级数据库，"
            "或取消 DATABASE_URL 改用内置数据库。"
        )
    if encoding != "UTF8":
        raise Trouble(
            f"DATABASE_URL 所指的数据库是 {encoding} 编码，存不下全部汉字。请另建一个："
            "CREATE DATABASE anmin ENCODING 'UTF8' TEMPLATE template0;"
        )
