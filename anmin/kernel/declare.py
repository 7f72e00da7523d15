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
from anmin.kernel.people.declare import seal_identity, shown_identity, tell, tell_of, today
from anmin.kernel.screens.declare import Column, Filter, FormField, Import, Panel, Register
from anmin.kernel.screens.declare import Form as RegisterForm
from anmin.kernel.service import Service

__all__ = [
    "ROLES",
    "Cite",
    "Clock",
    "Column",
    "Duty",
    "FactGroup",
    "Field",
    "Filter",
    "Flow",
    "Form",
    "FormField",
    "Import",
    "Move",
    "Need",
    "Panel",
    "PaperKind",
    "Permission",
    "Phase",
    "ReceiptLine",
    "Register",
    "RegisterForm",
    "Service",
    "Standing",
    "State",
    "seal_identity",
    "shown_identity",
    "tell",
    "tell_of",
    "today",
]
