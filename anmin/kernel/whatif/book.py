"""A what-if, or two beside one another, as a workbook: sums, months, funds, townships, examples, the scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook

CLASSES = {"urban": "城镇", "rural": "农村", "": "城乡"}
MOVES = {"entering": "新进入", "leaving": "退出", "gaining": "增发", "losing": "减发", "same": "不变"}
MONEY, PLAIN, HEAD = "money", "plain", "head"


def write_book(target: IO[bytes], results: Sequence[dict[str, Any]], towns: dict[str, str]) -> None:
    """Results side by side (one or two); `towns` names townships by the first nine digits of their code."""
    import xlsxwriter

    with xlsxwriter.Workbook(target) as book:
        sheet = _Sheets(book)
        sheet.add(
            "汇总", ("推演", "项目", "原金额（元）", "新金额（元）", "增减（元）", "月数", "人口"), _totals(results)
        )
        sheet.add(
            "分月", ("推演", "项目", "月份", *_sides("户数", "人数", "金额（元）"), "增减（元）"), _months(results)
        )
        sheet.add(
            "分资金",
            ("推演", "项目", "年度", "城乡", "科目", "资金", "月数", "原金额（元）", "新金额（元）", "年度预算（元）", "此前已支出（元）",
             "原结余（元）", "新结余（元）"),
            _funds(results),
        )  # fmt: skip
        sheet.add(
            "分乡镇",
            ("推演", "项目", "乡镇", *_sides("户数", "人数", "月金额（元）"), "新进入户", "退出户"),
            _towns(results, towns),
        )
        sheet.add("户的变化", ("推演", "项目", "变化", "户数", "人数", "月增减（元）"), _moves(results))
        sheet.add(
            "例户",
            ("推演", "项目", "变化", "家庭", "乡镇", "城乡", "人数", "原月金额（元）", "新月金额（元）"),
            _examples(results, towns),
        )
        sheet.add("方案", ("推演", "改动或说明"), _said(results))


class _Sheets:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        font = {"font_name": "宋体", "font_size": 10}
        self.formats = {
            MONEY: book.add_format(font | {"num_format": "#,##0.00"}),
            PLAIN: book.add_format(font | {"num_format": "#,##0"}),
            HEAD: book.add_format(font | {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True}),
        }

    def add(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        page = self.book.add_worksheet(name)
        page.write_row(0, 0, heads, self.formats[HEAD])
        money = [place for place, head in enumerate(heads) if "（元）" in head]
        line = 0
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if value is None:
                    continue
                if place in money:
                    page.write_number(line, place, value / 100, self.formats[MONEY])
                elif isinstance(value, int):
                    page.write_number(line, place, value, self.formats[PLAIN])
                else:
                    page.write_string(line, place, str(value), self.formats[PLAIN])
        page.set_column(0, len(heads) - 1, 16)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(line, 1), len(heads) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)


def _sides(*names: str) -> list[str]:
    return [f"{side}{name}" for side in ("原", "新") for name in names]


def _each(results: Sequence[dict]) -> Iterable[tuple[dict, dict]]:
    return ((result, service) for result in results for service in result["services"])


def _totals(results: Sequence[dict]) -> Iterable[list]:
    for result, service in _each(results):
        before, after = service["total"]["before"], service["total"]["after"]
        told = result["population"]["told"]
        yield [result["title"], service["label"], before, after, after - before, result["months"], told]


def _months(results: Sequence[dict]) -> Iterable[list]:
    for result, service in _each(results):
        for month in service["months"]:
            sides = [month[side][name] for side in ("before", "after") for name in ("households", "persons", "amount")]
            change = month["after"]["amount"] - month["before"]["amount"]
            yield [result["title"], service["label"], month["month"][:7], *sides, change]


def _funds(results: Sequence[dict]) -> Iterable[list]:
    for result, service in _each(results):
        for fund in service["funds"]:
            budget = [fund.get(name) for name in ("budget", "spent", "left_before", "left_after")]
            yield [result["title"], service["label"], str(fund["year"]), CLASSES[fund["urban_rural"]], fund["code"], fund["name"],
                   fund["months"], fund["before"], fund["after"], *budget]  # fmt: skip


def _towns(results: Sequence[dict], names: dict[str, str]) -> Iterable[list]:
    for result, service in _each(results):
        for town in service["towns"]:
            sides = [town[side][name] for side in ("before", "after") for name in ("households", "persons", "amount")]
            place = names.get(town["area"], town["area"])
            yield [result["title"], service["label"], place, *sides, town["entering"], town["leaving"]]


def _moves(results: Sequence[dict]) -> Iterable[list]:
    for result, service in _each(results):
        for kind, move in service["moves"].items():
            yield [result["title"], service["label"], MOVES[kind], move["households"], move["persons"], move["amount"]]


def _examples(results: Sequence[dict], names: dict[str, str]) -> Iterable[list]:
    for result, service in _each(results):
        for kind, found in service["examples"].items():
            for one in found:
                place = names.get(one["area"][:9], one["area"][:9])
                yield [result["title"], service["label"], MOVES[kind], str(one["household"]), place,
                       CLASSES[one["urban_rural"]], one["persons"], one["before"], one["after"]]  # fmt: skip


def _said(results: Sequence[dict]) -> Iterable[list]:
    for result in results:
        for line in (*result["changes"], result["population"]["told"], result["source"]):
            if line:
                yield [result["title"], line]
        for label, why in result["not_reckoned"].items():
            yield [result["title"], f"{label}没有测算：{why}"]
