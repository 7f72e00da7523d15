"""Households that are due something, and a county that pays them: as small as the sentences of these tests allow."""

from dataclasses import dataclass, field
from datetime import date

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Batch, Grant, Remittance, Roll, approve, grant, make_batch, make_roll, review
from anmin.kernel.people.api import Household, HouseholdIn, PersonIn, take_in
from tests import county
from tests.county import COUNTY, STREET, VILLAGE, number

PROGRAMME = "dibao"
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


@dataclass
class Payer:
    """A county with its officers: R6 makes, R9 reviews and sends, R7 approves."""

    users: dict[str, User] = field(default_factory=dict)

    def make(self, month: date = OCTOBER) -> Roll:
        with acting(self.users["R6"].actor):
            return make_roll(PROGRAMME, month, COUNTY, who=self.users["R6"], on=month).roll

    def approved(self, month: date = OCTOBER) -> Roll:
        roll = self.make(month)
        with acting(self.users["R9"].actor):
            review(roll.pk, who=self.users["R9"])
        with acting(self.users["R7"].actor):
            return approve(roll.pk, who=self.users["R7"])

    def send(self, roll: Roll) -> Batch | None:
        with acting(self.users["R9"].actor):
            return make_batch(roll.pk, who=self.users["R9"])

    def paid(self, month: date = OCTOBER) -> Roll:
        """The month made, approved and sent."""
        roll = self.approved(month)
        self.send(roll)
        roll.refresh_from_db()
        return roll


def payer() -> Payer:
    made = county.build()
    return Payer({role: made.user(role) for role in ("R4", "R6", "R7", "R9", "R10")})


def homes(count: int, *, account: bool = True, area: str = VILLAGE, first: int = 1) -> list[Household]:
    """`count` households of one person each, with an account of their own."""
    rows = []
    for order in range(first, first + count):
        head = PersonIn(
            f"王{'一二三四五六七八九十'[order % 10]}", number(f"34992619600101{order:03d}"), 1, date(1960, 1, 1), "02"
        )
        bank = f"62228800000000{order:05d}" if account else ""
        rows.append(
            HouseholdIn(
                area, "urban" if area == STREET else "rural", (head,), bank_name="安和农商银行", bank_account=bank,
                payee_name=head.name,
            )
        )  # fmt: skip
    with acting("测试"):
        taken = take_in(rows, on=date(2026, 1, 1), source="测试")
    return [Household.objects.get(pk=pk) for pk in taken.household_ids]


def entitle(*households: Household, amount: int = 500_00, since: date = OCTOBER, source: str = "审核确认 001") -> None:
    with acting("测试"):
        grant([Grant(home.pk, PROGRAMME, amount, 1, since, source) for home in households])


def bank_says(batch: Batch, returned: tuple[int, ...] = (), leave_out: int = 0) -> bytes:
    """The bank's answer as a CSV; `returned` are serials."""
    rows = ["批次号,序号,户名,金额,处理结果,失败原因"]
    for line in Remittance.objects.filter(batch=batch).order_by("serial")[: batch.lines - leave_out]:
        back = line.serial in returned
        amount = f"{line.amount // 100}.{line.amount % 100:02d}"
        rows.append(f"{batch.number},{line.serial},{line.payee_name},{amount},{'失败,账户已销户' if back else '成功,'}")
    return ("\n".join(rows) + "\n").encode()
