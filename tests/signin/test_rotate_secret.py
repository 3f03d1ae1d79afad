"""SECRET_KEY is rotated: nobody is signed out, nothing that was typed is lost, and phones stay."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from compsite.keys import in_own_file
from salaries.models import Figure
from tests.factories import make_figure
from tests.forms import fields_of
from tests.signin.trying import give_code, give_password, is_in
from tests.signing_in import code_of, with_phone

pytestmark = pytest.mark.django_db
NEW = "new-key-of-" + "50-characters" * 4


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    """The file of the key that the site runs with."""
    settings.SECRET_KEY_FILE = tmp_path / ".secret-key"
    settings.SECRET_KEY_FILE.write_text(settings.SECRET_KEY)
    return tmp_path / ".secret-key"


def rotate(settings: Any, *words: str) -> str:
    """What the command says. The site is started again."""
    said = StringIO()
    call_command("rotate_secret", *words, stdout=said)
    settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = in_own_file(settings.SECRET_KEY_FILE.read_text())
    return said.getvalue()


def test_who_is_signed_in_stays_so_through_all_of_a_rotation(settings: Any, file: Path, desk: Client) -> None:
    rotate(settings)
    assert is_in(desk)
    rotate(settings, "--finish")
    assert settings.SECRET_KEY_FALLBACKS == []
    assert is_in(desk)


def test_a_form_that_was_open_is_saved(settings: Any, file: Path, desk: Client) -> None:
    figure = make_figure("alpha", median=50_000)
    url = f"/admin/salaries/figure/{figure.pk}/change/"
    typed = fields_of(desk.get(url).content.decode()) | {"median": "51000"}
    rotate(settings)
    assert desk.post(url, typed).status_code == 302
    assert Figure.objects.get().median == 51_000


def test_a_key_that_leaked_is_read_no_longer(settings: Any, file: Path, desk: Client) -> None:
    assert "Everybody signs in again." in rotate(settings, "--leaked")
    assert not is_in(desk)


def test_phones_and_passwords_do_not_depend_on_it(settings: Any, file: Path, anna: Any) -> None:
    phone = with_phone(anna)
    rotate(settings, "--leaked")
    client = Client()
    give_password(client)
    give_code(client, code_of(phone))
    assert is_in(client)


def test_no_key_is_printed(settings: Any, file: Path) -> None:
    before = settings.SECRET_KEY
    said = rotate(settings)
    assert before not in said and settings.SECRET_KEY not in said


def test_a_key_of_the_environment_is_in_a_file_that_has_to_be_named(settings: Any) -> None:
    settings.SECRET_KEY_FILE = None
    with pytest.raises(CommandError, match="name the file that has it with --file"):
        call_command("rotate_secret")
