"""The generator beside data of another kind, and by itself."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from anmin.kernel.access.api import Account
from anmin.kernel.audit.api import acting
from anmin.kernel.people.api import Household
from anmin.ops.counties import FOLDER, read_checked, read_county
from anmin.ops.demo import ensure, load, welcome
from anmin.ops.demo.county import load_county, villages
from anmin.ops.demo.households import Families
from anmin.ops.trouble import Trouble

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 9)


def test_an_installation_with_data_of_its_own_is_left_alone(db):
    with acting("测试"):
        Account.objects.create(username="real", name="真人")
    ensure()
    assert not Household.objects.exists()
    assert not load.is_there()
    assert welcome() == ""


def test_the_same_seed_and_day_give_the_same_people(db):
    with acting("测试"):
        load_county(DAY)
    made = []
    for _ in range(2):
        random = Random(5)
        places = villages(DAY, random)
        families = Families(random, DAY, 107_000)
        made.append([families.make(random.choice(places)) for _ in range(20)])
    assert made[0] == made[1]


def test_a_countys_files_are_refused_with_their_place(tmp_path: Path):
    for name in ("offices.yaml", "divisions.csv"):
        (tmp_path / name).write_text((FOLDER / "demo" / name).read_text("utf8"), "utf8")
    assert read_county(tmp_path).name == "安和县"
    text = (tmp_path / "divisions.csv").read_text("utf8")
    (tmp_path / "divisions.csv").write_text(text.replace("2016-05-01", "2016-5-1", 1), "utf8")
    with pytest.raises(Trouble, match="行的日期"):
        read_county(tmp_path)
    (tmp_path / "offices.yaml").write_text('county: "349926"\noffices: [{area: "3499", name: 安和县民政局}]', "utf8")
    with pytest.raises(Trouble, match="offices → 0"):
        read_checked(tmp_path / "offices.yaml", FOLDER / "offices.schema.json")
