"""价格临时补贴: the manifest. Nobody applies: a month's run follows the programmes that pay for the groups."""

from anmin.kernel.declare import Derived, FactGroup, Follow, ReceiptLine, Service, late
from anmin.services.price_link.indicators import INDICATORS
from anmin.services.price_link.screens import SCREENS

FOLLOWED = Derived(
    follows=(
        Follow("dibao", "receiving_dibao", "covered_by_dibao"),
        Follow("tekun", "receiving_tekun"),
        Follow("children", "receiving_unsupported_child"),
        Follow("veterans", "receiving_veterans"),
        Follow("low_income", "receiving_edge", when=("category", "edge")),
    ),
    facts=(
        "receiving_edge", "receiving_orphan", "receiving_unsupported_child", "hiv_child",
        "receiving_unemployment_benefit", "receiving_unemployment_subsidy", "receiving_veterans",
    ),
    groups="kind",
    each="own_supplement_month",
)  # fmt: skip
SERVICE = Service(
    name="price_link",
    label="价格临时补贴",
    code="WJ",
    group="社会救助",
    cite="发改价格〔2021〕1553号；发改价格〔2022〕1377号",
    flows=(),
    pays="amount_month",
    covers="persons_paid",
    once=True,
    derived=FOLLOWED,
    earmarks={"urban": ("2082502", "其他城市生活救助（价格临时补贴）"), "rural": ("2082502", "其他农村生活救助（价格临时补贴）")},
    asks=(
        FactGroup(
            "另由其他部门保障的人员",
            ("receiving_unemployment_benefit", "receiving_unemployment_subsidy", "hiv_child", "receiving_veterans"),
            ("receiving_dibao", "receiving_edge", "covered_by_dibao", "receiving_tekun", "receiving_orphan",
             "receiving_unsupported_child"),
        ),
    ),
    receipt=(
        ReceiptLine("supplement_person_month"),
        ReceiptLine("persons_paid", "×"),
        ReceiptLine("amount_month", "="),
    ),
    screens=SCREENS,
    indicators=INDICATORS,
    nightly=late("anmin.services.price_link.months:tonight"),
    lists=late("anmin.services.price_link.months:tonight"),
    keep="发放后10年",
)  # fmt: skip
