"""Labels that registers take from the services of this installation."""

from collections import Counter
from functools import cache

from anmin.kernel.law.api import NumberDef, book, show_value
from anmin.kernel.service import register

# How a household is looked for in any list that has one, and what the box says of it.
HOUSEHOLD = (
    ("household__head__name", "prefix"),
    ("household__head__pinyin", "prefix"),
    ("household__number", "prefix"),
)
HOUSEHOLD_HINT = "户主姓名、拼音或家庭编号"


def services() -> dict[str, str]:
    """Names of services with their labels."""
    return {name: each.label for name, each in register().items()}


def programmes() -> dict[str, str]:
    """The services that pay, with their labels."""
    return {name: each.label for name, each in register().items() if each.pays}


@cache
def _states_by_service() -> dict[str, dict[str, str]]:
    """The labels of a service's states; what two versions of its flow call differently, as the newer one says."""
    return {name: {s.name: s.label for flow in each.flows for s in flow.states} for name, each in register().items()}


def states() -> dict[str, str]:
    """States of every flow, each as most services call it: 已确认, though some say 已批准."""
    called: dict[str, Counter[str]] = {}
    for labels in _states_by_service().values():
        for name, label in labels.items():
            called.setdefault(name, Counter())[label] += 1
    return {name: labels.most_common(1)[0][0] for name, labels in called.items()}


def state_in_words(state: object, service: object) -> str:
    """A state as the case's own service calls it."""
    return _states_by_service().get(str(service), {}).get(str(state)) or states().get(str(state), str(state))


def service_keys() -> dict[str, str]:
    """Beginnings of the keys of numbers, by service."""
    return {f"{name}.": label for name, label in services().items()}


@cache
def numbers_declared() -> dict[str, NumberDef]:
    """Dated numbers by key, as the services declare them."""
    return {d.key: d for name in book().names() for d in book().law(name).numbers.values()}


def number_labels() -> dict[str, str]:
    """Keys of dated numbers with their service and label."""
    return {key: f"{services().get(key.partition('.')[0], '')} · {d.label}" for key, d in numbers_declared().items()}


def number_in_words(value: object, key: object) -> str:
    """860.00 元/月, 150%, 补差: the value of the number with this key."""
    declared = numbers_declared().get(str(key))
    return show_value(value, declared.unit, declared.choices) if declared else str(value)


def category_in_words(category: object, key: object) -> str:
    """The label of one of a number's categories."""
    declared = numbers_declared().get(str(key))
    return declared.categories.get(str(category), str(category)) if declared else str(category)
