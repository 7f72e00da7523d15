"""The month of every programme: those paid by the month, those paid once, and those for which nobody is registered."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Batch, Entitlement, Grant, MoneyRefused, Payment, Roll, grant
from anmin.kernel.month.api import Close, People, close_month, paying
from anmin.ops.commands.month import command
from tests.county import COUNTY, County
from tests.funds.payees import bank_says
from tests.month.county import household, person
from tests.services.walking import VISIT, Request

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
WORDS = ["--by", "xianju", "--review-by", "zijin", "--approve-by", "juzhang"]


@pytest.fixture
def people(county: County, monkeypatch) -> People:
    monkeypatch.setattr("anmin.ops.django.set_up", lambda: None)  # the test's own database is there already
    return People(county.user("R6"), county.user("R9"), county.user("R7"))


def helped_once(county: County, on: date) -> Entitlement:
    """An urgent need, decided by the township: paid in the month of the decision, and never again."""
    walk = Request("emergency_aid", county, on, consents=False, aid_kind="urgent", aid_cause="fire")
    walk.moves("R3", "accept")
    walk.files("R4", "visit", VISIT | {"same_cause": "no"}, together=True)
    walk.reckons()
    walk.moves("R4", "propose", opinion="情况属实")
    walk.moves("R5", "approve")
    return Entitlement.objects.get(programme="emergency_aid")


def test_what_is_decided_once_is_paid_once(county, people):
    due = helped_once(county, date(2026, 10, 9))
    for _ in range(2):
        done = close_month("emergency_aid", OCTOBER, COUNTY, people=people, on=OCTOBER)
        assert done.steps["reckon"]["found"] == {}
    assert close_month("emergency_aid", NOVEMBER, COUNTY, people=people, on=NOVEMBER).steps["roll"]["lines"] == 0
    assert list(Payment.objects.values_list("month", "kind", "amount")) == [(OCTOBER, "regular", due.amount_month)]


def test_what_was_decided_here_before_the_first_roll_is_not_lost(county, people):
    due = helped_once(county, date(2026, 10, 9))
    close_month("emergency_aid", NOVEMBER, COUNTY, people=people, on=NOVEMBER)
    assert list(Payment.objects.values_list("month", "kind", "amount")) == [(OCTOBER, "arrears", due.amount_month)]
    close_month("emergency_aid", date(2026, 12, 1), COUNTY, people=people, on=date(2026, 12, 1))
    assert Payment.objects.count() == 1


def test_each_programme_has_its_own_roll_and_those_without_anyone_are_named_in_one_line(county, people):
    home = household(person("甲一", 1))
    with acting("测试"):
        grant([Grant(home.pk, name, 600_00, 1, OCTOBER, "审核确认 1") for name in ("dibao", "tekun")])
    told = CliRunner().invoke(command, ["close", "2026-10", *WORDS])
    assert told.exit_code == 0, told.output
    assert sorted(Roll.objects.values_list("programme", "amount")) == [("dibao", 600_00), ("tekun", 600_00)]
    last = told.output.strip().splitlines()[-1]
    assert "没有在册对象" in last and "临时救助" in last and "特困" not in last
    assert CliRunner().invoke(command, ["close", "2026-10", *WORDS]).output == told.output


def test_a_programme_for_which_nobody_is_registered_leaves_nothing_behind(county, people):
    for name in paying():
        done = close_month(name, OCTOBER, COUNTY, people=people, on=OCTOBER)
        assert (done.steps, "没有一户应发" in done.next) == ({}, True)
    assert not Roll.objects.exists() and not Close.objects.exists()


def test_the_banks_answer_reaches_the_programme_of_its_batch_and_no_other(county, people, tmp_path: Path):
    home = household(person("甲一", 1))
    with acting("测试"):
        grant([Grant(home.pk, name, 600_00, 1, OCTOBER, "审核确认 1") for name in ("dibao", "tekun")])
    assert CliRunner().invoke(command, ["close", "2026-10", *WORDS]).exit_code == 0
    batch = Batch.objects.get(roll__programme="tekun")
    (tmp_path / "answer.csv").write_bytes(bank_says(batch))
    with pytest.raises(MoneyRefused, match=r"不是.*最低生活保障的"):
        close_month("dibao", OCTOBER, COUNTY, people=people, answer=tmp_path / "answer.csv", on=OCTOBER)
    told = CliRunner().invoke(command, ["close", "2026-10", *WORDS, "--return", str(tmp_path / "answer.csv")])
    assert told.exit_code == 0 and "本月已结账锁定" in told.output, told.output
    assert dict(Batch.objects.values_list("roll__programme", "state")) == {"tekun": "answered", "dibao": "sent"}


def test_a_lost_connection_is_told_in_words_and_the_next_run_goes_on(county, people, monkeypatch):
    from django.db import OperationalError

    from anmin.kernel.month import closing

    home = household(person("甲一", 1))
    with acting("测试"):
        grant([Grant(home.pk, "dibao", 600_00, 1, OCTOBER, "审核确认 1")])
    with monkeypatch.context() as lost:
        lost.setattr(closing, "send", lambda *_, **__: (_ for _ in ()).throw(OperationalError("server closed")))
        told = CliRunner().invoke(command, ["close", "2026-10", *WORDS])
    assert told.exit_code == 1 and "再运行一次" in told.output
    assert "等待银行回盘" in CliRunner().invoke(command, ["close", "2026-10", *WORDS]).output
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("limit", [0, 4096])
def test_a_full_disk_is_told_in_one_line_and_the_next_run_goes_on(county, people, limit, settings):
    import resource

    home = household(person("甲一", 1))
    with acting("测试"):
        grant([Grant(home.pk, "dibao", 600_00, 1, OCTOBER, "审核确认 1")])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))  # as with `ulimit -f`: writing fails with EFBIG
    try:
        told = CliRunner().invoke(command, ["close", "2026-10", *WORDS])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert told.exit_code == 1 and isinstance(told.exception, SystemExit), told.exception
    assert "磁盘已满" in told.stderr and "再运行一次" in told.stderr and told.stderr.count("\n") == 1
    assert not [path for path in Path(settings.VAR_DIR).rglob(".*") if path.is_file()], "something half written is left"
    assert "等待银行回盘" in CliRunner().invoke(command, ["close", "2026-10", *WORDS]).stdout
    assert Payment.objects.count() == 1


def test_a_full_disk_of_the_database_is_told_in_the_same_words(county, people, monkeypatch):
    from django.db import OperationalError
    from psycopg.errors import DiskFull

    from anmin.kernel.month import closing

    def no_room(*_, **__):
        raise OperationalError("could not extend file") from DiskFull()

    home = household(person("甲一", 1))
    with acting("测试"):
        grant([Grant(home.pk, "dibao", 600_00, 1, OCTOBER, "审核确认 1")])
    monkeypatch.setattr(closing, "send", no_room)
    told = CliRunner().invoke(command, ["close", "2026-10", *WORDS])
    assert told.exit_code == 1 and "磁盘已满" in told.stderr
