"""Chinese names as a county's register has them: by sex and by the decade of birth. All persons are fictional."""

from random import Random

# Surnames by how common they are; the first are drawn most often.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
OLD_MEN = "国 德 光 永 长 家 正 世 有 大 志 福 金 宝 玉 春 明 文 传 先 | 才 生 荣 福 贵 山 林 发 全 富 云 清 华 根 田 财 海 祥 礼 义"
OLD_WOMEN = "秀 桂 玉 凤 兰 翠 淑 金 素 春 月 菊 银 水 腊 冬 | 英 兰 珍 芳 华 莲 梅 香 云 花 娥 琴 芝 妹 枝 凤"
MEN = "建 志 国 文 海 卫 晓 小 立 永 新 伟 学 俊 云 东 | 军 华 强 平 明 勇 峰 斌 涛 林 辉 波 民 刚 龙 飞"
WOMEN = "丽 晓 红 春 海 小 雪 爱 美 艳 慧 玉 冬 雅 云 文 | 霞 燕 梅 芳 娟 萍 玲 琴 敏 红 丽 华 英 平 静 云"
BOYS = "子 浩 宇 俊 梓 嘉 一 天 思 博 昊 泽 明 家 奕 | 轩 然 宇 辰 涵 睿 豪 阳 杰 泽 航 诚 博 熙 文"
GIRLS = "子 梓 欣 雨 思 诗 佳 一 若 梦 语 可 心 雅 婉 | 涵 萱 怡 婷 琪 彤 妍 馨 汐 悦 宁 瑶 妮 雪 然"
GRAND = {"old": 1962, "young": 1998}


def surname(random: Random) -> str:
    """A surname, the common ones far more often."""
    return SURNAMES[min(int(random.expovariate(1 / 22)), len(SURNAMES) - 1)]


def given_name(random: Random, sex: int, born: int) -> str:
    """A given name as parents of that time chose it; older people more often have one character."""
    if born < GRAND["old"]:
        pool, single = (OLD_MEN if sex == 1 else OLD_WOMEN), 0.12
    elif born < GRAND["young"]:
        pool, single = (MEN if sex == 1 else WOMEN), 0.22
    else:
        pool, single = (BOYS if sex == 1 else GIRLS), 0.08
    first, last = ([*part.split()] for part in pool.split("|"))
    return random.choice(last) if random.random() < single else random.choice(first) + random.choice(last)
