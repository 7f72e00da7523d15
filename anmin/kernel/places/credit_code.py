"""统一社会信用代码 (GB 32100-2015): read, checked, and what its first two places say."""

import unicodedata
from dataclasses import dataclass

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, Z, S, V
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CONFUSED = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U 或 Y"}

KINDS = {
    "11": "机关",
    "12": "事业单位",
    "13": "编办直接管理机构编制的群众团体",
    "51": "社会团体",
    "52": "民办非企业单位（社会服务机构）",
    "53": "基金会",
    "54": "村民委员会",
    "55": "居民委员会",
    "59": "其他社会组织",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
    "Y1": "其他",
}


class CreditCodeError(ValueError):
    """A code that cannot be right; `str()` says which place and what to do."""


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code that passed. `kind` is a label of `KINDS`, or "" for a pair that is not in the table."""

    code: str
    kind: str
    area: str
    organisation: str


def normalise(text: object) -> str:
    """Full-width to half-width, upper case, no spaces or hyphens."""
    plain = unicodedata.normalize("NFKC", str(text if text is not None else "")).upper()
    return "".join(char for char in plain if not char.isspace() and char not in "-'\u200b\ufeff")


def check_character(first17: str) -> str:
    """The 18th place: 31 less the weighted sum modulo 31, where 31 counts as 0."""
    total = sum(w * CHARACTERS.index(c) for w, c in zip(WEIGHTS, first17, strict=True))
    return CHARACTERS[(31 - total % 31) % 31]


def read_credit_code(text: object) -> CreditCode:
    """Read a code as someone wrote it. Raises `CreditCodeError`."""
    code = normalise(text)
    if not code:
        raise CreditCodeError("统一社会信用代码为空")
    if len(code) != 18:
        hint = "；15 位是旧营业执照号，请填换照后的 18 位代码" if len(code) == 15 else "，请对照证照核对"
        raise CreditCodeError(f"统一社会信用代码应为 18 位，现为 {len(code)} 位{hint}")
    for place, char in enumerate(code, start=1):
        if char not in CHARACTERS:
            hint = f"，可能是 {_CONFUSED[char]}" if char in _CONFUSED else ""
            raise CreditCodeError(f"第 {place} 位“{char}”不会出现在统一社会信用代码中（不用 I、O、Z、S、V）{hint}")
    if not code[2:8].isdigit():
        raise CreditCodeError(f"第 3–8 位“{code[2:8]}”应为 6 位行政区划数字，请对照证照核对")
    if check_character(code[:17]) != code[17]:
        raise CreditCodeError("第 18 位校验码不符：代码中有抄错的字符，请对照证照逐位核对")
    return CreditCode(code, KINDS.get(code[:2], ""), code[2:8], code[8:17])
