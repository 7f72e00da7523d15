"""Sites written through the room's door."""

from django.core.exceptions import ValidationError

from anmin.kernel.places.credit_code import CreditCodeError, read_credit_code
from anmin.kernel.places.models import Site


def save_site(site: Site, values: dict) -> Site:
    """Registers or changes a site. Raises ValidationError naming the field. Runs inside `audit.acting`."""
    from pypinyin import lazy_pinyin

    for name, value in values.items():
        field = site._meta.get_field(name)
        setattr(site, name, "" if value is None and not field.null else value)
    site.pinyin = "".join(lazy_pinyin(site.name)).lower()
    if site.credit_code:
        try:
            site.credit_code = read_credit_code(site.credit_code).code
        except CreditCodeError as error:
            raise ValidationError({"credit_code": str(error)}) from error
    if site.until and site.until <= site.since:
        raise ValidationError({"until": "停用日期应晚于启用日期，请核对两个日期。"})
    same = Site.objects.filter(area=site.area, kind=site.kind, name=site.name, until__isnull=True).exclude(pk=site.pk)
    if site.until is None and same.exists():
        raise ValidationError({"name": f"这个区划已有现行的{site.get_kind_display()}“{site.name}”，请直接修改那一条。"})
    site.save()
    return site
