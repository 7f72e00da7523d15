"""What officials of the demo county wrote down."""

from datetime import date

NOT_HERE = ("not_here", "申请人及共同生活家庭成员的户籍均不在本县，本人也没有居住证；已告知向户籍地乡镇申请。")
NOT_SUPPLEMENTED = ("not_supplemented", "已一次性告知需补材料，期满仍未补齐，也未说明理由；材料齐备后可随时再次申请。")
WITHDRAWN = "申请人已与外地子女共同生活，书面撤回申请。"
INELIGIBLE = "家庭人均收入或财产状况不符合规定，依据见测算。"
HARD = "主要收入者在外省务工，收入须向用工单位发函核实。"
TERMINATED = "申请人经两次书面通知仍拒绝提供外出务工收入证明，不配合调查。"
SENT_BACK = "入户记录与核对报告中的务工收入不一致，请核实后重新提出意见。"
RETURNED = "邻里访问记录缺少被访人签字，请补充调查。"
AGREES = "材料齐全，程序合规，测算无误，建议确认。"
DISAGREES = "经复核测算无误，不符合条件，建议不予确认。"
CHECKED = {
    "sources": "民政、公安、人社、税务、市场监管、不动产登记，银行 6 家",
    "result": "same",
    "differences": "",
}
DISPUTE = {
    "from_whom": "",
    "channel": "电话",
    "content": "反映该户有成年子女在外务工，家里不困难。",
}
ANSWERED = {
    "how": "meeting",
    "findings": "重新入户并组织评议：该子女已分户五年，每月给付赡养费的数额与申报一致。",
    "stands": "no",
}
HOUSING = ("plain", "poor", "plain", "unsafe", "good")
SEEN = (
    "主要靠零工和亲友接济，家中无大额存款和贵重物品，申报情况属实。",
    "一名成员长期吃药，每月自付药费约四百元；责任田已流转，收入与申报一致。",
    "住自建平房两间，家电陈旧；子女在读，主要支出为学习和生活费用。",
    "身体残疾不能务工，由亲属照料，每月领取的补贴与申报一致。",
)
HEARD = ("邻居两人反映该户确实困难，平时生活节俭。", "村民小组长反映户主常年患病，家中缺少劳力。", "")


def visit(address: str, head: str, number: int) -> dict:
    """A house visit, told a little differently each time."""
    return {
        "address": address,
        "present": head,
        "housing": HOUSING[number % len(HOUSING)],
        "findings": SEEN[number % len(SEEN)],
        "matches": "yes",
        "neighbours": HEARD[number % len(HEARD)],
    }


def county_visit(address: str) -> dict:
    """The county's own visit."""
    return {"address": address, "findings": "入户查看并询问邻里，情况与乡镇调查相符。", "matches": "yes"}


def meeting(village: str, number: int) -> dict:
    """A review by villagers, two thirds of them delegates or more."""
    people = 12 + number % 6
    return {
        "held_at": f"{village}党群服务中心",
        "people": people,
        "delegates": people - people // 4,
        "conclusion": "agree",
        "record": "宣讲政策、介绍情况、逐户评议、形成结论、当场签字。与会人员一致认为情况属实。",
    }


def posted(place: str, on: date) -> str:
    """Proof that a notice was put up."""
    return f"照片 GS{on:%Y%m%d}-1，张贴于{place}公示栏，见证人两名"


def taken_down(place: str, on: date) -> str:
    """Proof that a notice hung for its whole term."""
    return f"照片 GS{on:%Y%m%d}-2，{place}公示期满，未收到异议"


def refusal(reasons: list[dict]) -> str:
    """The reasons of the reckoning, in its own words."""
    return "".join(reason["text"].rstrip("。") + "。" for reason in reasons) or "不符合规定条件。"
