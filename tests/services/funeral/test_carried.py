"""A death carried from the crematorium's workbook to the stopped benefit, the recovery lead and the paper, as an officer does it."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anmin.kernel.funds.api import Entitlement, Payment, Recovery
from anmin.kernel.month.api import EventPaper
from anmin.services.funeral.models import Cremation
from tests import county as places
from tests.county import number
from tests.month.county import enrol, household, in_force, paid_month, person

pytestmark = pytest.mark.django_db
HEADINGS = (
    "火化编号",
    "亡故人姓名",
    "死者身份证号",
    "户籍所在地",
    "死亡时间",
    "火化时间",
    "火化单位",
    "遗体火化费",
    "减免金额",
)


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


def workbook(*rows: tuple) -> SimpleUploadedFile:
    """As the crematorium sends it: a title over merged cells, its own headings, dates in several ways."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["安和县殡仪馆2026年9月火化明细表"])
    page.merge_cells("A1:I1")
    page.append(list(HEADINGS))
    for row in rows:
        page.append(list(row))
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("9月火化.xlsx", target.getvalue())


def take(client: Client, file: SimpleUploadedFile) -> str:
    """Uploads, looks at the preview, imports the good rows; gives the page after it in one line."""
    preview = client.post("/desk/cremations/import", {"file": file}).content.decode()
    token = re.search(r'name="token"\s+value="([^"]+)"', preview)[1]
    answer = client.post("/desk/cremations/import", {"token": token, "do": "take"}, follow=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_workbook_of_the_crematorium_stops_the_benefit_and_leads_to_recovery(county):
    alone = household(person("赵一人", 1, born="19500101"))
    couple = household(person("张卫国", 1, born="19610512"), person("李秀英", 2, born="19620308", relation="10"))
    for home in (alone, couple):
        enrol(home)
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        paid_month(county, month)
    due = {home: in_force(home).amount_month for home in (alone, couple)}
    client = Client()
    client.force_login(county.staff["R6"], backend="anmin.kernel.access.signing_in.Backend")
    place = "孔溪乡 三盘村"
    rows = (
        ("安殡1", "赵　一人", number("34992619500101001"), place, "2026-09-03", "2026-09-05", "殡仪馆", 380, 380),
        ("安殡2", "张卫国", number("34992619610512001"), place, "2026年9月12日", "2026.9.14", "殡仪馆", 380, 500),
        ("安殡3", "张卫果", number("34992619620308002"), place, "2026-09-12", "2026-09-14", "殡仪馆", 380, 380),
        ("安殡4", "错号码", "34992619610512001X", place, "2026-09-12", "2026-09-14", "殡仪馆", 380, 380),
    )
    page = take(client, workbook(*rows))
    assert "3 新增" in page and "1 有错的行" in page
    checks = list(Cremation.objects.order_by("certificate").values_list("match", "free_check"))
    assert checks == [("matched", "agrees"), ("matched", "over"), ("doubtful", "agrees")]
    assert Entitlement.objects.filter(household=alone).latest("since").until == date(2026, 10, 1)
    assert in_force(couple).payee.name == "李秀英"
    paid_month(county, date(2026, 11, 1))
    assert not Payment.objects.filter(household=alone, month=date(2026, 11, 1)).exists()
    claims = {claim.household_id: (claim.month, claim.amount) for claim in Recovery.objects.all()}
    assert claims == {
        alone.pk: (date(2026, 10, 1), due[alone]),
        couple.pk: (date(2026, 10, 1), due[couple] - in_force(couple).amount_month),
    }
    assert client.post("/desk/event-changes/print", {"month": str(timezone.localdate())}).content.startswith(b"%PDF")
    assert EventPaper.objects.count() == 2
    assert "3 已有，不变" in take(client, workbook(*rows))
    assert Recovery.objects.count() == 2
