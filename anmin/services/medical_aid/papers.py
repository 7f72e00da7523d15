"""The papers of 二次报账, in the words of 国令649号."""

from typing import Any

from anmin.kernel.flow.declare import yuan
from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.medical_aid.flow import MATERIALS
from anmin.services.medical_aid.people import CLASSES


def _of_person(name: str, mine: dict[str, Any]) -> str:
    """One person's aid, to be worked again with a pencil."""
    free = "不设起付标准" if not mine["deductible_year"] else f"超过年度起付标准{yuan(mine['deductible_year'])}元的部分"
    kept = mine["aid_person"] < mine["aid_by_ratio"]
    parts = [
        f"政策范围内个人自付{yuan(mine['own_in_scope'])}元",
        f"{free}{yuan(mine['above_deductible'])}元" if mine["deductible_year"] else free,
        f"按{yuan(mine['ratio_share_bp']).removesuffix('.00')}%计{yuan(mine['aid_by_ratio'])}元",
        f"受年度限额余额{yuan(mine['cap_left'])}元和自付费用限制" if kept else "",
        f"医疗救助{yuan(mine['aid_person'])}元",
        f"倾斜救助{yuan(mine['second_aid_person'])}元" if mine.get("second_aid_person") else "",
    ]
    return f"{name}（{CLASSES[mine['aid_class']]}）：{'，'.join(part for part in parts if part)}。"


def _granted(matter: Any) -> str:
    done = matter.reckoning
    if done is None:
        return ""
    aided = zip(done.persons, done.person_results, strict=True)
    return "".join(_of_person(person["name"], mine) for person, mine in aided if mine.get("total_aid_person"))


WORDS = Wording(
    benefit="医疗救助",
    act="社会救助暂行办法",
    number="国令第649号",
    prefix="医救",
    granting="审批",
    acceptance="第三十条",
    conditions="第二十八条",
    notice="第三十条",
    decision="第二十九条、第三十条",
    refusal="第三十条",
    amount="第三十条",
    money="医疗救助金",
    once=True,
    granted=_granted,
    steps=(
        "核对票据，按基本医保、大病保险、医疗救助的次序计算；",
        "特困人员、低保对象直接报县级审批；其他对象经审核在村（社区）公示7日；",
        "县级审批后通过银行发放，一般20个工作日内办结。",
    ),
    duty="同一费用不得重复报销。票据不实或者重复报销的，依照《社会救助暂行办法》第六十八条退回并处理。",
    materials=MATERIALS,
)
PAPERS = usual_papers(WORDS)
