"""The house's own registers, declared in the same words that services use."""

from anmin.web.registers import cases, changes, funds, law, means, people, places

REGISTERS = (
    *cases.REGISTERS,
    *changes.REGISTERS,
    *people.REGISTERS,
    *means.REGISTERS,
    *funds.REGISTERS,
    *places.REGISTERS,
    *law.REGISTERS,
)
