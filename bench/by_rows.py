"""The month as most programs make it: row by row through the ORM. A baseline, and nothing else."""

import time
from datetime import date

from bench.county import COUNTY, STAFF


def one_by_one(count: int) -> float:
    """Payees a second when the same month is paid row by row through the ORM: the baseline.

    For each household the facts are read, the rules run, payment and remittance saved, as a page would save them.
    """
    from anmin.kernel.audit.api import acting
    from anmin.kernel.funds.api import Roll

    begin = time.perf_counter()
    with acting("测速"):
        users = {role: account_of(login) for login, _, role in STAFF}
        roll = Roll.objects.create(programme="dibao", month=date(2035, 1, 1), area=COUNTY, made_by=users["R6"])
        roll.lines = _pay_each(roll, count)
        roll.amount = sum(payment.amount for payment in roll.payments.all())
        roll.state, roll.reviewed_by = "reviewed", users["R9"]
        roll.save()
        roll.state, roll.approved_by = "approved", users["R7"]
        roll.save()
        _send_each(roll, users["R9"])
    return roll.lines / (time.perf_counter() - begin)


def _pay_each(roll, count: int) -> int:
    from anmin.kernel.funds.api import Entitlement, Fund, Payment
    from anmin.kernel.law import api as law
    from anmin.kernel.people.api import facts_on, seal, unseal

    last, known = date(2026, 10, 1), {fact.name for fact in law.facts_of("dibao")}
    due = list(Entitlement.objects.filter(until=None).order_by("id").values_list("id", flat=True)[:count])
    funds = {fund.urban_rural: fund for fund in Fund.objects.filter(area=COUNTY)}
    for serial, pk in enumerate(due, start=1):
        given = Entitlement.objects.get(pk=pk)
        home, members = facts_on(given.household, last)
        law.reckon(
            "dibao", last, given.area, "", {k: v for k, v in home.items() if k in known},
            [{k: v for k, v in facts.items() if k in known} for _, facts in members], table=law.stored_numbers(),
        )  # fmt: skip
        Payment.objects.filter(household=given.household, programme="dibao", month=last).first()
        Payment.objects.create(
            roll=roll, entitlement=given, household=given.household, payee=given.payee, fund=funds[given.urban_rural],
            programme="dibao", month=roll.month, serial=serial, area=given.area, urban_rural=given.urban_rural,
            persons=given.persons, amount=given.amount_month, payee_name=given.payee.name, digest="x" * 64,
            bank_account=seal(unseal(given.household.bank_account)), bank_tail=given.household.bank_tail,
        )  # fmt: skip
    return len(due)


def _send_each(roll, sender) -> None:
    from anmin.kernel.funds.api import Batch, Remittance

    batch = Batch.objects.create(
        roll=roll, number="x", place=1, lines=roll.lines, amount=roll.amount, digest="x", made_by=sender
    )
    for payment in roll.payments.order_by("serial"):
        Remittance.objects.create(
            batch=batch, payment=payment, serial=payment.serial, amount=payment.amount, payee_name=payment.payee_name,
            bank_account=payment.bank_account, bank_tail=payment.bank_tail,
        )  # fmt: skip
    for line in Remittance.objects.filter(batch=batch).order_by("serial"):
        line.state = "paid"
        line.save()


def account_of(login: str):
    from anmin.kernel.access.api import Account

    return Account.objects.get(username=login)
