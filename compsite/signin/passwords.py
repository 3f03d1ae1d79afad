"""Which passwords are taken, as NIST SP 800-63B has it: long ones that nobody would guess, and no rules besides.

What is common is refused, with its letters alone, doubled, or with digits at its ends too; so is what runs along the
alphabet or a keyboard, and the name of the site. Which kinds of letters a password has is nobody's business.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

FEWEST_LETTERS = 5
"""How many different letters there have to be."""
RUNS = (
    "0123456789" * 8, "1234567890" * 8, "abcdefghijklmnopqrstuvwxyz" * 4,
    "qwertyuiopasdfghjklzxcvbnm" * 4, "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)  # fmt: skip


class GuessablePasswordValidator(CommonPasswordValidator):
    """Refuses what is tried first."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.lower().strip()
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        if len(set(plain)) < FEWEST_LETTERS or any(plain in run or plain[::-1] in run for run in RUNS):
            raise ValidationError("This password is a row of letters that is easily guessed.", code="row")
        if {plain, core, _once(plain), _once(core)} & (self.passwords | site_words()):
            raise ValidationError(
                "This password is one of those that are tried first, or nearly one.", code="common"
            )

    def get_help_text(self) -> str:
        return (
            "It is none of those that are tried first. Several words with blanks between them are a good one."
        )


def site_words() -> set[str]:
    """What a password of this site may not be: its name, that of its host, and this program's."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return {"compsite", host, *host.split(".")} - {""}


def _once(text: str) -> str:
    """What a text repeats, said once: `abab` is `ab`."""
    found = re.fullmatch(r"(.+?)\1+", text)
    return found[1] if found else text
