"""What reading a plan costs: a document of 50 pages, against only decoding it and looking for digits."""

import re
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

CHARACTERS_A_PAGE = 750  # 28 lines of 28 characters less indents, as GB/T 9704 sets a page
PAGES = 50
TEXTS = Path(__file__).parents[1] / "tests" / "plans" / "texts"


def document(pages: int = PAGES) -> bytes:
    """Our own plans and reports one after the other, to the length of so many pages."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    whole = ""
    while len(whole) < pages * CHARACTERS_A_PAGE:
        whole += "\n".join(texts) + "\n"
    return whole[: pages * CHARACTERS_A_PAGE].encode("utf-8")


def seconds(run: object, times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begun)
    return best


def fifty_pages() -> Iterator[dict]:
    from anmin.kernel.plans import api

    content = document()
    taken = seconds(lambda: api.read_bytes(content, "bench.txt"))
    plain = seconds(lambda: re.findall(r"[^。\d]{0,20}\d+[^。\d]{0,20}", content.decode("utf-8")))
    size = f"{PAGES} pages, {len(api.read_bytes(content, 'bench.txt').quantities)} rows"
    yield {
        "name": "plan.50pages.s",
        "value": taken,
        "unit": "s",
        "baseline": plain,
        "ratio": taken / plain,
        "size": size,
    }
    tracemalloc.start()
    api.read_bytes(content, "bench.txt")
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    own = len(content) / 2**20
    yield {"name": "plan.50pages.mb", "value": peak, "unit": "MB", "baseline": own, "ratio": peak / own, "size": size}


def labels() -> Iterator[dict]:
    """How the reader does on what clerks decided (`anmin plan export-labels`), else on our own labelled texts."""
    from tests.plans.agreement import score, score_around

    decided = Path(__file__).parents[1] / "var" / "plans" / "labels"
    folder = decided if (decided / "gold.jsonl").exists() else TEXTS
    whose = "clerks" if folder == decided else "our own texts"
    tally = score(folder)
    right, numbers = 100 * tally.recall, 100 * tally.numbers / max(1, tally.labels)
    size = f"{tally.labels} labels of {whose}, numbers alone as baseline"
    yield {
        "name": "plan.labels",
        "value": right,
        "unit": "%",
        "baseline": numbers,
        "ratio": right / max(1, numbers),
        "size": size,
    }
    for kind, around in score_around(folder).items():
        yield {
            "name": f"plan.{kind}s",
            "value": 100 * around.f1,
            "unit": "%",
            "baseline": 100,
            "ratio": around.f1,
            "size": f"{around.labels} labels of {whose}, F1; 0 labels where none were gone through",
        }


BENCHES = {"plan.50pages.s": fifty_pages, "plan.labels": labels}
