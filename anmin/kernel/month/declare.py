"""The words in which a service declares how its recipients are looked at again; and whether someone is a recipient.

Standard library only, until it is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Ground:
    """Why an entitlement may be ended by hand, in the words of the decision; `cite` its article, "" where none names it."""

    name: str
    label: str
    cite: str = ""

    @property
    def words(self) -> str:
        return f"{self.label}（{self.cite}）" if self.cite else self.label


GROUNDS = (
    Ground("own_wish", "本人或监护人书面申请退出"),
    Ground("unqualified", "经核实不再符合领取条件"),
    Ground("moved", "户籍迁出，改由迁入地办理"),
    Ground("other_benefit", "已享受不能同时享受的其他待遇"),
    Ground("unconfirmed", "未按期完成年度确认或生存认证，书面通知后仍未办理"),
    Ground("refused", "无正当理由拒绝配合核查"),
    Ground("false", "虚报、隐瞒、伪造材料取得"),
)


@dataclass(frozen=True)
class Taper:
    """渐退: a household lifted over the standard by work keeps its benefit for some months.

    Names the facts by which the service's rules know of it: whether the household `receives`, that work is the
    `cause`, how many `months` it has been over the standard, the `last` amount before; `route` is the rule whose value
    `word` says that the rules keep it, `limit` the dated number of months.
    """

    receives: str
    cause: str
    months: str
    last: str
    route: str
    word: str
    limit: str
    cite: str


@dataclass(frozen=True)
class Review:
    """复核: `klass` names the rule that puts a household into a class, `months` the rule for how often it is looked at;
    `every` the dated number behind it, with the classes as its categories.

    `after` gives the time to look into a life event, by its kind ("" for all others), such as "3 month"; `paper` is the
    service's paper that tells a household of a change; `labour` names the dated number that switches 公益劳动 on.
    """

    klass: str
    months: str
    every: str
    cite: str
    after: dict[str, str] = field(default_factory=dict)
    after_cite: dict[str, str] = field(default_factory=dict)
    paper: str = ""
    taper: Taper | None = None
    labour: str = ""


def received_by(person: int, *, on: date) -> dict[str, str]:
    """The programmes of which a person's household was due money in the month of `on`: name and label.

    This is how a register of another service learns that someone was 低保, without knowing that service.
    """
    from anmin.kernel.month.recipients import received_by as really

    return really(person, on=on)


def recipients_among(programme: str, households: Iterable[int], *, on: date) -> set[int]:
    """Those of these households to whom the programme is due in the month of `on`. One query."""
    from anmin.kernel.month.recipients import recipients_among as really

    return really(programme, households, on=on)


def reading(name: str) -> str:
    """A selection of what another room keeps, as SQL with fixed columns: room.name, such as people.events.

    This is how a service reads many households at once without knowing their tables; see `readings.py` of each room.
    """
    from importlib import import_module

    room, _, what = name.partition(".")
    return import_module(f"anmin.kernel.{room}.readings").READINGS[what][1]


def look_again(programme: str, whys: Mapping[int, str], *, on: date) -> set[int]:
    """Opens a review for each household (id) that receives the programme, for the reason given; returns those it opened.

    The reason joins a review that waits already. Runs inside `audit.acting`.
    """
    from anmin.kernel.month.recipients import look_again as really

    return really(programme, whys, on=on)


@dataclass(frozen=True)
class Follow:
    """A programme whose recipients another follows: being paid sets `fact`, and `covered` for the persons paid for.

    `when` names a result and its value: then the programme pays nothing, and whom it recognises so is followed.
    """

    programme: str
    fact: str
    covered: str = ""
    when: tuple[str, str] | None = None


@dataclass(frozen=True)
class Derived:
    """A programme for which nobody applies: a month's recipients are those of other programmes, as its rules say.

    `facts` are declared facts that also bring a household in, such as a benefit that another office pays. `groups` names
    the rule that puts a person into a group for the statistics, `each` the rule of what that person is paid.
    """

    follows: tuple[Follow, ...]
    facts: tuple[str, ...] = ()
    groups: str = ""
    each: str = ""


def each_recipient(programme: str, derived: Derived, *, on: date, area: str, wrong: dict[int, str]) -> Any:
    """What a programme's rules say of every member of the households that others pay: `month.derived.each_recipient`.

    `wrong` gets the households whose facts cannot be reckoned, with the reason.
    """
    from anmin.kernel.month.derived import each_recipient as really

    return really(programme, derived, on, area, wrong)


def recognised_as(household: int, service: str, result: str, *, on: date) -> Any:
    """As what a service that pays nothing recognises a household on a day: the value of one of its results, or None."""
    from anmin.kernel.flow.api import recognised as really

    return really(service, on, household=household).get(household, {}).get(result)
