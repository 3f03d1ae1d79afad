"""What is typed to sign in."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.core.exceptions import ValidationError

from compsite.signin import throttle
from compsite.signin.throttle import in_words


class PasswordForm(AdminAuthenticationForm):
    """Name and password. The same words whether the name is known or not."""

    def get_invalid_login_error(self) -> ValidationError:
        until = getattr(self.request, "refused_until", None)
        return (
            ValidationError(in_words(until), code="throttled") if until else super().get_invalid_login_error()
        )


class NewPasswordForm(AdminPasswordChangeForm):
    """Another password. Guesses at the present one count like those at the sign-in page."""

    def __init__(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        try:
            ticket = throttle.take(self.user.get_username(), throttle.counted_under(self.request))
        except throttle.Refused as refused:
            self.request.refused_until = refused.until
            raise ValidationError(in_words(refused.until), code="throttled") from None
        old = super().clean_old_password()
        throttle.give_back(ticket)
        return old


class CodeField(forms.CharField):
    """A code as people type it: blanks and dashes between its groups and capitals mean nothing."""

    def __init__(self, *, recovery: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update({
            "autocomplete": "off" if recovery else "one-time-code",
            "inputmode": "text" if recovery else "numeric",
            "autocapitalize": "none",
            "spellcheck": "false",
            "size": "16",
        })  # fmt: skip

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        return "".join(letter for letter in text.lower() if letter not in " -–\u00a0")


class CodeForm(forms.Form):
    """A code of the phone's app, or a recovery code."""

    code = CodeField(label="Code", error_messages={"required": "Type the code."})

    def __init__(self, *args: Any, recovery: bool = False, focus: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if recovery:
            self.fields["code"] = CodeField(
                recovery=True, label="Recovery code", error_messages={"required": "Type a recovery code."}
            )
        if focus:
            self.fields["code"].widget.attrs["autofocus"] = True


class NextPhoneForm(CodeForm):
    """The code of the new phone, after one that shows whose account it is."""

    current = CodeField(
        recovery=True,
        label="A code of your present phone, or a recovery code",
        error_messages={"required": "Type a code of your present phone, or a recovery code."},
    )
