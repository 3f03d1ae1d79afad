"""The app's start: the editors' area with our own gate, and what of the libraries' tables is shown there."""

from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin import apps as admin_apps
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class SigninConfig(AppConfig):
    """Signing in."""

    name = "compsite.signin"
    label = "signin"


class EditorsAreaConfig(admin_apps.SimpleAdminConfig):
    """Django's admin, behind the second factor. Its addresses load it (salaries/admin/urls.py), and its check."""

    default = False
    default_site = "compsite.signin.site.EditorsSite"

    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_editors_area, checks.Tags.admin)


def _check_editors_area(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Django's own check of the admin, once every app has said what it shows there."""
    admin.autodiscover()
    return check_admin_app(app_configs, **kwargs)
