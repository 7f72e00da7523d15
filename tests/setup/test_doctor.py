"""`anmin doctor` finds what is wrong and says what to do."""

import json
import os
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from anmin.ops import doctor

ANMIN = str(Path(sys.executable).with_name("anmin"))


def examine(var: Path) -> tuple[int, dict[str, dict]]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "ANMIN_VAR": str(var)
    }
    done = subprocess.run([ANMIN, "doctor", "--json"], env=environment, capture_output=True, text=True, timeout=60)
    return done.returncode, {finding["name"]: finding for finding in json.loads(done.stdout)}


def test_an_installation_that_never_ran_lacks_its_tables_and_is_told_how_to_get_them(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "open").touch(mode=0o644)
    code, found = examine(tmp_path)
    assert code == 1
    assert found["数据库"]["ok"] and "PostgreSQL" in found["数据库"]["detail"]
    assert found["数据表"]["ok"] is False and "make start" in found["数据表"]["advice"]
    assert found["密钥文件"]["ok"] is False and "open" in found["密钥文件"]["detail"]
    assert found["网页服务"]["ok"] is None


def test_a_package_of_another_version_is_named(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "requirements.lock").write_text(
        "click==0.0.1 \\\n    --hash=sha256:0\nnothing==1.0 ; sys_platform == 'win32'\n"
    )
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    found = doctor._packages()
    assert found.ok is False
    assert "click" in found.detail and "应为 0.0.1" in found.detail and "nothing" not in found.detail


def test_a_web_server_that_runs_but_is_not_well_is_not_called_stopped(tmp_path: Path, monkeypatch) -> None:
    class Unwell(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503)
            self.end_headers()
            self.wfile.write(b"migrations waiting: 2\n")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Unwell)
    Thread(target=server.handle_request, daemon=True).start()
    (tmp_path / "run.lock").write_text(f"http://127.0.0.1:{server.server_port}/（进程 1）")
    monkeypatch.setattr(doctor, "VAR", tmp_path)
    found = doctor._web()
    server.server_close()
    assert found.ok is False
    assert "在运行，但不正常（503 migrations waiting: 2）" in found.detail


def test_a_web_server_that_never_answers_is_not_called_stopped(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(doctor, "VAR", tmp_path)
    monkeypatch.setattr(doctor, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        (tmp_path / "run.lock").write_text(f"{address}（进程 1）")
        hung = doctor._web()
    gone = doctor._web()
    assert hung.ok is False and "1 秒内没有回答" in hung.detail
    assert gone.ok is None and "没有运行" in gone.detail
