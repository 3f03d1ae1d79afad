"""The second factor: codes of an app on the phone, and recovery codes, kept by django-otp.

An account has at most one phone (`TOTPDevice`) and one sheet of recovery codes (`StaticDevice`). Any other device of
django-otp that an operator gives an account is asked for its codes as the phone is.
"""

from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import transaction
from django_otp import devices_for_user, user_has_device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

REQUIRED, OPTIONAL = "required", "optional"
RECOVERY_CODES = 10
FEW_CODES = 3
"""So many recovery codes left are worth a warning."""
MOST_FAILURES = 7
"""Wrong codes in a row make a device wait 1, 2, 4 … seconds; from the seventh on it is 64, and not longer."""


class Wait(Exception):
    """A device takes no code before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def owes_code(user: Any) -> bool:
    """Whether somebody who has given the password still has to give a code, or to set up a phone."""
    if getattr(user, "otp_device", None) is not None:
        return False
    return settings.SECOND_FACTOR == REQUIRED or has_device(user)


def has_device(user: Any) -> bool:
    """Whether the account has a phone or recovery codes."""
    return bool(user_has_device(user))


def phone_of(user: Any) -> TOTPDevice | None:
    """The account's phone."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("-pk").first()


@transaction.atomic
def verified(user: Any, code: str) -> Any:
    """The device that takes the code, which is used up by that; None where none does.

    A code goes to one device, so that a wrong one slows no other. Raises `Wait` while that one takes none.
    """
    device = _asked(user, code)
    if device is None:
        return None
    device.throttling_failure_count = min(getattr(device, "throttling_failure_count", 0), MOST_FAILURES)
    allowed, why = device.verify_is_allowed()
    if not allowed:
        raise Wait(why["locked_until"])
    return device if device.verify_token(code) else None


def _asked(user: Any, code: str) -> Any:
    """Whose code it is: digits are the phone's, unless a recovery code is just these digits."""
    devices = list(devices_for_user(user, for_verify=True))
    sheets = [one for one in devices if isinstance(one, StaticDevice)]
    phones = [one for one in devices if one not in sheets]
    holding = [one for one in sheets if one.token_set.filter(token=code).exists()]
    order = [*holding, *phones, *sheets] if code.isdigit() else [*holding, *sheets, *phones]
    return order[0] if order else None


def new_secret() -> str:
    """A secret for a phone that is about to be set up, in hexadecimal digits."""
    return str(default_key())


@dataclass(frozen=True)
class Invitation:
    """What an app on a phone needs: a picture to look at, an address to open, or letters to type."""

    picture: str
    url: str
    letters: str


def invitation(user: Any, secret: str) -> Invitation:
    """How the phone learns the secret."""
    device = TOTPDevice(user=user, key=secret)
    letters = b32encode(device.bin_key).decode()
    picture = segno.make(device.config_url, micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", omitsize=True, svgclass="code-picture"
    )
    groups = " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    return Invitation(picture=picture, url=device.config_url, letters=groups)


def shows(secret: str, code: str) -> TOTP | None:
    """The moment at which a phone with this secret shows the code, one step before or after now; None at no such."""
    device = TOTPDevice(key=secret)
    moment = TOTP(device.bin_key, device.step, device.t0, device.digits)
    right = code.isascii() and code.isdigit() and moment.verify(int(code), tolerance=device.tolerance)
    return moment if right else None


@transaction.atomic
def set_up_phone(user: Any, secret: str, code: str, *, replace: bool = False) -> TOTPDevice | None:
    """The account's new phone, once the code shows that it knows the secret; else None.

    With `replace` it takes the place of the one before. Without, an account that has a device keeps it: of two
    who set one up at the same time, the second is told that the code is wrong.
    """
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)
    moment = shows(secret, code)
    if moment is None or (has_device(user) and not replace):
        return None
    device = TOTPDevice(user=user, name="phone", key=secret)
    TOTPDevice.objects.filter(user=user).delete()
    # The code that set it up is used up.
    device.last_t, device.drift = moment.t(), moment.drift
    device.save()
    return device


@transaction.atomic
def new_recovery_codes(user: Any) -> list[str]:
    """Ten codes that each open the account once; those before open it no more."""
    StaticDevice.objects.filter(user=user).delete()
    sheet = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=sheet, token=code) for code in codes)
    return codes


def recovery_codes_left(user: Any) -> int:
    """How many recovery codes are not used up."""
    return int(StaticToken.objects.filter(device__user=user, device__confirmed=True).count())


@transaction.atomic
def clear(user: Any) -> int:
    """Take every device from an account; how many it had."""
    devices = list(devices_for_user(user, confirmed=None))
    for device in devices:
        device.delete()
    return len(devices)


def note(user: Any, what: str) -> None:
    """Keep in the admin's own log what was done to an account's lock."""
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, change_message=what, single_object=True)
