"""Two services that mean different things by one name are refused when the house starts, with file, both and what to do."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from anmin.kernel.law import api as law
from anmin.kernel.law.api import differing_facts
from anmin.kernel.law.declare import Fact, choice

AGE = Fact("age", "周岁年龄", "year", high=130)
MODE = choice("mode", "养老方式", {"home": "居家", "away": "机构"}, "home")


def test_the_services_of_this_house_ask_each_fact_in_one_way():
    asked = {name: law.book().law(name).facts.values() for name in law.book().names()}
    assert differing_facts(asked) == []


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (replace(AGE, label="年龄"), "名称 周岁年龄 与 年龄"),
        (replace(AGE, unit="month"), "单位 year 与 month"),
        (replace(AGE, level="household"), "层级 个人 与 家庭"),
        (replace(AGE, default=0), "默认值 必填 与 0"),
        (replace(AGE, high=100), "上限 130 与 100"),
        (replace(MODE, choices={"home": "居家"}), "选项 home=居家、away=机构 与 home=居家"),
    ],
)
def test_each_way_to_differ_is_told_in_words(second, said):
    first = AGE if second.name == "age" else MODE
    (told,) = differing_facts({"dibao": [first], "tekun": [second]})
    assert f"事实 {first.name}" in told and said in told and "dibao" in told and "tekun" in told
    assert "anmin/services/dibao/facts.py" in told and "请把两处改成一样" in told


CLASH = """
from dataclasses import replace
from anmin.services.tekun import facts
facts.FACTS = tuple(replace(f, label="岁数") if f.name == "age" else f for f in facts.FACTS)
import django
django.setup()
"""


def test_the_house_does_not_start_with_such_services():
    """In a process of its own, as a service that was changed would start it."""
    run = subprocess.run(
        [sys.executable, "-c", CLASH], capture_output=True, text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "anmin.conf.settings"},
    )  # fmt: skip
    assert run.returncode != 0
    assert "不能启动" in run.stderr and "岁数" in run.stderr and "anmin/services/tekun/facts.py:" in run.stderr
