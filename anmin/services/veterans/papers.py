"""The papers of 优抚, in the words of 军人抚恤优待条例."""

from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.veterans.flow import MATERIALS

WORDS = Wording(
    benefit="优抚待遇",
    act="军人抚恤优待条例",
    number="国务院、中央军委令",
    prefix="优抚",
    money="抚恤补助金",
    steps=(
        "核对证件和档案，乡镇初审后公示7日；",
        "县级审核确认，自确认当月起按月发放；",
        "每年确认一次，情况变化请及时报告。",
    ),
    duty="死亡、户籍迁移、就业、改变供养关系的，应当及时报告；每年应当参加年度确认。",
    after_refusal="情况变化、取得新的证明材料的，可以随时重新申请。",
    materials=MATERIALS,
)
PAPERS = usual_papers(WORDS, "change")
