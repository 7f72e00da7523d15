"""How fast the desk answers in a large county: 500,000 persons, every page, twenty requests at a time.

`desk.queries.max` is the most queries that any page makes, counted in process. `desk.p95.ms` is measured over HTTP
against the real server; the baseline is the same list paged the usual way, by counting all rows and skipping to the
middle, measured in the same run in process and alone.
"""

import asyncio
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from random import Random
from urllib.parse import quote

PERSONS = 500_000
REQUESTS = 1_500
AT_ONCE = 20
COUNTY = "349926000000"

PEOPLE = """
INSERT INTO people_person (name, pinyin, initials, id_number, id_index, id_tail, sex, born_on, ethnicity, area, registered_area,
                           phone, sealed_index)
SELECT (ARRAY['王','李','张','刘','陈','杨','赵','黄','周','吴'])[1 + n %% 10]
       || (ARRAY['伟','芳','娜','敏','静','强','磊','洋'])[1 + n / 10 %% 8]
       || (ARRAY['华','明','红','军','平'])[1 + n / 80 %% 5],
       (ARRAY['wang','li','zhang','liu','chen','yang','zhao','huang','zhou','wu'])[1 + n %% 10] || 'weihua',
       (ARRAY['w','l','z','l','c','y','z','h','z','w'])[1 + n %% 10] || 'wh', %s, md5(n::text) || md5('x' || n), md5((n %% 9973)::text),
       1 + n %% 2, date '1940-01-01' + n %% 29000, '01', a.code, a.code, ''::bytea, ''
FROM generate_series(1, %s) n JOIN LATERAL (SELECT (%s::text[])[1 + n %% %s] AS code) a ON true
"""
HOUSEHOLDS = """
INSERT INTO people_household (number, head_id, area, urban_rural, address, bank_name, bank_account, bank_index, bank_tail,
                              payee_name, sealed_index, since)
SELECT left(p.area, 9) || lpad(p.id::text, 8, '0'), p.id, p.area, 'rural', ''::bytea, '农商银行', ''::bytea, '', '0001', p.name, '',
       '2020-01-01' FROM people_person p WHERE p.id %% 2 = 0
"""
MEMBERS = """
INSERT INTO people_membership (household_id, person_id, relation, since)
SELECT h.id, p.id, CASE WHEN p.id = h.head_id THEN '02' ELSE '10' END, '2020-01-01'
FROM people_household h JOIN people_person p ON p.id IN (h.head_id, h.head_id - 1)
"""
RECIPIENTS = """
INSERT INTO funds_entitlement (household_id, payee_id, programme, amount_month, persons, area, urban_rural, source, since,
                               end_reason, basis)
SELECT h.id, h.head_id, 'dibao', 49000 + h.id %% 500 * 100, 2, h.area, h.urban_rural, '测速', '2026-01-01', '', '{}'
FROM people_household h WHERE h.id %% 4 = 0
"""


def bench_desk() -> Iterator[dict]:
    """Both figures and the data they need."""
    from anmin.ops.bench import prepared

    prepared()
    _populate()
    user = _officer()
    pages = _pages(user)
    most, where = _queries(user, pages)
    size = f"{PERSONS:,} 人，{len(pages)} 种页面"
    yield {
        "name": "desk.queries.max",
        "value": most,
        "unit": "条",
        "baseline": None,
        "ratio": None,
        "size": f"{size}；最多的是 {where}",
    }
    usual = _usual_way()
    slow = _under_load(_cookies(user), pages)
    yield {
        "name": "desk.p95.ms",
        "value": round(slow, 1),
        "unit": "ms",
        "baseline": round(usual, 1),
        "ratio": round(usual / slow, 1),
        "size": f"{size}，{AT_ONCE} 个请求同时，共 {REQUESTS:,} 次；对照：计数加跳页的一页列表，单独一次",
    }


