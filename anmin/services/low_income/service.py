"""低收入人口认定与动态监测: the manifest."""

from anmin.kernel.declare import Carried, Service, late
from anmin.services.low_income.flow import FLOWS
from anmin.services.low_income.indicators import INDICATORS
from anmin.services.low_income.screens import SCREENS
from anmin.services.low_income.telling import ASKS, PAPERS, RECEIPT

SERVICE = Service(
    name="low_income",
    label="低收入人口认定",
    code="DS",
    group="社会救助",
    cite="民发〔2021〕57号；国办发〔2023〕39号；民发〔2024〕57号",
    flows=FLOWS,
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    screens=SCREENS,
    indicators=INDICATORS,
    does={"name_officer": late("anmin.services.low_income.register:name_officer")},
    nightly=late("anmin.services.low_income.watching:watch"),
    carries=(
        Carried("专人跟进的家庭", "户", "low_income.Worker", "worker", (("until__isnull", True),), dated=True),
        Carried("待核实的预警", "条", "low_income.Alert", "worker", (("verified_on__isnull", True),)),
    ),
    keep="失效后10年",
)
