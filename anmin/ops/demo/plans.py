"""The demo county's own work plan and half-year report: read, and for the most part confirmed by the county officer."""

from anmin.kernel.audit.api import acting
from anmin.kernel.targets import api as targets
from anmin.ops.demo.county import DEMO, Staff
from anmin.ops.demo.recipients import COUNTY

PAPERS = ("plan-2026.docx", "half-year-2026.docx")
LEFT_OPEN = 3  # sure rows of each paper that wait for whoever tries the wall, beside all doubtful ones


def load_plans(staff: Staff) -> None:
    """Keeps both papers for the county; the officer has confirmed what the reader was sure of."""
    officer = staff.at("R6", COUNTY)
    with acting(officer.actor, reason="装载虚构的安和县"):
        for name in PAPERS:
            plan = targets.keep((DEMO / "plans" / name).read_bytes(), name, area=COUNTY).plan
            sure = plan.items.filter(state="read").order_by("start", "pk").values_list("pk", flat=True)
            for pk in list(sure)[:-LEFT_OPEN]:
                targets.confirm(pk)