def _populate() -> None:
    from django.db import connection

    from anmin.kernel.audit.api import acting
    from anmin.kernel.people.api import Person, seal
    from anmin.kernel.places.api import Division, load_divisions
    from anmin.ops.counties import FOLDER, read_county

    with acting("测速"):
        load_divisions(read_county(FOLDER / "demo").divisions)
    if Person.objects.count() >= PERSONS:
        return
    villages = list(
        Division.objects.filter(level=5, until__isnull=True).order_by("code").values_list("code", flat=True)
    )
    with acting("测速"), connection.cursor() as cursor:
        cursor.execute(PEOPLE, [seal("349926196001010017"), PERSONS, villages, len(villages)])
        for statement in (HOUSEHOLDS, MEMBERS, RECIPIENTS):
            cursor.execute(statement.replace("%%", "%"))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _officer() -> object:
    from datetime import date

    from anmin.kernel.access.api import Account, Post, open_account
    from anmin.kernel.audit.api import acting

    with acting("测速"):
        account = Account.objects.filter(username="bench").first() or open_account(
            username="bench", name="测速员", password=os.urandom(12).hex()
        )
        for role in ("R6", "R10"):
            Post.objects.get_or_create(account=account, role=role, area=COUNTY, defaults={"since": date(2020, 1, 1)})
    return account


def _pages(user: object) -> list[str]:
    """Every list the officer may open, their deep pages and cards, and the fixed pages."""
    from django.urls import reverse

    from anmin.kernel.access.api import user_of
    from anmin.kernel.people.api import Household
    from anmin.kernel.screens.api import registers

    who = user_of(user)
    pages = [
        reverse("desk"),
        reverse("county"),
        reverse("traces"),
        reverse("search") + "?q=zhang",
        reverse("search") + "?q=0017",
    ]
    pages += [reverse(f"{name}-list") for name, each in registers().items() if who.may(each.permission)]
    middle = Household.objects.filter(pk__gte=PERSONS // 4).order_by("pk").first()
    pages += [reverse("household", args=[middle.pk]), reverse("person", args=[middle.head_id])]
    pages += [reverse("persons-list") + "?q=王", reverse("persons-list") + f"?area={middle.area}"]
    return pages


def _queries(user: object, pages: list[str]) -> tuple[int, str]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="anmin.kernel.access.signing_in.Backend")
    counted = []
    for page in pages:
        client.get(page)  # what is cached for good is cached
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        if answer.status_code != 200:
            raise RuntimeError(f"{page} answered {answer.status_code}")
        counted.append((len(queries), page))
    return max(counted)


def _usual_way() -> float:
    """Milliseconds for one page in the middle of all persons, found by counting and skipping."""
    from django.core.paginator import Paginator

    from anmin.kernel.people.api import Person

    begin = time.perf_counter()
    pages = Paginator(Person.objects.order_by("name", "id"), 50)
    list(pages.page(pages.num_pages // 2))
    return (time.perf_counter() - begin) * 1000


def _cookies(user: object) -> str:
    """What a browser sends once it has opened a page: its session and its token for forms."""
    from django.test import Client
    from django.urls import reverse

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="anmin.kernel.access.signing_in.Backend")
    client.get(reverse("desk"))
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def _under_load(cookie: str, pages: list[str]) -> float:
    """The 95th percentile over HTTP in milliseconds; every page equally often, in no particular order."""
    from anmin.ops.start import web_server

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([*web_server("127.0.0.1", port), "--log-level=error"])
    asked = [pages[n % len(pages)] for n in range(REQUESTS)]
    Random(1).shuffle(asked)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        asyncio.run(_visits(port, cookie, pages * 10, AT_ONCE))  # until every process has answered every page
        times = sorted(asyncio.run(_visits(port, cookie, asked, AT_ONCE)))
    finally:
        server.terminate()
        server.wait(20)
    return times[int(0.95 * len(times))]


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


async def _visits(port: int, cookie: str, pages: list[str], at_once: int) -> list[float]:
    """Milliseconds of each page, asked by so many browsers that each wait for a page before they ask for the next."""
    left, times = iter(pages), []

    async def browse() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        for page in left:
            begin = time.perf_counter()
            await _get(reader, writer, page, cookie)
            times.append((time.perf_counter() - begin) * 1000)
        writer.close()

    await asyncio.gather(*(browse() for _ in range(at_once)))
    return times


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, page: str, cookie: str) -> None:
    """One page over a connection that stays open. Written out, since a library's client would take the server's time:
    it has the same two cores."""
    address = quote(page, safe="/?=&")
    writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
    status, *fields = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
    length = dict(field.split(": ", 1) for field in fields if field)["content-length"]
    await reader.readexactly(int(length))
    if status.split()[1] != "200":
        raise RuntimeError(f"{page} answered {status}")


BENCHES = {"desk": bench_desk}
