"""The second factor at sign-in: a code of six digits that a device tells every half minute (TOTP, RFC 6238).

The secret is sealed and opened by whoever asks, since personal data and its keys lie in a room above. Writing functions
run inside `audit.acting`.
"""

import hashlib
import hmac
import secrets
from datetime import date
from typing import TYPE_CHECKING

import pyotp
from django.db.models import Q, QuerySet
from django.utils import timezone

from anmin.kernel.access.declare import KEEPER, ROLES, STAFF
from anmin.kernel.access.keeping import require_kept
from anmin.kernel.access.models import Account, SecondFactor, SecondRequired
from anmin.kernel.places.api import prefix_of

if TYPE_CHECKING:
    from anmin.kernel.access.api import User

KEEPERS = "keeper"  # stands for the system keepers where roles are named
WHO = {role: ROLES[role] for role in STAFF} | {KEEPERS: "系统管理"}
CODES = 8
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
INTERVAL = 30  # seconds, as the devices have it


def second_of(account: Account) -> SecondFactor | None:
    """The second factor in use; None where there is none, or it was begun and not confirmed."""
    return SecondFactor.objects.filter(account=account, since__isnull=False).first()


def new_secret() -> str:
    """A secret as devices take it (base 32)."""
    return pyotp.random_base32()


def address_of(account: Account, secret: str) -> str:
    """What the square of dots says to the device."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name="安民")


def begin_second(account: Account, sealed: bytes) -> SecondFactor:
    """Keeps a sealed secret until the device has shown that it knows it. One in use stays as it is."""
    found = SecondFactor.objects.filter(account=account).first()
    if found is not None and found.since is not None:
        raise ValueError("两步验证已经开启。换手机请先关闭，再重新开启。")
    factor = found or SecondFactor(account=account)
    factor.secret = sealed
    factor.save()
    return factor


def confirm_second(factor: SecondFactor, secret: str, code: str) -> list[str]:
    """Takes it into use after the first right code; returns the codes to recover by, told once. Raises ValueError."""
    _use(factor, secret, code)
    factor.since = timezone.localdate()
    factor.save(update_fields=["since"])
    return new_codes(factor)


def new_codes(factor: SecondFactor) -> list[str]:
    """Fresh codes to recover by; the old ones are void."""
    codes = ["-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    factor.recovery = [_digest(code) for code in codes]
    factor.save(update_fields=["recovery"])
    return codes


def passes(factor: SecondFactor, secret: str, code: str) -> bool:
    """Whether a code opens: the device's of now, each once, or one to recover by, each once."""
    digest = _digest(code)
    if digest in factor.recovery:
        factor.recovery = [each for each in factor.recovery if each != digest]
        factor.save(update_fields=["recovery"])
        return True
    try:
        _use(factor, secret, code)
    except ValueError:
        return False
    return True


def _use(factor: SecondFactor, secret: str, code: str) -> None:
    """Takes a code of this half minute or its neighbours; one that was used does not count again."""
    plain = "".join(code.split())
    now = int(timezone.now().timestamp()) // INTERVAL
    totp = pyotp.TOTP(secret)
    for step in (now - 1, now, now + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), plain.encode())
        rows = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
        if right and rows.update(last_step=step):
            factor.last_step = step
            return
    raise ValueError("验证码不对或已经用过。请等手机上出现新的 6 位数字再输入；手机时间要准。")


def drop_second(account: Account) -> None:
    """Signs in by password alone again."""
    SecondFactor.objects.filter(account=account).delete()


def clear_second(who: "User", account: Account) -> None:
    """A keeper does so for somebody whose device is lost."""
    require_kept(who, account)
    drop_second(account)


def second_required(who: "User", today: date) -> bool:
    """Whether one of the user's posts asks for a second factor on that day."""
    held = [(post.role, post.area) for post in who.posts]
    held += [(KEEPERS, who.account.area)] if who.account.is_keeper else []
    asked = _on(today).filter(role__in={role for role, _ in held}) if held else ()
    return any(role == each.role and area.startswith(prefix_of(each.area)) for each in asked for role, area in held)


def requirements(who: "User", today: date) -> QuerySet[SecondRequired]:
    """What holds now or later inside what the keeper keeps."""
    rows = SecondRequired.objects.filter(who.scope(KEEPER))
    return rows.filter(Q(until__isnull=True) | Q(until__gt=today)).order_by("since", "pk")


def require_second(who: "User", role: str, area: str, *, since: date) -> SecondRequired:
    """From a day on a role inside an area needs a second factor. Raises Denied, ValueError in words."""
    who.require(KEEPER, area)
    if requirements(who, since).filter(role=role, area=area).exists():
        raise ValueError(f"{WHO[role]}已经要求两步验证。")
    return SecondRequired.objects.create(role=role, area=area, since=since)


def end_requirement(who: "User", requirement: SecondRequired, *, until: date) -> None:
    """It is asked no longer from that day on."""
    who.require(KEEPER, requirement.area)
    requirement.until = max(until, requirement.since)
    requirement.save(update_fields=["until"])


def _on(today: date) -> QuerySet[SecondRequired]:
    return SecondRequired.objects.filter(since__lte=today).filter(Q(until__isnull=True) | Q(until__gt=today))


def _digest(code: str) -> str:
    plain = "".join(code.lower().split()).replace("-", "")
    return hashlib.new("sm3", plain.encode()).hexdigest()
