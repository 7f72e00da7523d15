"""What must be at hand before a move, each said in words when it is missing."""

from anmin.kernel.declare import Need, Standing


def _consents(s: Standing) -> str:
    return f"缺 {'、'.join(s.consents_missing)} 的核对授权书" if s.consents_missing else ""


def _visit(s: Standing) -> str:
    return "" if "visit" in s.records else "还没有两人入户调查记录"


def _check(s: Standing) -> str:
    return "" if "check_report" in s.records else "还没有信息核对报告"


def _reckoned(s: Standing) -> str:
    return "" if s.eligible is not None else "还没有测算"


def _eligible(s: Standing) -> str:
    if s.eligible is None:
        return "还没有测算"
    return "" if s.eligible else f"测算结果不符合条件：{'；'.join(s.reasons) or '见测算'}"


def _ineligible(s: Standing) -> str:
    if s.eligible is None:
        return "还没有测算"
    return "测算结果符合条件，不能以不符合条件上报" if s.eligible else ""


def _answered(s: Standing) -> str:
    answered = len(s.records.get("dispute_answer", ()))
    return "有异议，须重新调查或民主评议后再提出初审意见" if s.disputed and answered < s.disputes else ""


def _notice_over(s: Standing) -> str:
    if s.notice != "running" or s.notice_closes_on is None:
        return "没有正在进行的公示"
    return "" if s.today > s.notice_closes_on else f"公示到 {s.notice_closes_on} 期满，次日起才能上报"


def _county_visit(s: Standing) -> str:
    if not (s.near_kin or s.disputed) or "county_visit" in s.records:
        return ""
    return "近亲属备案或有举报异议的，县级须百分之百入户调查，还没有记录"


def _meeting(s: Standing) -> str:
    return "" if "review_meeting" in s.records else "还没有民主评议记录"


def _supplement_settled(s: Standing) -> str:
    return "补正材料还没有收齐" if s.supplement_open and s.state == "supplementing" else ""


NEEDS = (
    Need("consents", "核对授权", _consents, "社会救助暂行办法 第五十八条"),
    Need("visit", "两人入户", _visit, "民发〔2021〕57号 第十六条", "record:visit"),
    Need("check_report", "信息核对", _check, "民发〔2021〕57号 第十七条", "record:check_report"),
    Need("reckoned", "测算", _reckoned, "民发〔2021〕57号 第二十三条", "reckon"),
    Need("eligible", "符合条件", _eligible, "民发〔2021〕57号 第四条", "reckon"),
    Need("ineligible", "不符合条件", _ineligible, "民发〔2021〕57号 第四条", "reckon"),
    Need("answered", "异议已处理", _answered, "民发〔2021〕57号 第十九条", "record:dispute_answer", always=False),
    Need("notice_over", "公示期满", _notice_over, "民发〔2021〕57号 第十九条"),
    Need("county_visit", "县级入户", _county_visit, "民发〔2021〕57号 第二十条", "record:county_visit", always=False),
    Need("meeting", "民主评议", _meeting, "民发〔2012〕220号 第十八条", "record:review_meeting"),
)
