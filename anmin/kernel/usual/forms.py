"""The records of an investigation, each with the article of the service's own law."""

from anmin.kernel.flow.declare import Field, Form

SAME = (("yes", "一致"), ("no", "不一致"))


def visit(cite: str, *more: Field, states: tuple[str, ...] = ("investigating",)) -> Form:
    """Two people at home; `more` questions of the service come after the usual ones."""
    return Form(
        "visit", "入户调查",
        (
            Field("address", "调查地点"),
            Field("present", "在场家庭成员"),
            Field("findings", "了解到的情况", "long"),
            Field("matches", "与申报是否一致", "choice", choices=SAME),
            Field("neighbours", "邻里访问情况", "long", required=False),
            *more,
        ),
        roles=("R4",), states=states, signers=2, cite=cite,
    )  # fmt: skip


def check_request(cite: str) -> Form:
    """Asks the centre to compare."""
    return Form("check_request", "提请信息核对", (Field("note", "说明", "long", required=False),), roles=("R4",),
                states=("investigating",), cite=cite)  # fmt: skip


def check_report(cite: str) -> Form:
    """What the comparison found."""
    return Form(
        "check_report", "信息核对报告",
        (
            Field("sources", "已查询的部门和机构", hint="如：民政、人社、公安、市场监管、银行"),
            Field("result", "核对结果", "choice", choices=(("same", "与申报一致"), ("differs", "与申报不一致"))),
            Field("differences", "不一致之处", "long", hint="与申报不一致的必填：谁、哪一项、申报多少、查到多少",
                  when=("result", "differs")),
        ),
        roles=("R8", "R6"), states=("investigating",), cite=cite,
    )  # fmt: skip


def difference_answer(cite: str) -> Form:
    """What was found otherwise than declared: told to the applicant, and looked into."""
    return Form(
        "difference_answer", "不一致的核实处理",
        (
            Field("told_on", "告知申请人的日期", "date"),
            Field("said", "申请人的说明和提供的证据", "long", hint="没有异议的写“无异议”"),
            Field("findings", "复查情况", "long"),
            Field("outcome", "处理", "choice",
                  choices=(("corrected", "已按查实的情况更正申报"), ("kept", "复查属实，维持申报"))),
        ),
        roles=("R4",), states=("investigating",), cite=cite,
    )  # fmt: skip


def dispute_answer(cite: str) -> Form:
    """An objection looked into."""
    return Form(
        "dispute_answer", "异议调查处理",
        (
            Field("how", "处理方式", "choice", choices=(("again", "重新调查"), ("meeting", "民主评议"))),
            Field("findings", "查明的情况", "long"),
            Field("stands", "异议是否成立", "choice", choices=(("yes", "成立"), ("no", "不成立"))),
        ),
        roles=("R4",), states=("investigating",), signers=2, cite=cite,
    )  # fmt: skip


def county_visit(cite: str) -> Form:
    """The county's own visit, drawn or ordered."""
    return Form(
        "county_visit", "县级入户调查",
        (Field("address", "调查地点"), Field("findings", "查明的情况", "long"),
         Field("matches", "与乡镇调查是否一致", "choice", choices=SAME)),
        roles=("R6",), states=("county_review",), signers=2, cite=cite,
    )  # fmt: skip
