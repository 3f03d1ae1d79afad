"""What a visitor types into a form that is posted: one's own pay, or a report; read into a frozen value object."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unicodedata import category

from django import forms
from django.http import QueryDict

from salaries.models.reports import LONGEST_MESSAGE
from salaries.pages.reported import Named
from salaries.pages.reports import Written
from salaries.pages.standing import Typed

UNSHOWN = ("Cc", "Cs")
"""Kinds of signs that have no shape."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the text after them around."""


def read_typed_pay(fields: QueryDict) -> Typed:
    """Read the fields of the form of one's own pay, in a POST or, to start it with, in an address."""
    given = {
        name: " ".join(fields.get(name, "").split())[:120]
        for name in ("subject", "place", "amount", "currency", "pay_period")
    }
    lowered = {name: given[name].lower() for name in ("subject", "place", "pay_period") if given[name]}
    upper = {"currency": given["currency"].upper()} if given["currency"] else {}
    return Typed(amount=given["amount"], **lowered, **upper)


class ReportForm(forms.Form):
    """What a reader writes; the limits are the table's."""

    role = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": "Name the role or page in 200 letters."}
    )
    message = forms.CharField(
        max_length=LONGEST_MESSAGE,
        error_messages={
            "required": "Write what is wrong.",
            "max_length": f"Write what is wrong in {LONGEST_MESSAGE:,} letters.",
        },
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={
            "invalid": "This is not an e-mail address. Correct it, or leave it empty.",
            "max_length": "An e-mail address has 254 letters at most. Correct it, or leave it empty.",
        },
    )


def read_named(query: QueryDict) -> Named:
    """What a report is about, as an address or a form names it."""
    given = {name: query.get(name, "").strip().lower()[:400] for name in ("subject", "release", "role")}
    return Named(**given)


def read_report(fields: QueryDict) -> Written:
    """Read a report that was sent; what is wrong with it is in `problems`."""
    typed = {name: _plain_text(fields.get(name, "")) for name in ("role", "message", "email")}
    named = replace(read_named(fields), role="")
    form = ReportForm(typed)
    form.is_valid()
    errors: Mapping[str, Any] = form.errors
    return Written(
        named,
        **typed,
        website=fields.get("website", ""),
        problems=tuple((name, str(errors[name][0])) for name in errors),
    )


def _plain_text(text: str) -> str:
    """The text without signs that have no shape or turn the line around, its line breaks as one sign."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or _is_shown(sign)).strip()


def _is_shown(sign: str) -> bool:
    return category(sign) not in UNSHOWN and sign not in TURNING
