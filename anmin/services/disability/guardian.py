"""严重精神障碍患者监护补贴: for the guardian who keeps a registered patient safe at home. A county's own reward."""

from anmin.kernel.declare import PERSON, rule

from .acts import GUARD, SINCE


@rule(
    label="监护责任已落实", unit="bool", level=PERSON, cite=GUARD, since=SINCE,
    refusal="{who}的监护人没有签订看护管理责任书，或年度评估不合格，或本年度发生肇事肇祸，不发监护补贴。",
    note="{who}的监护人没有签订看护管理责任书，或年度评估不合格，或本年度发生肇事肇祸，不发监护补贴。",
)  # fmt: skip
def guardian_kept_duty(
    psychosis_registered, guardian_month, guardian_agreement, guardian_check_passed, psychosis_incident
):
    """Said only of registered patients, where the area has the reward."""
    if not psychosis_registered or guardian_month <= 0:
        return True
    return guardian_agreement and guardian_check_passed and not psychosis_incident


@rule(
    label="当地设有监护补贴", unit="bool", level=PERSON, cite=GUARD, since=SINCE,
    refusal="当地没有设立严重精神障碍患者监护补贴。",
)  # fmt: skip
def guardian_offered(psychosis_registered, guardian_month):
    """Nothing is paid where no sum is set."""
    return guardian_month > 0 or not psychosis_registered


@rule(label="严重精神障碍患者监护补贴", unit="fen/month", level=PERSON, cite=GUARD, since=SINCE, result=True)
def guardian_subsidy_month(psychosis_registered, own_hukou_here, guardian_kept_duty, guardian_month):
    """For the guardian, whatever else the patient holds."""
    return guardian_month if psychosis_registered and own_hukou_here and guardian_kept_duty else 0
