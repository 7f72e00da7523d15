"""Draws that can be repeated: whoever has the list, the published seed and the share finds the same sample.

No random generator is involved, so that no version of any program matters: each number of the list is hashed with the
seed (SM3, GB/T 32905), the list is put in the order of the hashes, and the first ones are taken.
"""

import hashlib
from collections.abc import Iterable

BP = 10_000
METHOD = (
    "对名单中每一户，以“种子|编号”（UTF-8）计算 SM3 摘要，按摘要从小到大排列，取排在最前的若干户；"
    "户数为名单户数乘以抽取比例，不足一户的按一户计。"
)


def draw(numbers: Iterable[str], seed: str, share_bp: int) -> list[str]:
    """The sample of `numbers`, in the order drawn; its size is the share (basis points) of the list, rounded up.

    The order of the list and repeated numbers change nothing. Raises ValueError in words for an empty seed or a share
    outside 1 to 10,000.

    >>> draw(["A1", "A2", "A3", "A4"], "2026-10-08", 5000) == draw(["A4", "A3", "A2", "A1"], "2026-10-08", 5000)
    True
    """
    if not seed.strip():
        raise ValueError("抽取要有公布的种子，例如抽取当天的开奖号码或会议上当场报出的数字。")
    if not 0 < share_bp <= BP:
        raise ValueError(f"抽取比例应在 0.01% 至 100% 之间，现为 {share_bp / 100:g}%。")
    pool = set(numbers)
    wanted = -(-len(pool) * share_bp // BP)
    return sorted(pool, key=lambda number: (_digest(f"{seed.strip()}|{number}"), number))[:wanted]


def pool_digest(numbers: Iterable[str]) -> str:
    """Identifies the list from which was drawn: SM3 of its numbers in order, one a line."""
    return _digest("\n".join(sorted(set(numbers))))


def _digest(text: str) -> str:
    return hashlib.new("sm3", text.encode()).hexdigest()
