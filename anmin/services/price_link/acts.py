"""The documents 价格临时补贴 rests on. Their parts are headed, not numbered as articles."""

from anmin.kernel.declare import Cite

MECHANISM = Cite("关于进一步健全社会救助和保障标准与物价上涨挂钩联动机制的通知", "发改价格〔2021〕1553号")
WIDENED = Cite("关于阶段性调整价格补贴联动机制加大对困难群众物价补贴力度的通知", "发改价格〔2022〕1377号")

SINCE = "2021-11-01"
GROUPS = {SINCE: MECHANISM["一（保障对象）"], "2022-09-01": WIDENED["二"], "2023-04-01": MECHANISM["一（保障对象）"]}
TRIGGER = {SINCE: MECHANISM["一（启动条件）"], "2022-09-01": WIDENED["一"], "2023-04-01": MECHANISM["一（启动条件）"]}
AMOUNT = MECHANISM["一（补贴标准）"]
