"""History is written by the database, and any tampering with it is found and named."""

import time

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anmin.kernel.audit import sealing
from anmin.kernel.audit.api import Actor, acting, history, record, seal, verify
from anmin.kernel.audit.models import Entry, Seal
from anmin.kernel.audit.triggers import install, tracked
from anmin.kernel.places.api import Site
from tests.toy import LONG_AGO, PINE

pytestmark = pytest.mark.django_db(transaction=True)
SEEDED = ("law_number", "law_remembered", "flow_calendar")  # their rows stay, their entries are laid aside below
SITE = {"name": "松坪敬老院", "kind": "care_home", "area": PINE, "since": LONG_AGO}


@pytest.fixture(autouse=True)
def _own_record(transactional_db, tmp_path, settings):
    """A record of its own: without what the migrations wrote, which is put back, and with an anchor of its own."""
    settings.VAR_DIR = tmp_path
    behind_the_back("CREATE TEMP TABLE kept AS TABLE audit_entry; TRUNCATE audit_entry; TRUNCATE audit_seal")
    yield
    behind_the_back("TRUNCATE audit_entry; INSERT INTO audit_entry TABLE kept; DROP TABLE kept")


def behind_the_back(sql: str) -> None:
    """What someone with the database's own tools can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = origin")


def seal_now() -> int:
    """Seals all there is."""
    wait_for_the_others()
    return seal()


def wait_for_the_others() -> None:
    """A transaction of a test beside this one holds the sealer back for a moment."""
    until = time.monotonic() + 60
    while older_runs():
        assert time.monotonic() < until, "a transaction beside this test never ended"
        time.sleep(0.01)


def older_runs() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= max(xact) FROM audit_entry")
        return cursor.fetchone()[0] is True


def findings() -> list[str]:
    return [finding.what for finding in verify()[0] if not finding.where.startswith(SEEDED)]


def test_a_change_is_kept_with_who_why_and_what_it_was_before():
    with acting(Actor(7, "王某"), reason="登记"):
        site = Site.objects.create(**SITE)
    with acting(Actor(8, "李某"), reason="改名"):
        Site.objects.filter(pk=site.pk).update(name="松坪幸福院")
    newest, oldest = history("places_site", site.pk)
    assert (newest.actor_name, newest.reason, newest.kind) == ("李某", "改名", "update")
    assert (newest.before["name"], newest.content["name"]) == ("松坪敬老院", "松坪幸福院")
    assert (oldest.actor_name, oldest.kind, oldest.before) == ("王某", "insert", None)


def test_a_bulk_change_of_many_rows_leaves_an_entry_for_each():
    with acting("测试"):
        Site.objects.bulk_create([Site(**SITE | {"name": f"点{n}"}) for n in range(50)])
        Site.objects.update(beds=3)
        Site.objects.all().delete()
    assert [Entry.objects.filter(subject="places_site", kind=k).count() for k in ("insert", "update", "delete")] == [
        50
    ] * 3


def test_the_program_cannot_write_without_saying_who():
    with pytest.raises(ProgrammingError, match="没有说明操作人"), transaction.atomic():
        Site.objects.create(**SITE)


def test_every_table_of_the_house_has_its_triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit_update'")
        watched = {name.strip('"') for (name,) in cursor.fetchall()}
    assert watched == {model._meta.db_table for model in tracked()}
    assert len(watched) > 20


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_entry SET reason = ''", "DELETE FROM audit_entry", "TRUNCATE audit_seal"]
)
def test_the_record_itself_can_only_grow(sql):
    record("look", "x", 1, actor="测试")
    with pytest.raises((InternalError, ProgrammingError), match="只能追加"), connection.cursor() as cursor:
        cursor.execute(sql)


def test_nested_names_end_with_their_block():
    with acting("外"):
        with acting("内"):
            Site.objects.create(**SITE)
        Site.objects.create(**SITE | {"name": "二"})
    assert list(Entry.objects.filter(subject="places_site").order_by("id").values_list("actor_name", flat=True)) == [
        "内",
        "外",
    ]


def test_an_untouched_record_is_whole():
    with acting("测试"):
        Site.objects.create(**SITE)
    assert seal_now() >= 1
    assert findings() == []
    assert seal() == 0


def test_an_edited_a_removed_and_an_exchanged_entry_are_each_named():
    for n in range(6):
        record("look", "x", n, actor="测试")
    seal_now()
    a, b, c, d, *_ = Entry.objects.order_by("id").values_list("id", flat=True)
    behind_the_back(f"UPDATE audit_entry SET reason = '改' WHERE id = {a}; DELETE FROM audit_entry WHERE id = {b}")
    behind_the_back(
        f"UPDATE audit_entry SET id = -1 WHERE id = {c}; UPDATE audit_entry SET id = {c} WHERE id = {d};"
        f"UPDATE audit_entry SET id = {d} WHERE id = -1"
    )
    named = "\n".join(findings())
    assert f"第 {a} 号记录（x 0）内容与封存时不同" in named
    assert f"第 {b} 号记录被删除" in named
    assert f"第 {c} 号记录（x 3）原来是第 {d} 号，顺序被调换" in named
    assert f"第 {d} 号记录（x 2）原来是第 {c} 号，顺序被调换" in named


def test_an_entry_put_in_later_is_named():
    record("look", "x", 1, actor="测试")
    seal_now()
    behind_the_back(
        "INSERT INTO audit_entry (kind, subject, key, actor_name, reason, request, content, xact) "
        "VALUES ('look', 'x', '2', '测试', '', '', '{}', 1)"
    )
    assert any("补进来" in what for what in findings())


def test_a_changed_block_and_a_cut_off_end_are_named():
    for n in range(2):
        record("look", "x", n, actor="测试")
        seal_now()
    behind_the_back("UPDATE audit_seal SET digest = '\\x00' WHERE id = 1")
    assert any("封存块 1 被改动" in what for what in findings())
    last = Seal.objects.order_by("-id").first()
    behind_the_back(f"DELETE FROM audit_seal WHERE id = {last.pk}")
    assert any("链尾被截断" in what for what in findings())


def test_a_row_changed_behind_the_triggers_is_named_with_its_column():
    with acting("测试"):
        site = Site.objects.create(**SITE)
    behind_the_back(f"UPDATE places_site SET beds = 99 WHERE id = {site.pk}")
    assert f"站点设施（places_site）第 {site.pk} 行与最后一次记录不同：beds。" in findings()


def test_a_change_made_with_a_database_tool_is_named_even_though_the_trigger_saw_it():
    with acting("测试"):
        site = Site.objects.create(**SITE)
    with connection.cursor() as cursor:
        cursor.execute("SET application_name = 'psql'")
        cursor.execute(f"UPDATE places_site SET beds = 99 WHERE id = {site.pk}")
        cursor.execute("SET application_name = 'anmin'")
    assert any("被直接修改" in what for what in findings())


def test_sealing_many_entries_takes_a_fixed_number_of_queries_per_block(monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 100)
    with acting("测试"):
        Site.objects.bulk_create([Site(**SITE | {"name": f"点{n}"}) for n in range(250)])
    wait_for_the_others()
    with CaptureQueriesContext(connection) as queries:
        seal()
    assert Seal.objects.count() == 3
    assert len(queries) < 20


def test_a_trigger_switched_off_or_dropped_is_named_and_put_back():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE places_site DISABLE TRIGGER audit_update")
        cursor.execute("DROP TRIGGER audit_delete ON places_site")
    try:
        assert [text.split("，")[0] for text in findings()] == [
            "places_site 的触发器 audit_delete 被删除",
            "places_site 的触发器 audit_update 被停用",
        ]
    finally:
        install()
    assert findings() == []
