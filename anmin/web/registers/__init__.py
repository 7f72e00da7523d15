"""The house's own registers, declared in the same words that services use."""

from anmin.web.registers import cases, changes, funds, law, means, money, people, places, plans

REGISTERS = (
    *cases.REGISTERS,
    *changes.REGISTERS,
    *people.REGISTERS,
    *means.REGISTERS,
    *money.REGISTERS,
    *funds.REGISTERS,
    *plans.REGISTERS,
    *places.REGISTERS,
    *law.REGISTERS,
)
