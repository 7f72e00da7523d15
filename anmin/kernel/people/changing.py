"""Corrections of one person's basics at the desk. Runs inside `audit.acting`."""

from django.core.exceptions import ValidationError

from anmin.kernel.people.models import Person
from anmin.kernel.people.names import pinyin_of
from anmin.kernel.people.sealed import seal, unseal

ETHNICITIES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
).split()
ETHNICITY_LABELS = {f"{n:02d}": f"{name}族" for n, name in enumerate(ETHNICITIES, start=1)} | {
    "97": "其他",
    "98": "外国血统中国籍人士",
}  # GB/T 3304


def change_person(person: Person, values: dict) -> Person:
    """Changes name, 民族, areas or phone. Number, sex and birth date come from the identity paper and stay.

    A `phone` of None stays as it is; an empty one is removed. Raises ValidationError naming the field.
    """
    name = "".join(values["name"].split()) if values["name"].isascii() is False else values["name"].strip()
    if len(name) < 2:
        raise ValidationError({"name": f"姓名“{name}”至少两个字, 请按身份证填写。"})
    person.name, person.ethnicity = name, values["ethnicity"]
    person.pinyin, person.initials = pinyin_of(name)
    person.area, person.registered_area = values["area"], values["registered_area"]
    if values.get("phone") is not None and values["phone"] != unseal(person.phone):
        _set_phone(person, values["phone"])
    person.save()
    return person


def _set_phone(person: Person, text: str) -> None:
    number = "".join(c for c in text if c.isdigit() or c == "+")
    if number and not 7 <= len(number.lstrip("+")) <= 15:
        raise ValidationError({"phone": f"电话“{text}”位数不对: 手机 11 位, 固定电话请带区号。"})
    person.phone = seal(number)
