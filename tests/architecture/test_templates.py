"""Templates: each is used by some page, and none asks the network for anything."""

import re

from tests.architecture.tree import ROOT, python_files

FOLDERS = sorted((ROOT / "anmin").rglob("templates"))
BY_DJANGO = {"400.html", "403.html", "404.html", "500.html"}


def test_every_template_is_used() -> None:
    templates = {str(path.relative_to(folder)): path for folder in FOLDERS for path in folder.rglob("*.html")}
    texts = [path.read_text(encoding="utf-8") for path in (*templates.values(), *python_files())]
    unused = [name for name in templates if name not in BY_DJANGO and not any(name in text for text in texts)]
    assert templates
    assert not unused


def test_no_page_asks_another_machine_for_anything() -> None:
    asks = re.compile(r"""(?:src|href|action)=["']\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import\s+["']?http""")
    files = [path for folder in FOLDERS for path in folder.rglob("*.html")]
    static = ROOT / "anmin/web/static"
    files += [path for ending in ("css", "js") for path in static.rglob(f"*.{ending}") if "vendor" not in path.parts]
    assert not [str(path) for path in files if asks.search(path.read_text(encoding="utf-8"))]
