"""Chinese names as they are searched: full pinyin and initials."""

from functools import cache

# Surnames that are read otherwise than the same character elsewhere.
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "曾": "zeng", "任": "ren", "朴": "piao", "盖": "ge",
    "华": "hua", "洗": "xian", "覃": "qin", "乐": "yue", "员": "yun", "翟": "zhai", "黑": "he", "尉": "wei", "缪": "miao",
    "宓": "fu", "召": "shao", "折": "she", "繁": "po", "秘": "bi", "重": "chong", "逄": "pang", "种": "chong", "郇": "huan",
}  # fmt: skip


@cache
def _sound(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0].lower()


def pinyin_of(name: str) -> tuple[str, str]:
    """张三 → ("zhangsan", "zs")."""
    sounds = [_sound(c) for c in name.replace(" ", "").replace("·", "")]
    if sounds and name[0] in SURNAMES:
        sounds[0] = SURNAMES[name[0]]
    return "".join(sounds), "".join(s[:1] for s in sounds)
