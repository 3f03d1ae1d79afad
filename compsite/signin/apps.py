"""The app's start: the editors' area with our own gate, and what of the libraries' tables is shown there."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class SigninConfig(AppConfig):
    """Signing in."""

    name = "compsite.signin"
    label = "signin"


class EditorsAreaConfig(admin_apps.AdminConfig):
    """Django's admin, behind the second factor."""

    default = False
    default_site = "compsite.signin.site.EditorsSite"
