"""特困人员救助供养: who is recognised and how much. The conditions and the standards are in the modules beside this one.

Each person is looked at alone; the household's amount is the sum. Left to people: whether property is needed for life,
which of several obligors is the most able, assessment of self-care, everything of procedure.
"""

from anmin.kernel.declare import aggregate, rule

from . import capacity, care
from .acts import SINCE_2016, SINCE_2021, UNTIL_2016, both

LABEL = "特困人员救助供养"
OUTCOME = "eligible"
PARTS = (capacity, care)
ACT = both("第四条", "第四条")


def _any(name: str, of: str, label: str):
    return aggregate(name, "any", of, label=label, unit="bool", cite=ACT, since=SINCE_2016)


any_declares = _any("any_declares", "declares_tekun", "有人申请特困供养")
any_incapable = _any("any_incapable", "applies_incapable", "有申请人无劳动能力")
any_free = _any("any_free", "free_to_choose", "有无劳动能力的申请人没有享受同类儿童保障")
any_asks = _any("any_asks", "asks_without_capacity", "有人申请且无劳动能力")
any_poor = _any("any_poor", "and_without_source", "有人无劳动能力且无生活来源")
eligible = aggregate(
    "eligible", "any", "qualifies", label="有人符合特困人员条件", unit="bool", cite=ACT, since=SINCE_2016, result=True
)
supported = aggregate(
    "supported", "count", "qualifies", label="供养人数", unit="person", cite=ACT, since=SINCE_2016, result=True
)
base_month = aggregate(
    "base_month", "sum", "base_person_month", label="基本生活标准合计（月）", unit="fen/month", cite=care.BASE,
    since=SINCE_2016, result=True,
)  # fmt: skip
care_month = aggregate(
    "care_month", "sum", "care_person_month", label="照料护理标准合计（月）", unit="fen/month", cite=care.PAY,
    since=SINCE_2016, result=True,
)  # fmt: skip
amount_month = aggregate(
    "amount_month", "sum", "amount_person_month", label="每月供养金", unit="fen/month", cite=care.PAY, since=SINCE_2016,
    result=True,
)  # fmt: skip
funeral_total = aggregate(
    "funeral_total",
    "sum",
    "funeral_amount",
    label="丧葬费合计",
    unit="fen",
    cite=care.PAY,
    since=SINCE_2016,
    result=True,
)


partial_care = aggregate(
    "partial_care", "count", "needs_partial_care", label="部分丧失自理能力人数", unit="person", cite=care.CARE,
    since=SINCE_2016, result=True,
)  # fmt: skip
full_care = aggregate(
    "full_care", "count", "needs_full_care", label="完全丧失自理能力人数", unit="person", cite=care.CARE, since=SINCE_2016,
    result=True,
)  # fmt: skip


@rule(
    label="有人提出申请", unit="bool", cite=both("第十条", "第十条"), since=SINCE_2016,
    refusal="没有人书面声明并授权申请特困供养。由本人或监护人填写声明、承诺和核对授权后再申请。",
)  # fmt: skip
def meets_declared(any_declares):
    """Someone applies, with the written declaration."""
    return any_declares


AGES = "申请人不属于无劳动能力：须年满60周岁，或未满16周岁，或"


@rule(
    label="无劳动能力条件", unit="bool", cite=both("第五条", "第五条"), since=SINCE_2021,
    refusal=f"{AGES}智力、精神残疾一至三级，肢体残疾一至二级，视力残疾一级。",
)  # fmt: skip
def meets_capacity(any_declares, any_incapable, registered_here, investigated):
    """Said only where someone applies in the right place."""
    return not any_declares or any_incapable or not registered_here or not investigated


@rule(
    name="meets_capacity", label="无劳动能力条件", unit="bool", cite=both("第五条", "第五条"), since=SINCE_2016,
    until=UNTIL_2016, refusal=f"{AGES}智力、精神残疾一至二级，肢体残疾一级。",
)  # fmt: skip
def meets_capacity_2016(any_declares, any_incapable, registered_here, investigated):
    """As later, with the grades of 2016."""
    return not any_declares or any_incapable or not registered_here or not investigated


@rule(
    label="与儿童保障择一", unit="bool", cite=capacity.CHOICE, since=SINCE_2016,
    refusal="申请人已享受孤儿或事实无人抚养儿童保障，与特困供养只能选择其一；改领特困供养的，先办理原待遇的停发。",
)  # fmt: skip
def meets_choice(any_incapable, any_free):
    """Said only to who has no capacity: the other programme was chosen."""
    return not any_incapable or any_free


@rule(
    label="无生活来源条件", unit="bool", cite=both("第六条、第七条", "第六条、第七条"), since=SINCE_2016,
    refusal="申请人有生活来源：本人收入不低于当地低保标准 {dibao__standard_month}，或家庭金融资产 {dibao__net_assets} "
    "（上限 {tekun_assets_limit}）、房产、车辆、工商登记超过规定。可改为申请最低生活保障或临时救助。",
)  # fmt: skip
def meets_source(any_asks, any_poor):
    """Said only to who has no capacity."""
    return not any_asks or any_poor


@rule(
    label="无义务人或义务人无履行能力条件", unit="bool", cite=both("第八条", "第八条"), since=SINCE_2016,
    refusal="申请人有法定赡养、抚养、扶养义务人，且没有查明其无履行能力：70周岁以上和残疾的义务人须收入低于当地人均可支配收入"
    "且财产符合规定，无民事行为能力、失踪、服刑的须财产符合规定。可改为申请最低生活保障。",
)  # fmt: skip
def meets_obligor(any_poor, eligible):
    """Said only to who has neither capacity nor source."""
    return not any_poor or eligible


any_able_kin = _any("any_able_kin", "able_kin", "名单中有劳动能力的配偶、子女、父母")
any_claims_none = _any("any_claims_none", "claims_none", "申请人称没有法定义务人")


@rule(
    label="义务人与名单相符", unit="bool", cite=both("第八条", "第八条"), since=SINCE_2016,
    note="家庭成员名单中有有劳动能力的配偶、子女或父母，申请人却填“没有法定义务人”：请核对后再提出意见。",
)  # fmt: skip
def obligors_agree(any_claims_none, any_able_kin):
    """Nothing is refused; somebody is asked to look again."""
    return not (any_claims_none and any_able_kin)


@rule(
    label="不与低保重复享受", unit="bool", cite=both("第二条", "第二条"), since=SINCE_2016,
    note="家庭现领低保：被认定为特困人员的，自供养金起发之月退出低保，不得重复享受。",
)  # fmt: skip
def dibao_ends(eligible, receiving_dibao):
    """No ground to refuse: whoever is recognised leaves 低保 when support begins."""
    return not (eligible and receiving_dibao)


@rule(
    label="适用的城乡标准", unit="bool", cite=both("第十七条", "第十九条"), since=SINCE_2016,
    note="申请人有承包土地或参加农村集体经济收益分配，城乡标准不同的地方应按农村标准，请核对“适用城市还是农村标准”。",
)  # fmt: skip
def class_fits(contract_land, urban_rural):
    """Where standards differ, who holds contracted land has the rural one; resettled to towns, the urban one."""
    return not (contract_land and urban_rural == "urban")
