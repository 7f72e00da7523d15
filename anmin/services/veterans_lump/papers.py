"""The papers of 优抚一次性待遇."""

from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.veterans_lump.flow import MATERIALS

WORDS = Wording(
    benefit="优抚一次性待遇",
    act="军人抚恤优待条例",
    number="国务院、中央军委令",
    prefix="优抚一次",
    granting="发放",
    money="一次性优抚金",
    once=True,
    steps=("核对证明书和领取人，乡镇初审；", "县级审核确认；", "确认后列入当月名册，通过银行一次性发放。"),
    duty="同一逝者的一次性待遇只发一次；重复或者多领的应当退回。",
    after_refusal="取得新的证明材料的，可以随时重新申请。",
    materials=MATERIALS,
)
PAPERS = usual_papers(WORDS)
