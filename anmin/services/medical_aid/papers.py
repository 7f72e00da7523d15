"""The papers of 二次报账, in the words of 国令649号."""

from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.medical_aid.flow import MATERIALS

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
    steps=(
        "核对票据，按基本医保、大病保险、医疗救助的次序计算；",
        "特困人员、低保对象直接报县级审批；其他对象经审核在村（社区）公示7日；",
        "县级审批后通过银行发放，一般20个工作日内办结。",
    ),
    duty="同一费用不得重复报销。票据不实或者重复报销的，依照《社会救助暂行办法》第六十八条退回并处理。",
    materials=MATERIALS,
)
PAPERS = usual_papers(WORDS)
