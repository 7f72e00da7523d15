"""The forms of accounts and posts."""

from anmin.kernel.access.api import ROLES
from anmin.kernel.screens.declare import FormField

KINDS = (("staff", "业务人员"), ("keeper", "系统管理员（只管账号和参数，不办业务）"))
NAME = FormField("name", "姓名", hint="真实姓名，所有操作以此留痕")
PHONE = FormField("phone", "电话", required=False)
ROLE = FormField("role", "岗位", "choice", choices=tuple((r, label) for r, label in ROLES.items() if r != "R1"))
AREA = FormField("area", "区划", "area", hint="岗位管到哪里：村级协理员选村（社区），乡镇岗位选乡镇，县局岗位选县")
SINCE = FormField("since", "任职日期", "date")
NEW = (
    FormField("username", "登录名", hint="小写字母和数字，例如 wangjian；以后不能改"),
    NAME,
    PHONE,
    FormField("kind", "类别", "choice", choices=KINDS),
    FormField("home", "所属区划", "area", hint="账号归哪里管理，一般是本县"),
)
EDIT = (NAME, PHONE)
POST = (ROLE, AREA, SINCE)
SURE = FormField("sure", "我知道上面的情况，仍要任命", "bool", required=False)
FINISH = (FormField("until", "免职日期", "date", hint="从这一天起不再担任"),)
LEAVE = (FormField("on", "离任日期", "date", hint="从这一天起不再担任任何岗位，账号随即停用"),)
SUCCESSOR = FormField(
    "to", "工作移交给", "choice", required=False, hint="在办案件等由此人接手；涉及其近亲属的、不在其辖区的不会移交"
)
WAIT = FormField("wait", "暂不移交：本人仍能办完，或稍后再移交", "bool", required=False)
