"""The papers of the fund, in the words of its own rule."""

from anmin.kernel.usual.declare import Wording, usual_papers

WORDS = Wording(
    benefit="爱心救助专项基金救助",
    act="爱心救助专项基金管理办法",
    number="基金章程",
    prefix="爱心",
    granting="救助",
    money="爱心救助金",
    once=True,
    steps=(
        "乡镇2人以上入户调查；",
        "基金委员会委员分别表决，有亲属或者利害关系的回避；",
        "表决通过的公示5日，签发后通过银行一次性发放。",
    ),
    duty="救助金来自社会捐赠，应当用于申请事由。情况不实的，应当退回。",
)
PAPERS = usual_papers(WORDS)
