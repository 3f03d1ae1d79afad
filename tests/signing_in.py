"""Signing in to the editors' area as tests do it: all the way, without typing a password or a code."""

import time
from typing import Any

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from compsite.signin.factor import phone_of

PASSWORD = "a-long-made-up-password"


def with_phone(user: Any) -> TOTPDevice:
    """The user's phone, set up where it is missing."""
    return phone_of(user) or TOTPDevice.objects.create(user=user, name="phone")


def signed_in(client: Client, user: Any) -> Client:
    """The client, signed in as that user with password and code."""
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = with_phone(user).persistent_id
    session.save()
    return client


def code_of(phone: TOTPDevice, steps: int = 0) -> str:
    """What the phone shows now, or so many steps of half a minute later."""
    moment = TOTP(phone.bin_key)
    moment.time = time.time() + 30 * steps
    return f"{moment.token():06}"
