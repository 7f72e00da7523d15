"""Every word a service uses, in one place. Nothing here needs a database."""

from anmin.kernel.access.declare import ROLES, Permission
from anmin.kernel.flow.declare import Clock, Duty, Field, Flow, Form, Move, Need, PaperKind, Phase, Standing, State
from anmin.kernel.law.declare import Cite
from anmin.kernel.service import Service

__all__ = [
    "ROLES",
    "Cite",
    "Clock",
    "Duty",
    "Field",
    "Flow",
    "Form",
    "Move",
    "Need",
    "PaperKind",
    "Permission",
    "Phase",
    "Service",
    "Standing",
    "State",
]
