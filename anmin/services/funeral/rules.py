"""惠民殡葬: whose basic services are free, which items, up to what; and the reward for burial that takes little land.

Which persons, items and caps is for the area to say (dated, area-scoped numbers); a cap of nought is none: the price is
set by government anyway. The day is that of the cremation. Not modelled, left to people: whether a body is truly
unclaimed, prices of the funeral home, subsidies for simple mourning (文明治丧), burial fees beside a niche.
"""

from anmin.kernel.declare import rule

from .acts import BASIC, ECO, REGULATION_2026, SINCE_2012, SINCE_2026, UNTIL_2026, WHO

LABEL = "惠民殡葬"
OUTCOME = "entitled"
PAYS = False


# ── 对象
@rule(
    label="属于惠民对象", unit="bool", cite=WHO, since=SINCE_2012,
    refusal="当地的免费对象不包括这一类别的逝者。",
)  # fmt: skip
def class_covered(
    class_of_person, covers_dibao, covers_tekun, covers_edge, covers_veteran, covers_orphan, covers_disabled,
    covers_unidentified, covers_resident, covers_visitor,
):  # fmt: skip
    """The area's list of persons; where all residents are covered, so is every class of residents."""
    if class_of_person == "visitor":
        return covers_visitor
    if class_of_person == "unidentified":
        return covers_unidentified
    if covers_resident:
        return True
    if class_of_person == "dibao":
        return covers_dibao
    if class_of_person == "tekun":
        return covers_tekun
    if class_of_person == "edge":
        return covers_edge
    if class_of_person == "veteran":
        return covers_veteran
    if class_of_person == "orphan":
        return covers_orphan
    return class_of_person == "disabled" and covers_disabled


@rule(
    label="没有重复享受丧葬费", unit="bool", cite=WHO, since=SINCE_2012,
    refusal="已由职工养老保险或单位发给丧葬费，当地规定不再免除基本殡葬服务费。",
)  # fmt: skip
def not_twice(compensated, excludes_compensated):
    """Some areas leave out whoever's funeral is paid for by pension insurance or employer."""
    return not (compensated and excludes_compensated)


@rule(
    label="异地火化可以申领", unit="bool", cite=WHO, since=SINCE_2012,
    refusal="在异地火化，当地没有开放报销。",
)  # fmt: skip
def place_ok(cremated_here, pays_elsewhere):
    """At the own funeral home fees are remitted at once; elsewhere only where the area refunds."""
    return cremated_here or pays_elsewhere


@rule(
    label="在申领期限内", unit="bool", cite=WHO, since=SINCE_2012,
    refusal="异地火化的申领期限是火化后 {claim_months}，已经超过。",
)  # fmt: skip
def in_time(cremated_here, months_to_claim, claim_months):
    """The last month still counts."""
    return cremated_here or months_to_claim <= claim_months


@rule(label="免除基本殡葬服务费", unit="bool", cite=WHO, since=SINCE_2012, result=True)
def entitled(class_covered, not_twice, place_ok, in_time):
    """All conditions together."""
    return class_covered and not_twice and place_ok and in_time


# ── 项目
@rule(label="免接运费", unit="fen", cite=BASIC, since=SINCE_2012)
def transport_free(entitled, free_item_transport, transport_fee, cap_transport):
    """The ordinary hearse, up to the cap."""
    if not (entitled and free_item_transport):
        return 0
    return transport_fee if cap_transport == 0 else min(transport_fee, cap_transport)


@rule(label="存放费免除单价", unit="fen/day", cite=BASIC, since=SINCE_2012)
def storage_price_free(storage_price_day, storage_day_cap):
    """What a day of cold storage may cost at most to be free as a whole."""
    return storage_price_day if storage_day_cap == 0 else min(storage_price_day, storage_day_cap)


@rule(label="免存放费", unit="fen", cite=BASIC, since=SINCE_2012)
def storage_free(entitled, free_item_storage, storage_price_free, storage_days, storage_days_free):
    """Only the first days."""
    if not (entitled and free_item_storage):
        return 0
    return storage_price_free * min(storage_days, storage_days_free)


@rule(label="免火化费", unit="fen", cite=BASIC, since=SINCE_2012)
def cremation_free(entitled, free_item_cremation, cremation_fee, cap_cremation):
    """The ordinary furnace; whoever chooses another pays the difference."""
    if not (entitled and free_item_cremation):
        return 0
    return cremation_fee if cap_cremation == 0 else min(cremation_fee, cap_cremation)


@rule(label="寄存费免除单价", unit="fen/month", cite=BASIC, since=SINCE_2012)
def keeping_price_free(keeping_price_month, keeping_month_cap):
    """What a month of keeping the ashes may cost at most to be free as a whole."""
    return keeping_price_month if keeping_month_cap == 0 else min(keeping_price_month, keeping_month_cap)


