"""The manifest by which a service enters the house, and the register of those that have."""

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from anmin.kernel.access.declare import Carried
from anmin.kernel.flow.declare import FactGroup, Flow, PaperKind, ReceiptLine, faults
from anmin.kernel.law.api import differing_facts
from anmin.kernel.law.declare import Fact
from anmin.kernel.screens.declare import OpenPage

STARTS = {
    "application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月", "turning": "满龄当月（补发）",
}  # fmt: skip


class Misdeclared(ValueError):
    """Services declare what cannot be. The text says, one line each, what, where, and what to do."""


@dataclass(frozen=True)
class Service:
    """One service, complete: removing its folder and its name in the settings removes it.

    `pays` names the rule whose value (fen a month) is the entitlement, "" where nothing is paid; `code` stands in
    case numbers; `papers` make an official paper by its kind; `roster` is the sheet by which a county's
    existing recipients come in; `keep` is the retention of its files; `asks` groups the facts that an
    application declares; `receipt` are the top lines of its reckoning. `covers` names the rule that counts the
    persons paid for; `earmarks` the budget heading from which urban and rural households are paid: code and name.
    `reviews` says how recipients are looked at again (a `Review` of the month room). `starts` names the rule that says
    from which month a decision pays (one of `STARTS`; "" is the month after it; "turning" goes by each person's result
    `paid_from_age` and the household's `turning_delay` and `back_pay_most`, in months); `once` marks a payment of one month only;
    `rhythm` names the dated number of months from one roll to the next ("" pays every month).
    `replaces` names programmes that end in a household when this one begins and covers everybody.
    `knows` tells what the service's own registers know of a household on a day: facts of the household, and of its
    persons by id; they go before what was declared. `does` are consequences of the service's own that its moves name:
    each is given the case, the move, who and the day, and refuses by ValueError. `public` makes its open page of a day.
    `derived` says whose recipients a programme follows for which nobody applies. `nightly` is done every night with the
    day, and says how much it did; `lists` likewise within ten minutes whenever who receives, or a number, has changed.
    `stops` are grounds of the service's own by which an entitlement is ended by hand, beside those of all (`month.declare`);
    `stopped_in` names the register in which the service ends its entitlements by steps of its own instead.
    `carries` is work in the service's own tables that bears an officer's name and goes to a successor.
    """

    name: str
    label: str
    code: str
    group: str
    cite: str
    flows: tuple[Flow, ...]
    pays: str = ""
    keep: str = ""
    papers: dict[str, PaperKind] = field(default_factory=dict)
    roster: Any = None
    screens: tuple[Any, ...] = ()
    indicators: tuple[Any, ...] = ()
    asks: tuple[FactGroup, ...] = ()
    receipt: tuple[ReceiptLine, ...] = ()
    covers: str = ""
    earmarks: dict[str, tuple[str, str]] = field(default_factory=dict)
    reviews: Any = None
    starts: str = ""
    once: bool = False
    rhythm: str = ""
    replaces: tuple[str, ...] = ()
    knows: Callable[[int, date], tuple[dict[str, Any], dict[int, dict[str, Any]]]] | None = None
    derived: Any = None
    public: Callable[[date], OpenPage] | None = None
    does: dict[str, Callable[[Any, Any, Any, date], None]] = field(default_factory=dict)
    nightly: Callable[[date], int] | None = None
    lists: Callable[[date], int] | None = None
    carries: tuple[Carried, ...] = ()
    stops: tuple[Any, ...] = ()
    stopped_in: str = ""

    def flow_on(self, day: date) -> Flow:
        """The version of the flow for a case received on `day`. Raises LookupError where there was none yet."""
        for flow in self.flows:
            if flow.since <= day and (flow.until is None or day < flow.until):
                return flow
        if not self.flows:
            raise LookupError(f"{self.label}是登记类业务，没有申请办理流程。")
        first = min(flow.since for flow in self.flows)
        raise LookupError(f"{self.label}的办理流程从 {first} 起才有，{day} 没有可用的流程。")

    def flow_of(self, since: date) -> Flow:
        """The version that a running case keeps."""
        return next(flow for flow in self.flows if flow.since == since)


def late(name: str) -> Callable[..., Any]:
    """The function `module:name`, loaded when it is called: a manifest loads where there is no database."""
    module, _, function = name.partition(":")

    def call(*given: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(module), function)(*given, **named)

    return call


@cache
def register() -> dict[str, Service]:
    """All services of this installation by name, in the order of the settings. Refuses what is declared wrongly."""
    from django.conf import settings

    services = [importlib.import_module(f"anmin.services.{n}.service").SERVICE for n in settings.ANMIN_SERVICES]
    wrong = [f"{s.label}：{fault}" for s in services for flow in s.flows for fault in faults(flow)]
    wrong += [f"{s.label}：{fault}" for s in services for fault in _gaps(s)]
    wrong += differing_facts({s.name: _facts(s) for s in services})
    if wrong:
        raise Misdeclared("业务声明有误，不能启动：\n" + "\n".join(wrong))
    return {s.name: s for s in services}


def service(name: str) -> Service:
    """One service. Raises LookupError with the names there are."""
    try:
        return register()[name]
    except KeyError:
        raise LookupError(f"没有名为 {name} 的业务；现有：{'、'.join(register())}。") from None


def _facts(s: Service) -> Sequence[Fact]:
    """What the service's rules ask; nothing where it has none."""
    module = f"anmin.services.{s.name}.facts"
    return importlib.import_module(module).FACTS if importlib.util.find_spec(module) else ()


def _gaps(s: Service) -> list[str]:
    """Versions of a flow must follow one another without gap or overlap."""
    flows = sorted(s.flows, key=lambda flow: flow.since)
    return [
        f"流程版本 {older.since} 与 {newer.since} 之间有空档或重叠"
        for older, newer in pairwise(flows)
        if older.until != newer.since
    ]
