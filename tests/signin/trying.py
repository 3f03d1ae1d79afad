"""Signing in step by step, from an address of one's own."""

from typing import Any

from django.test import Client

from tests.signing_in import PASSWORD

LOGIN, CODE, PHONE = "/admin/login/", "/admin/login/code/", "/admin/security/phone/"
SECURITY, RECOVERY = "/admin/security/", "/admin/security/recovery-codes/"


def give_password(
    client: Client, password: str = PASSWORD, name: str = "anna", address: str = "192.0.2.1", **more: Any
) -> Any:
    """POST the sign-in form from an address."""
    form = {"username": name, "password": password, "next": "/admin/"}
    return client.post(LOGIN, form, REMOTE_ADDR=address, **more)


def give_code(client: Client, code: str, address: str = "192.0.2.1", **more: str) -> Any:
    """POST the code step from an address."""
    return client.post(CODE, {"code": code, "next": "/admin/", **more}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    """Whether the client is signed in all the way."""
    return bool(client.get("/admin/").status_code == 200)
