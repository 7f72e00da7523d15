"""What is counted of the fund."""

from anmin.kernel.declare import Indicator

GIVEN = (("received_on__gte", "{month}"), ("received_on__lt", "{next}"))
USED = (("decided_on__gte", "{month}"), ("decided_on__lt", "{next}"))
GIFT = {"group": "爱心基金", "source": "relief_fund.Gift", "register": "fund_gifts"}
HELP = {"group": "爱心基金", "source": "relief_fund.Help", "register": "fund_helps"}

INDICATORS = (
    Indicator(
        "relief_fund.gifts", "爱心基金收到捐赠", "元", where=GIVEN, measure="sum", field="amount", money=True, **GIFT
    ),
    Indicator("relief_fund.helps", "爱心基金救助户次", "户次", where=USED, **HELP),
    Indicator(
        "relief_fund.helped", "爱心基金救助金额", "元", where=USED, measure="sum", field="amount", money=True, **HELP
    ),
)
