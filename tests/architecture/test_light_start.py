"""The application comes up without the large libraries: five processes load it at every `make start`."""

import subprocess
import sys

LARGE = ("polars", "narwhals", "duckdb", "pypinyin", "pypdf", "docx", "typst", "fastexcel", "xlsxwriter")
LARGE += ("opencc", "anmin.kernel.plans.reader")
LOAD = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "anmin.conf.settings"
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_large_libraries_wait_until_they_are_used() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD, *LARGE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [], "import them inside the functions that need them"
