"""The words of access: roles, permissions, duties kept apart, work that bears a name. Standard library only."""

from dataclasses import dataclass

ROLES = {
    "R1": "申请人",
    "R2": "村级协理员",
    "R3": "乡镇受理",
    "R4": "乡镇经办",
    "R5": "乡镇分管领导",
    "R6": "县局经办",
    "R7": "县局分管领导",
    "R8": "核对中心",
    "R9": "资金发放",
    "R10": "监督",
}
STAFF = tuple(role for role in ROLES if role != "R1")


@dataclass(frozen=True)
class Permission:
    """Something that can be allowed. `sentence` is read aloud to people; `roles` hold it, and with `keeper` the
    system keepers too, over what they keep."""

    name: str
    sentence: str
    roles: tuple[str, ...]
    keeper: bool = False


class Denied(Exception):
    """Someone may not do this. The text says what and why, for the person who tried."""


@dataclass(frozen=True)
class Apart:
    """Duties that one person should not hold together over one place, and why, as a sentence for whoever appoints."""

    some: tuple[str, ...]
    others: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Carried:
    """Work that bears the name of an account: rows of `source` ("app.Model") whose `account` it is, as long as `open`
    holds. `area` and `household` are paths; `dated` rows are ended and begun anew, others just change hands."""

    label: str
    unit: str
    source: str
    account: str
    open: tuple[tuple[str, object], ...]
    area: str = "area"
    household: str = "household"
    dated: bool = False


DUTIES_APART = (
    Apart(("R3", "R4"), ("R5",), "受理、调查和签批初审意见不能是同一个人"),
    Apart(("R4", "R5", "R6"), ("R7",), "审核和决定不能是同一个人"),
    Apart(("R8",), ("R5", "R7"), "核对中心只出报告，不作决定"),
    Apart(("R6", "R7"), ("R9",), "生成名册、复核名册、批准发放须是不同的人"),
    Apart(("R10",), tuple(role for role in STAFF if role != "R10"), "监督的人不办被监督的业务"),
)


PUBLIC = Permission("public", "任何人不登录也能看", ())
SIGNED_IN = Permission("signed_in", "登录即可", STAFF)
KEEPER = Permission("keeper", "管理账号、岗位和参数", (), keeper=True)
SEE_ACCOUNTS = Permission("accounts.see", "查看账号和岗位", ("R7", "R10"), keeper=True)
SEE_PEOPLE = Permission("people.see", "查看本辖区人员和家庭", ("R2", "R3", "R4", "R5", "R6", "R7", "R10"))
UNMASK = Permission("people.unmask", "说明理由后查看完整证件号、账号、电话", ("R3", "R4", "R6", "R9"))
EDIT_PEOPLE = Permission("people.edit", "登记和修改家庭与人员", ("R2", "R3", "R4", "R6"))
CHANGE_ACCOUNTS = Permission("people.account", "更正家庭的收款账户", ("R3", "R4", "R6"))
IMPORT_PEOPLE = Permission("people.import", "导入名册", ("R4", "R6"))
EXPORT = Permission("export", "导出本辖区表格", ("R3", "R4", "R5", "R6", "R7", "R9", "R10"))
SEE_CASES = Permission("case.see", "查看本辖区案件", ("R2", "R3", "R4", "R5", "R6", "R7", "R8", "R10"))
OPEN_CASES = Permission("case.open", "登记申请", ("R2", "R3", "R4", "R6"))
SEE_PLACES = Permission("places.see", "查看区划、机构和站点", STAFF)
EDIT_PLACES = Permission("places.edit", "登记和修改站点", ("R4", "R6"))
SEE_FUNDS = Permission("funds.see", "查看发放名册", ("R4", "R5", "R6", "R7", "R9", "R10"))
SEE_BUDGETS = Permission("budgets.see", "查看本县各项资金的预算和结余", ("R6", "R7", "R9", "R10"))
MAKE_ROLL = Permission("funds.make", "生成发放名册", ("R6",))
REVIEW_ROLL = Permission("funds.review", "复核发放名册", ("R9",))
APPROVE_ROLL = Permission("funds.approve", "批准发放", ("R7",))
SEE_NUMBERS = Permission("numbers.see", "查看政策参数", STAFF)
DRAFT_NUMBERS = Permission("numbers.draft", "拟定本县标准的调整", ("R6",))
CONFIRM_NUMBERS = Permission("numbers.confirm", "确认别人拟定的标准调整", ("R7",))
SEE_AUDIT = Permission("audit.see", "查看留痕", ("R7", "R10"))
SEE_FINDINGS = Permission("means.see", "查看核对发现", ("R3", "R4", "R5", "R6", "R7", "R8", "R10"))
LOAD_SOURCES = Permission("means.load", "导入核对数据", ("R8",))
ASK_CHECKS = Permission("means.ask", "对有授权的家庭提请核对", ("R8", "R6"))
ANSWER_FINDINGS = Permission("means.answer", "答复核对发现", ("R4",))
CLOSE_FINDINGS = Permission("means.close", "办结或退回乡镇答复的核对发现", ("R6", "R8"))
SEE_FIGURES = Permission("figures.see", "查看本辖区指标", ("R4", "R5", "R6", "R7", "R9", "R10"))
COMPUTE_FIGURES = Permission("figures.compute", "重新计算指标", ("R6", "R7"))
TELL_EVENTS = Permission("events.tell", "登记家庭变化（死亡、出生、迁移、就业等）", ("R3", "R4", "R6"))
CONFIRM_EVENTS = Permission("events.confirm", "复核会改变保障金额的家庭变化", ("R6", "R7"))
SEE_REVIEWS = Permission("reviews.see", "查看本辖区复核", ("R3", "R4", "R5", "R6", "R7", "R10"))
CHECK_REVIEWS = Permission("reviews.check", "复核在册家庭", ("R4", "R6"))
DECIDE_REVIEWS = Permission("reviews.decide", "决定复核后的增发、减发、停发和渐退", ("R7",))
DRAW_REVIEWS = Permission("reviews.draw", "抽取复核样本", ("R6", "R10"))
HOLD_PAYMENTS = Permission("funds.hold", "缓发和恢复发放", ("R6", "R9"))
SEE_PLANS = Permission("plans.see", "查看本局的计划、总结和其中的目标", STAFF)
EDIT_PLANS = Permission("plans.edit", "收录计划和总结，确认和改正其中的目标", ("R6", "R7"))
SEE_PACKAGE = Permission("package.see", "测算本辖区一户可享受的全部待遇", ("R2", "R3", "R4", "R5", "R6", "R7", "R10"))
SIMULATE = Permission("law.simulate", "推演标准和规则的调整（只读，不动真实数据）", ("R6", "R7", "R10"))
