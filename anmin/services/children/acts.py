"""The documents the living allowances for children rest on."""

from anmin.kernel.declare import Cite

ORPHANS = Cite("关于加强孤儿保障工作的意见", "国办发〔2010〕54号")
UNSUPPORTED = Cite("关于进一步加强事实无人抚养儿童保障工作的意见", "民发〔2019〕62号")
WIDER = Cite("关于进一步做好事实无人抚养儿童保障有关工作的通知", "民发〔2020〕125号")
HARDSHIP = Cite("国务院关于加强困境儿童保障工作的意见", "国发〔2016〕36号")
TEKUN_2021 = Cite("特困人员认定办法", "民发〔2021〕43号")

SINCE_2010, SINCE_2016, SINCE_2020, SINCE_2021 = "2010-11-16", "2016-06-13", "2020-01-01", "2021-01-01"

ORPHAN, ORPHAN_MONEY = ORPHANS["一"], ORPHANS["二（一）"]
EITHER = {SINCE_2010: ORPHAN, SINCE_2020: UNSUPPORTED["一"]}
EITHER_MONEY = {SINCE_2010: ORPHAN_MONEY, SINCE_2020: UNSUPPORTED["三（一）"]}
MONEY_BY_DAY = EITHER_MONEY
WHO_BY_DAY = {SINCE_2010: ORPHAN, SINCE_2020: UNSUPPORTED["一"], SINCE_2021: WIDER["一"]}
HARD = {SINCE_2010: ORPHAN, SINCE_2016: HARDSHIP["二（一）"]}
TEKUN_OR = {SINCE_2010: ORPHAN, "2021-07-01": TEKUN_2021["第九条"]}
