"""Bank accounts as people write them. A passbook number follows no common rule, so doubts warn and never refuse."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s\-—–_'\"‘’.·\u200b-\u200f\ufeff]")
_DAMAGED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
SHORTEST, LONGEST = 8, 32


class AccountError(ValueError):
    """An account that no bank can pay into as written."""


def read_account(text: object) -> str:
    """Digits of an account (some rural banks add letters), without spaces and hyphens. Raises `AccountError`."""
    plain = unicodedata.normalize("NFKC", str(text if text is not None else "")).strip()
    if _DAMAGED.fullmatch(plain):
        raise AccountError(
            "账号被表格软件当作数字处理，后几位已丢失。请将该列设为“文本”格式，再对照存折或银行卡重新录入"
        )
    account = _SEPARATORS.sub("", plain).upper()
    if not account:
        raise AccountError("银行账号为空")
    if "*" in account:
        raise AccountError("账号中含 *，是脱敏后的账号，请填写完整账号")
    wrong = re.search(r"[^0-9A-Z]", account)
    if wrong:
        raise AccountError(f"第 {wrong.start() + 1} 位“{wrong.group()}”不是数字，请对照存折或银行卡改正")
    if not SHORTEST <= len(account) <= LONGEST:
        raise AccountError(f"账号共 {len(account)} 位，应在 {SHORTEST}–{LONGEST} 位之间，请对照存折或银行卡核对")
    return account


def card_doubt(account: str) -> str | None:
    """A warning when a number looks like a 银联 card (62…, 16–19 digits) but fails the Luhn check; else None."""
    looks_like_card = account.startswith("62") and 16 <= len(account) <= 19 and account.isdigit()
    if not looks_like_card or passes_luhn(account):
        return None
    return "账号像银联卡号，但校验位不符，可能抄错一位，请对照银行卡核对（存折账号可忽略）"


def passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mask_account(account: str) -> str:
    """Only the last four stay."""
    return "*" * max(len(account) - 4, 0) + account[-4:]
