"""爱心救助专项基金: the manifest."""

from anmin.kernel.declare import FactGroup, ReceiptLine, Service, late
from anmin.services.relief_fund.flow import FLOW
from anmin.services.relief_fund.indicators import INDICATORS
from anmin.services.relief_fund.papers import PAPERS
from anmin.services.relief_fund.screens import BALANCES, GIFTS, HELPS

ILLNESS, SUDDEN = ("fund_cause", "illness"), ("fund_cause", "sudden")
SERVICE = Service(
    name="relief_fund",
    label="爱心救助专项基金",
    code="AX",
    group="社会救助",
    cite="慈善法 第六章；基金章程",
    flows=(FLOW,),
    pays="amount_due",
    once=True,
    starts="starts",
    earmarks={"urban": ("JJ01", "爱心救助专项基金（捐款）"), "rural": ("JJ01", "爱心救助专项基金（捐款）")},
    asks=(
        FactGroup(
            "申请", ("fund_cause", "sudden_loss_left", "other_help_sought"),
            ("same_cause_aided", "fund_aid_before", "hardship_confirmed"),
            hint="损失和费用只填其他待遇之后仍由家庭承担的部分。",
        ),
        FactGroup("对象", ("receiving_dibao", "receiving_edge", "receiving_rigid"), ("receiving_tekun",)),
        FactGroup("大病自负", ("own_medical_after_aid",)),
    ),
    receipt=(
        ReceiptLine("own_cost", "", ILLNESS),
        ReceiptLine("illness_line", "−", ILLNESS),
        ReceiptLine("sudden_loss_left", "", SUDDEN),
        ReceiptLine("by_share"),
        ReceiptLine("amount_due", "="),
    ),
    papers=PAPERS,
    screens=(GIFTS, HELPS, BALANCES),
    indicators=INDICATORS,
    does={"reserve": late("anmin.services.relief_fund.giving:reserve")},
    public=late("anmin.services.relief_fund.giving:open_page"),
    keep="办结后10年",
)  # fmt: skip
