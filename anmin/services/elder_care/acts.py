"""The documents the care benefits for the elderly rest on."""

from anmin.kernel.declare import Cite

ACT = Cite("老年人权益保障法", "老年人权益保障法")
STANDARD = Cite("老年人能力评估规范", "GB/T 42195-2022")
VOUCHER = Cite("向中度以上失能老年人发放养老服务消费补贴的项目实施方案")
TEKUN_2016 = Cite("国务院关于进一步健全特困人员救助供养制度的意见", "国发〔2016〕14号")
DISABLED = Cite("国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见", "国发〔2015〕52号")

SINCE, SINCE_2026, UNTIL_2025 = "2022-12-30", "2026-01-01", "2025-12-31"
ITEMS, INITIAL, CHANGES, FINAL = STANDARD["附录B"], STANDARD["附录C C.3"], STANDARD["附录C C.4"], STANDARD["附录C C.5"]
REGULAR = STANDARD["5"]
LOCAL = Cite("各地养老服务补贴办法", "各地养老服务补贴办法")["通行做法"]
POOR, NURSING = ACT["第三十七条"], ACT["第三十条"]
HIGHER = DISABLED["二（四）"]
CONSUME = VOUCHER["补贴对象和标准"]
