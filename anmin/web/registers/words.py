"""Labels that registers take from the services of this installation."""

from anmin.kernel.law.api import book
from anmin.kernel.service import register


def services() -> dict[str, str]:
    """Names of services with their labels: also the programmes that pay."""
    return {name: each.label for name, each in register().items()}


def states() -> dict[str, str]:
    """States of every flow with their labels. The same name means the same in every version of a flow."""
    return {s.name: s.label for each in register().values() for flow in each.flows for s in flow.states}


def service_keys() -> dict[str, str]:
    """Beginnings of the keys of numbers, by service."""
    return {f"{name}.": label for name, label in services().items()}


def number_labels() -> dict[str, str]:
    """Keys of dated numbers with the service and the label under which it declares them."""
    return {
        d.key: f"{services().get(name, name)} · {d.label}"
        for name in book().names()
        for d in book().law(name).numbers.values()
    }
