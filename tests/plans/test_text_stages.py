"""Noise, folding and outline."""

import pytest

from anmin.kernel.plans.api import read_text
from anmin.kernel.plans.noise import find_noise, offsets
from anmin.kernel.plans.normalise import normalise
from anmin.kernel.plans.outline import read_outline
from anmin.kernel.plans.periods import find_periods
from anmin.kernel.plans.references import find_references


def folded(text: str) -> str:
    return normalise(text, offsets(text, find_noise(text))).text


def headings(text: str) -> list[tuple[int, int, str | None, str]]:
    return [(h.line, h.level, h.marker, h.title) for h in read_outline(normalise(text, []), text).headings]


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 计划总结", "登录", "【字体:大 中 小】 打印 分享",
        "发布时间:2025-07-02 来源:区民政局 点击数:321", "索 引 号:11330200/2025-00123",
        "鄂ICP备16019304号", "此处内容需要权限查看", "由互联网用户整理提供,转载分享请保留原作者信息",
        "http://m.example.net/news/5595.html", "第 1 页 共 2 页",
        "澳门某某娱乐城官网注册送彩金", "2017117",
        "闂傚倸鍊搁崐鎼佸磹閹间礁纾归柟闂寸绾惧綊鏌熼梻瀵割槮缁炬儳缍婇弻鐔兼⒒鐎靛壊妲紒鐐劤缂嶅",
    ],
)  # fmt: skip
def test_site_chrome_paywalls_and_mojibake_go_as_whole_lines(line):
    assert [(row.start, row.end) for row in find_noise(line)] == [(0, len(line))]


@pytest.mark.parametrize(
    "line",
    [
        "新建敬老院6所,资金来源:县财政。", "打印社会救助政策宣传单5000份。", "福利彩票销售2000万元。",
        "编辑出版《民政志》。", "登录系统核对信息1200条。",
        "養老機構達到9家", "安裝「一鍵通」2000戶,為獨居老年人提供服務", "一、搜索引擎推广", "首页设计由办公室负责,于2025年完成。",
    ],
)  # fmt: skip
def test_real_sentences_are_never_taken_for_noise(line):
    assert find_noise(line) == []


def test_a_paywall_phrase_or_watermark_is_cut_and_the_halves_are_joined():
    assert folded("会员免费查看(一)实行考评办法") == "(一)实行考评办法"
    assert folded("新建农村互助养老服务站www.x¥x%w♘k.com25个") == "新建农村互助养老服务站25个"
    assert folded("提高到1400元。(未完,全文共2356字)") == "提高到1400元。"


def test_every_folded_character_knows_its_place_in_the_text_as_read():
    text = "\ufeff全 縣 養老機構達(dá)到９家。\n新增１２ 張"
    stream = normalise(text, [])
    assert stream.text == "全县养老机构达到9家。\n新增12张"
    assert [text[at] for at in stream.origin if text[at].isdigit()] == ["９", "１", "２"]
    start, end = stream.raw(stream.text.index("12"), len(stream.text))
    assert text[start:end] == "１２ 張"


def test_levels_follow_the_markers_and_items_stand_one_below_their_parent():
    text = "某县民政局2024年工作要点\n一、社会救助\n(一)低保工作。一是严格审核。二是动态管理。\n"
    text += "1、入户核查。逐户进行。\n(1)准备。一是培训。\n2024年重点工作:\n一是抓好养老。"
    assert headings(text) == [
        (1, 0, None, "某县民政局2024年工作要点"),
        (2, 1, "一、", "社会救助"),
        (3, 2, "(一)", "低保工作"),
        (3, 3, "一是", "严格审核"),
        (3, 3, "二是", "动态管理"),
        (4, 3, "1、", "入户核查"),
        (5, 4, "(1)", "准备"),
        (5, 5, "一是", "培训"),
        (6, 1, None, "2024年重点工作"),
        (7, 2, "一是", "抓好养老"),
    ]


def test_a_heading_broken_over_two_lines_and_a_lost_numeral_are_healed():
    assert headings("某县工作计划\n一、指导思想\n和总体要求\n()总体目标。经过努力。")[1:] == [
        (2, 1, "一、", "指导思想和总体要求"),
        (4, 2, "()", "总体目标"),
    ]


def test_items_glued_into_one_line_come_apart_and_decimals_do_not():
    found = headings("某县工作计划\n一、救助。做好救助。二、养老。新增1.5万张。(一)机构。建设。")
    assert [h[2] for h in found] == [None, "一、", "二、", "(一)"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("截至6月底,全县", ["截至6月底"]), ("1-9月", ["1-9月"]), ("2017年内", ["2017年内"]),
        ("到2030年末", ["2030年末"]), ("“十四五”期间", ["“十四五”期间"]),
        ("月人均补差", []), ("2024年3月5日", ["2024年3月5日"]), ("组织重阳节活动", []),
        ("春节期间走访", ["春节期间"]), ("《2022年工作要点》", []), ("始建于1998年", []),
    ],
)  # fmt: skip
def test_periods_are_found_and_names_that_look_like_them_are_not(text, found):
    assert [period.text for period in find_periods(text)] == found


@pytest.mark.parametrize(
    ("text", "title", "number", "issuer"),
    [
        (
            "根据民政部《最低生活保障审核确认办法》(民发〔2021〕57号)",
            "最低生活保障审核确认办法",
            "民发〔2021〕57号",
            "民政部",
        ),
        ("《低保工作规程(试行)》(赣民规〔20223号)", "低保工作规程(试行)", "赣民规〔2022〕3号", None),
        ("按照湖政发[2020]8号文件", None, "湖政发〔2020〕8号", None),
        ("(北民字【2016221号)", None, "北民字〔2016〕221号", None),
        ("落实《通知关于〈社会救助暂行办法〉的意见》", "通知关于〈社会救助暂行办法〉的意见", None, None),
        ("出台了关于加强养老服务工作的意见》", "关于加强养老服务工作的意见", None, None),
    ],
)
def test_references_have_title_number_and_issuer_also_when_damaged(text, title, number, issuer):
    (found,) = find_references(text)
    assert (found.title, found.number, found.issuer) == (title, number, issuer)


def test_a_number_torn_by_a_page_mark_of_the_site_is_joined_and_doubted():
    text = "城市低保累计保障情况如下,今年上半年全市各级民政部门坚持应保尽保,城市低保累计保障43072户、796\n2、12人。\n"
    row = read_text("某市工作总结\n" + text).quantities[-1]
    assert row.value == 79612 and row.confidence < 0.9 and any("跨行" in doubt for doubt in row.doubts)
