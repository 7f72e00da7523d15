"""The documents the recognition of low-income families rests on."""

from anmin.kernel.declare import Cite

ACT_2021 = Cite("最低生活保障审核确认办法", "民发〔2021〕57号")
OPINION_2023 = Cite("关于加强低收入人口动态监测做好分层分类社会救助工作的意见", "国办发〔2023〕39号")
ACT_2024 = Cite("刚性支出困难家庭认定办法", "民发〔2024〕57号")

SINCE_2021, UNTIL_2024 = "2021-07-01", "2024-12-31"
SINCE_2023 = "2023-10-19"
SINCE_2025 = "2025-01-01"

EDGE = {SINCE_2021: ACT_2021["第八条第二款"], SINCE_2023: OPINION_2023["二（一）"]}
RIGID = {SINCE_2021: ACT_2021["第三十五条"], SINCE_2023: OPINION_2023["二（一）"], SINCE_2025: ACT_2024["第四条"]}
RIGID_SPENDING = {
    SINCE_2021: ACT_2021["第三十五条"],
    SINCE_2023: OPINION_2023["二（一）"],
    SINCE_2025: ACT_2024["第七条"],
}
ORDER = {SINCE_2021: ACT_2021["第八条"], SINCE_2023: OPINION_2023["四（一）"]}
WATCH = {SINCE_2021: ACT_2021["第三十三条"], SINCE_2023: OPINION_2023["三（三）"]}