@rule(label="免骨灰寄存费", unit="fen", cite=BASIC, since=SINCE_2012)
def keeping_free(entitled, free_item_keeping, keeping_price_free, keeping_months, keeping_months_free):
    """Only the first months."""
    if not (entitled and free_item_keeping):
        return 0
    return keeping_price_free * min(keeping_months, keeping_months_free)


@rule(label="免告别厅费", unit="fen", cite=BASIC, since=SINCE_2012)
def farewell_free(entitled, free_item_farewell, farewell_fee, cap_farewell):
    """A small hall, where the area lists it."""
    if not (entitled and free_item_farewell):
        return 0
    return farewell_fee if cap_farewell == 0 else min(farewell_fee, cap_farewell)


@rule(label="免格位安葬费", unit="fen", cite=REGULATION_2026["殡葬基本服务清单"], since=SINCE_2026)
def niche_free(entitled, free_item_niche, niche_fee, cap_niche):
    """A niche of a government hall, a basic service since 2026, where the area makes it free."""
    if not (entitled and free_item_niche):
        return 0
    return niche_fee if cap_niche == 0 else min(niche_fee, cap_niche)


@rule(label="格位安葬费未列入", unit="fen", name="niche_free", cite=BASIC, since=SINCE_2012, until=UNTIL_2026)
def niche_not_yet():
    """Not among the basic services before."""
    return 0


@rule(label="免生态安葬费", unit="fen", cite=REGULATION_2026["殡葬基本服务清单"], since=SINCE_2026)
def eco_free(entitled, free_item_eco, eco_fee, cap_eco):
    """Ecological burial, one of the seven basic services since 2026, where the area makes it free."""
    if not (entitled and free_item_eco):
        return 0
    return eco_fee if cap_eco == 0 else min(eco_fee, cap_eco)


@rule(label="生态安葬费未列入", unit="fen", name="eco_free", cite=BASIC, since=SINCE_2012, until=UNTIL_2026)
def eco_not_yet():
    """Not among the basic services before."""
    return 0


@rule(label="困难和优抚对象", unit="bool", cite=WHO, since=SINCE_2012)
def in_hardship(class_of_person):
    """Every class of residents that is named; the rest are residents and visitors."""
    return class_of_person in ("dibao", "tekun", "edge", "veteran", "orphan", "disabled", "unidentified")


@rule(label="免骨灰盒费", unit="fen", cite=BASIC, since=SINCE_2012)
def urn_free(entitled, in_hardship, urn_for, urn_fee, cap_urn):
    """The plain one, for all who are entitled or only for those in hardship, as the area says."""
    if not entitled or urn_for == "nobody":
        return 0
    if urn_for == "hardship" and not in_hardship:
        return 0
    return urn_fee if cap_urn == 0 else min(urn_fee, cap_urn)


@rule(label="各项可免合计", unit="fen", cite=BASIC, since=SINCE_2012)
def items_free(
    transport_free, storage_free, cremation_free, keeping_free, farewell_free, niche_free, eco_free, urn_free
):  # fmt: skip
    """All items together."""
    return (
        transport_free + storage_free + cremation_free + keeping_free + farewell_free + niche_free + eco_free + urn_free
    )  # fmt: skip


@rule(label="应免金额", unit="fen", cite=WHO, since=SINCE_2012, result=True)
def free_amount(items_free, cap_total):
    """What the county bears, up to the cap for one body."""
    return items_free if cap_total == 0 else min(items_free, cap_total)


# ── 收费与奖补
@rule(label="各项收费合计", unit="fen", cite=BASIC, since=SINCE_2012)
def billed(
    transport_fee, storage_price_day, storage_days, cremation_fee, keeping_price_month, keeping_months, farewell_fee,
    niche_fee, eco_fee, urn_fee, other_fee,
):  # fmt: skip
    """The whole bill, listed or not."""
    return (
        transport_fee + storage_price_day * storage_days + cremation_fee + keeping_price_month * keeping_months
        + farewell_fee + niche_fee + eco_fee + urn_fee + other_fee
    )  # fmt: skip


@rule(label="家属自付", unit="fen", cite=BASIC, since=SINCE_2012, result=True)
def self_paid(billed, free_amount):
    """What is left to the family."""
    return billed - free_amount


@rule(
    label="没有清单之外的收费", unit="bool", cite=REGULATION_2026["收费清单"], since=SINCE_2026,
    note="清单之外收取了 {other_fee}：清单之外不得设立项目、收取费用，请核实并退还。",
)  # fmt: skip
def within_list(other_fee):
    """Since 2026 nothing may be charged that is not on the list; a person looks whether it was really outside."""
    return other_fee == 0


@rule(label="节地生态安葬奖补", unit="fen", cite=ECO, since=SINCE_2012, result=True)
def eco_reward(eco_kind, class_of_person, eco_amount_wall, eco_amount_tree, eco_amount_scatter):
    """Paid to the family of any resident, entitled to free services or not."""
    if class_of_person == "visitor":
        return 0
    if eco_kind == "wall":
        return eco_amount_wall
    if eco_kind == "tree":
        return eco_amount_tree
    return eco_amount_scatter if eco_kind == "scatter" else 0
