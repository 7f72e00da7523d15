"""低保: how often a household is looked at again, by what is known of its members and income; and the 渐退."""

from anmin.kernel.declare import PERSON, Review, Taper, aggregate, rule

from .acts import NOTICE_2022, SINCE_2012, SINCE_2021, UNTIL_2012, both

CYCLE = both("第三十三条", "第三十一条")
CLASSES = {
    "a": "A类：收入和人口基本不变（三无、重病重残等）",
    "b": "B类：情况相对稳定",
    "c": "C类：收入不固定且有劳动能力",
}
CLASSES_2021 = {"a": "A类：情况相对稳定", "b": "B类：收入不固定且有劳动能力"}


@rule(label="有劳动能力", unit="bool", level=PERSON, cite=CYCLE, since=SINCE_2012)
def able_to_work(
    counted, age, labour_age_from, labour_age_to, study, disability_grade, serious_illness, cannot_live_independently
):  # fmt: skip
    """A member of working age, not in school, without severe disability or serious illness. Only proposes a class."""
    if not counted or age < labour_age_from or age >= labour_age_to or study != "none":
        return False
    return not (disability_grade in (1, 2) or serious_illness or cannot_live_independently)


@rule(label="有劳动能力而收入不固定", unit="bool", level=PERSON, cite=CYCLE, since=SINCE_2012)
def unsteady_worker(able_to_work, wage_month, wage_year, business_revenue_year, business_net_month, pension_month):
    """Seasonal or own work, or none at all; a monthly wage or pension alone is steady."""
    if wage_year > 0 or business_revenue_year > 0 or business_net_month > 0:
        return able_to_work
    return able_to_work and wage_month + pension_month == 0


any_able = aggregate(
    "any_able", "any", "able_to_work", label="有成员有劳动能力", unit="bool", cite=CYCLE, since=SINCE_2012
)
any_unsteady = aggregate(
    "any_unsteady", "any", "unsteady_worker", label="有成员收入不固定且有劳动能力", unit="bool", cite=CYCLE,
    since=SINCE_2012,
)  # fmt: skip


@rule(label="复核类别", unit="choice", choices=CLASSES_2021, cite=CYCLE, since=SINCE_2021)
def review_class(any_unsteady):
    """2021: unsteady income with capacity to work, or relatively stable."""
    return "b" if any_unsteady else "a"


@rule(
    name="review_class",
    label="复核类别",
    unit="choice",
    choices=CLASSES,
    cite=CYCLE,
    since=SINCE_2012,
    until=UNTIL_2012,
)
def review_class_2012(any_able, any_unsteady):
    """2012: unsteady with capacity to work, relatively stable, or basically unchanged."""
    if any_unsteady:
        return "c"
    return "b" if any_able else "a"


@rule(label="复核周期", unit="month", cite=CYCLE, since=SINCE_2021)
def review_every_months(review_class, review_months_a, review_months_b):
    """Yearly for the stable, half-yearly for the unsteady."""
    return review_months_b if review_class == "b" else review_months_a


@rule(name="review_every_months", label="复核周期", unit="month", cite=CYCLE, since=SINCE_2012, until=UNTIL_2012)
def review_every_months_2012(
    review_class, urban_rural, review_months_a, review_months_b, review_months_c_urban, review_months_c_rural
):
    """Yearly, half-yearly; class C monthly in town and quarterly in the country."""
    if review_class == "c":
        return review_months_c_urban if urban_rural == "urban" else review_months_c_rural
    return review_months_b if review_class == "b" else review_months_a


REVIEW = Review(
    klass="review_class",
    months="review_every_months",
    every="review_months",
    cite="民发〔2021〕57号 第三十一条；民发〔2012〕220号 第三十三条",
    after={"died": "3 month", "": "30 WD"},
    after_cite={"died": str(NOTICE_2022["一（三）"]), "": "参照审核确认的期限 民发〔2022〕83号 四（一）"},
    paper="change",
    taper=Taper(
        receives="receiving_now",
        cause="over_by_employment",
        months="months_over_standard",
        last="last_amount_month",
        route="route",
        word="taper",
        limit="taper_months",
        cite=str(NOTICE_2022["一（三）"]),
    ),
    labour="public_labour",
)
