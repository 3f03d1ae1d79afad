"""Amounts as editors type them: `155,000` and `$155,000` mean what they say, `3,2` is refused in a sentence."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from salaries.imports.numbers import AmountRefused, format_amount, parse_amount


class AmountField(forms.CharField):
    """A pay amount. Read by the one strict parser, whatever the browser's language; shown as it accepts it back.

    `clean` accepts the sign or code of any currency; the form checks it against the row's own.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "size": "12"})

    def prepare_value(self, value: Any) -> Any:
        return format_amount(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = str(value or "")
        if not text.strip():
            return None
        return self.read(text)

    def read(self, text: str, currency: str | None = None) -> Decimal:
        """The amount. Raises `ValidationError` with the parser's sentence."""
        try:
            return parse_amount(text, currency=currency)
        except AmountRefused as refused:
            raise ValidationError(refused.message) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True
