"""Every word a service uses, in one place. Nothing here needs a database."""

from anmin.kernel.access.declare import ROLES, Permission
from anmin.kernel.flow.declare import (
    Clock,
    Duty,
    FactGroup,
    Field,
    Flow,
    Form,
    Move,
    Need,
    PaperKind,
    Phase,
    ReceiptLine,
    Standing,
    State,
)
from anmin.kernel.law.declare import Cite
from anmin.kernel.service import Service

__all__ = [
    "ROLES",
    "Cite",
    "Clock",
    "Duty",
    "FactGroup",
    "Field",
    "Flow",
    "Form",
    "Move",
    "Need",
    "PaperKind",
    "Permission",
    "Phase",
    "ReceiptLine",
    "Service",
    "Standing",
    "State",
]
