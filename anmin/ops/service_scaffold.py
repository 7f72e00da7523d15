"""The skeleton of a new service: a small monthly allowance that runs, to be rewritten file by file."""

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Template

import yaml

from anmin.ops.database import ROOT
from anmin.ops.trouble import Trouble

SKELETON = Path(__file__).parent / "scaffold"


def make(name: str, label: str, root: Path = ROOT) -> list[Path]:
    """Write the folder `anmin/services/NAME`, enter it in the settings and the glossary; returns what was written.

    Raises Trouble, having written nothing, where the name is taken or is not a name.
    """
    folder = root / "anmin" / "services" / name
    _check(name, label, folder, root)
    since = datetime.now(tz=UTC).date().replace(day=1)
    code = "".join(word[0] for word in name.split("_")).upper()[:3].ljust(2, "X")
    words = {"name": name, "label": label, "code": code, "since": since.isoformat()}
    written = []
    for skeleton in sorted(SKELETON.rglob("*.txt")):
        inside = skeleton.relative_to(SKELETON).with_suffix("")
        if inside.parts[0] == "examples":
            inside = Path("examples", words["since"], *inside.parts[1:])
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(skeleton.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
        written.append(target)
    return [*written, _enter_settings(name, root), _enter_glossary(name, label, root)]


def _check(name: str, label: str, folder: Path, root: Path) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise Trouble(
            f"业务名“{name}”不行：用小写英文或拼音，词间用下划线，例如 make service name=lamp_oil label=灯油补贴。"
        )
    if folder.exists():
        raise Trouble(f"已经有名为 {name} 的业务（{folder}）。")
    if any(term["chinese"] == label for term in yaml.safe_load(_glossary(root).read_text(encoding="utf-8"))):
        raise Trouble(f"词汇表里已经有“{label}”；请用 label= 另起一个名称。")


def _enter_settings(name: str, root: Path) -> Path:
    path = root / "anmin" / "conf" / "settings.py"
    text = path.read_text(encoding="utf-8")
    new, found = re.subn(r"(?ms)^(ANMIN_SERVICES = \[.*?),?\s*\]$", rf'\1,\n    "{name}",\n]', text, count=1)
    if found != 1:
        raise Trouble(f"没有在 {path} 里找到 ANMIN_SERVICES 一行；请手工加上 {name}。")
    path.write_text(new, encoding="utf-8")
    return path


def _enter_glossary(name: str, label: str, root: Path) -> Path:
    from pypinyin import Style, pinyin

    sound = " ".join(syllable[0] for syllable in pinyin(label, style=Style.TONE))
    entry = {
        "chinese": label,
        "pinyin": sound,
        "english": name.replace("_", " "),
        "code": name,
        "kind": "service",
        "source": "—",
        "sentence": "Say in one sentence for whom it is and what it gives.",
    }
    with _glossary(root).open("a", encoding="utf-8") as glossary:
        glossary.write("\n" + yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000))
    return _glossary(root)


def _glossary(root: Path) -> Path:
    return root / "docs" / "glossary.yaml"
