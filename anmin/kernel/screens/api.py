"""The door of the screens room: every register that a room of the kernel or a service declares, by name.

A room declares its registers in `screens.py` as `REGISTERS`; nothing has to be listed twice.
"""

import importlib
from functools import cache
from importlib.util import find_spec

from django.apps import apps

from anmin.kernel.screens.declare import Register, faults

__all__ = ["Register", "WrongScreen", "add", "register", "registers"]

_added: dict[str, Register] = {}


class WrongScreen(Exception):
    """A declared page cannot be drawn; raised at start-up with every fault in words."""


def add(*more: Register) -> None:
    """Adds registers of services. Raises `WrongScreen` for a faulty or doubly used one."""
    for each in more:
        _check(each, {**_of_rooms(), **_added})
        _added[each.name] = each


def registers() -> dict[str, Register]:
    """All registers by name."""
    return {**_of_rooms(), **_added}


def register(name: str) -> Register:
    """One register; KeyError where there is none."""
    return registers()[name]


@cache
def _of_rooms() -> dict[str, Register]:
    found: dict[str, Register] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.screens"
        if config.name.startswith("anmin.kernel.") and find_spec(module):
            for each in importlib.import_module(module).REGISTERS:
                _check(each, found)
                found[each.name] = each
    return found


def _check(each: Register, known: dict[str, Register]) -> None:
    wrong = faults(each)
    if each.name in known:
        wrong.append(f"页面名 {each.name} 用了两次")
    if wrong:
        raise WrongScreen("; ".join(wrong))
