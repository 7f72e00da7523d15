"""The words in which a service's papers speak."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from anmin.kernel.usual.course import MATERIALS, NOT_ACCEPTED


@dataclass(frozen=True)
class Wording:
    """How a service's papers speak. An article left empty is not cited.

    `benefit` is what is applied for, `money` what is paid ("" where nothing is), `once` a single payment; `granting` the
    word of the decision (确认, 批准, 认定); `granted` what else a decision means, from its `Matter`; `duty` what the
    recipient must do; `after_refusal` what else may be asked for.
    """

    benefit: str
    act: str
    number: str
    prefix: str
    granting: str = "确认"
    acceptance: str = ""
    conditions: str = ""
    decision: str = ""
    notice: str = ""
    refusal: str = ""
    amount: str = ""
    money: str = ""
    once: bool = False
    steps: tuple[str, ...] = ()
    duty: str = ""
    granted: Callable[[Any], str] | None = None
    after_refusal: str = "家庭情况发生变化、符合条件的，可以随时重新申请；遇有突发困难的，可以申请临时救助。"
    materials: tuple[tuple[str, str], ...] = MATERIALS
    not_accepted: tuple[tuple[str, str], ...] = NOT_ACCEPTED

    def cite(self, article: str = "") -> str:
        """《…办法》（文号）第…条, to be read aloud."""
        return f"《{self.act}》（{self.number}）{article}"
