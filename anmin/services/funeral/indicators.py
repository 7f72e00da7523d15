"""What is counted of cremations. The rate is cremations over the deaths known from the registers (domain 15)."""

from anmin.kernel.declare import Indicator

IN_MONTH = (("cremated_on__gte", "{month}"), ("cremated_on__lt", "{next}"))
GROUP = {"group": "殡葬", "source": "funeral.Cremation", "register": "cremations", "yearly": True}

INDICATORS = (
    Indicator("funeral.cremations", "火化", "具", where=IN_MONTH, **GROUP),
    Indicator("funeral.eco", "节地生态安葬", "具", where=(*IN_MONTH, ("eco_burial", True)), **GROUP),
    Indicator("funeral.free", "惠民殡葬应免", "元", where=IN_MONTH, measure="sum", field="free_due", money=True, **GROUP),
    Indicator("funeral.remitted", "殡仪馆已报减免", "元", where=IN_MONTH, measure="sum", field="free_amount", money=True,
              **GROUP),
    Indicator("funeral.free_wrong", "减免与规定不一致", "条", where=(*IN_MONTH, ("free_check__in", ("over", "under", "doubt"))),
              better="down", **GROUP),
    Indicator("funeral.eco_due", "节地生态奖补", "元", where=IN_MONTH, measure="sum", field="eco_due", money=True, **GROUP),
    Indicator("funeral.doubtful", "待核实的身份", "条", where=(*IN_MONTH, ("match", "doubtful")), better="down", **GROUP),
    Indicator("funeral.of_deaths", "本月死亡中已火化", "人", where=(("died_on__gte", "{month}"), ("died_on__lt", "{next}"),
              ("match__in", ("matched", "settled")), ("person__isnull", False)), measure="distinct", field="person", **GROUP),
    Indicator("funeral.deaths", "登记的死亡", "人", "殡葬", source="people.Person", area="registered_area", register="persons", yearly=True,
              where=(("died_on__gte", "{month}"), ("died_on__lt", "{next}"))),
    Indicator("funeral.rate", "火化率（在册人员）", "%", "殡葬", of="funeral.of_deaths", over="funeral.deaths", per=100, better="up",
              yearly=True, cite="殡葬管理条例；火化数 ÷ 死亡数"),
)  # fmt: skip
