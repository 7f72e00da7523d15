"""A person's name as it was typed in."""

import re

DOTS = re.compile(r"[•・･‧∙⋅．]")  # ways of writing the dot within 维吾尔 and other names
GAP = re.compile(r"(?<=[\u3400-\u9fff])[\s\u3000]+(?=[\u3400-\u9fff])")  # 张　三
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[·'’. -]){0,49}")


class NameFault(ValueError):
    """Something that is no name, in words."""


def read_name(typed: str) -> str:
    """The name as it is kept: spaces between characters closed, the dot written one way. Raises NameFault.

    Letters of any script; no figures, brackets or signs, which also keeps formulas out of the bank's tables.
    """
    name = GAP.sub("", DOTS.sub("·", typed.strip()))
    if not NAME.fullmatch(name):
        raise NameFault("姓名里有数字或符号，或者太长。请照身份证填写，少数民族姓名中间的点用“·”。")
    return name
