"""The door of the screens room: every register that is declared, by name.

The pages of the house (`anmin/web/registers`) and of the services come in by the same door when the program starts.
"""

from anmin.kernel.screens.declare import Register, faults

__all__ = ["Register", "WrongScreen", "add", "register", "registers"]

_registers: dict[str, Register] = {}


class WrongScreen(Exception):
    """A declared page cannot be drawn; raised at start-up with every fault in words."""


def add(*more: Register) -> None:
    """Adds registers. Raises `WrongScreen` for a faulty one or a name that is taken."""
    for each in more:
        wrong = faults(each)
        if _registers.get(each.name, each) is not each:
            wrong.append(f"页面名 {each.name} 用了两次")
        if wrong:
            raise WrongScreen("；".join(wrong))
        _registers[each.name] = each


def registers() -> dict[str, Register]:
    """All registers by name, in the order in which they were added."""
    return dict(_registers)


def register(name: str) -> Register:
    """One register; KeyError where there is none."""
    return _registers[name]
