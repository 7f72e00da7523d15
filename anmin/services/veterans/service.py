"""优抚: the manifest."""

from anmin.kernel.declare import FactGroup, ReceiptLine, Review, Service, late
from anmin.kernel.usual.declare import recipients_roster
from anmin.services.veterans.facts import FACTS
from anmin.services.veterans.flow import FLOWS
from anmin.services.veterans.indicators import INDICATORS
from anmin.services.veterans.papers import PAPERS
from anmin.services.veterans.screens import RECIPIENTS

ROSTER = recipients_roster(
    "veterans",
    "优抚对象抚恤补助发放名册",
    FACTS,
    (
        "veteran_kind", "veteran_other_kind", "wound_nature", "wound_grade", "wound_of_mind", "state_kept", "fallen_kin",
        "without_means", "raised_by_fallen", "no_work_unit", "employee_pension", "service_years", "service_extra_months",
        "conscript_from_here", "conscript_post", "conscript_education", "conscript_honour",
    ),
)  # fmt: skip
SERVICE = Service(
    name="veterans",
    label="优抚对象抚恤补助",
    code="YT",
    group="双拥优抚",
    cite="军人抚恤优待条例；烈士褒扬条例",
    flows=FLOWS,
    pays="amount_month",
    covers="persons_paid",
    starts="starts",
    earmarks={"urban": ("2080899", "其他优抚支出"), "rural": ("2080899", "其他优抚支出")},
    asks=(
        FactGroup("申请", ("hukou_here",)),
        FactGroup(
            "优抚类别", ("veteran_kind", "wound_nature", "wound_grade", "fallen_kin", "service_years"),
            (
                "veteran_other_kind", "wound_of_mind", "state_kept", "without_means", "raised_by_fallen",
                "no_work_unit", "employee_pension", "service_extra_months",
            ),
            hint="以证件和档案为准。",
        ),
        FactGroup(
            "现役义务兵", ("conscript_from_here",), ("conscript_post", "conscript_education", "conscript_honour"),
            hint="义务兵虽不在家居住，仍列在家庭成员里。",
        ),
    ),
    receipt=(
        ReceiptLine("pensions_month", optional=True),
        ReceiptLine("conscript_family_month", "+", optional=True),
        ReceiptLine("amount_month", "="),
    ),
    papers=PAPERS,
    screens=(RECIPIENTS,),
    indicators=INDICATORS,
    nightly=late("anmin.services.veterans.listing:tonight"),
    lists=late("anmin.services.veterans.listing:tonight"),
    reviews=Review(
        klass="check_class", months="check_every_months", every="check_months", cite="烈士褒扬条例 第二十三条",
        after={"": "1 month"}, after_cite={"": "军人抚恤优待条例"}, paper="change",
    ),
    roster=ROSTER,
    keep="停发后永久",
)  # fmt: skip
