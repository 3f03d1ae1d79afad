"""`manage.py reset_second_factor`, for who has lost phone and recovery codes."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client

from compsite.signin import factor
from tests.signin.trying import PHONE, is_in

pytestmark = pytest.mark.django_db


def reset(user: str) -> str:
    said = StringIO()
    call_command("reset_second_factor", user, stdout=said)
    return said.getvalue()


def test_it_takes_phone_and_codes_and_ends_sessions(desk: Client, anna: Any) -> None:
    factor.new_recovery_codes(anna)
    assert reset("anna") == (
        "Phone and recovery codes of anna are reset. 1 session ended.\n"
        "Who signs in next with the password sets up a new phone.\n"
    )
    assert not factor.has_device(anna)
    assert not is_in(desk)
    desk.force_login(anna)
    assert desk.get("/admin/", follow=True).redirect_chain[-1][0] == f"{PHONE}?next=/admin/"


def test_its_use_stands_in_the_accounts_history(desk: Client, anna: Any) -> None:
    reset("anna")
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user) == (str(anna.pk), anna)
    assert entry.change_message.startswith("Phone and recovery codes reset at the prompt, by the login ")


def test_an_account_without_a_phone_is_said_to_have_none(anna: Any) -> None:
    assert reset("anna") == "anna had no phone and no recovery codes. 0 sessions ended.\n"
    assert not LogEntry.objects.exists()


def test_an_unknown_name_is_said(db: None) -> None:
    with pytest.raises(CommandError, match=r"There is no account “nobody”\."):
        reset("nobody")
