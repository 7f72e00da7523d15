"""What is counted of new children by class; recipients and money in all are counted of every programme already."""

from anmin.kernel.declare import Indicator

DECIDED = (
    ("service", "children"),
    ("outcome", "granted"),
    ("decided_on__gte", "{month}"),
    ("decided_on__lt", "{next}"),
)
OF = {"group": "儿童基本生活保障", "source": "flow.Case", "register": "cases"}

INDICATORS = (
    Indicator("children.new_orphans", "新增孤儿", "户", where=(*DECIDED, ("reckoning__results__orphans__gt", 0)), **OF),
    Indicator("children.new_unsupported", "新增事实无人抚养儿童", "户",
              where=(*DECIDED, ("reckoning__results__unsupported_children__gt", 0)), **OF),
    Indicator("children.new_hardship", "新增困境儿童", "户", where=(*DECIDED, ("reckoning__results__hardship_children__gt", 0)),
              **OF),
)  # fmt: skip
