"""Every address of the editors' area with a row behind it, and what a form of it sends: as the address map has them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver
from django.utils.regex_helper import normalize

from salaries.models import DataVersion, ImportJob, Redirect, Report
from salaries.models.trail import entries, has_history
from tests import factories
from tests.forms import fields_of
from tests.models.changing import ROWS

FILE = (
    "title,location,currency,period,basis,median,sample_size,effective_date\n"
    "Alpha,us,USD,year,base,50000,120,2025-06\nBeta,us,USD,year,base,=1+1,120,2025-06\n"
)
FORGED = {
    "name": "Forged", "title": "Forged", "plural": "forged", "username": "forged", "publisher": "Forged",
    "slug": "forged", "median": "51234", "value": "123", "code": "99", "scheme": "forged", "rank": "9",
    "year": "2024", "currency": "USD", "old_slug": "forged-1", "new_slug": "forged-2", "answer": "Forged.",
    "message": "Forged.", "why": "Forged.", "note": "Forged.", "reason": "Forged.", "post": "yes",
    "password1": "a-forged-long-password", "password2": "a-forged-long-password",
    "reference_start": "2019-01-01", "reference_end": "2019-12-31",
}  # fmt: skip
"""What an attacker types into fields of these names."""
NEEDED: dict[str, Callable[[], Any]] = {
    "role": lambda: factories.make_role("idle"), "location": factories.make_location, "source": factories.make_source,
    "release": factories.make_release, "part": factories.make_part, "factor": lambda: factories.make_option().factor,
}  # fmt: skip
"""What he chooses where nothing is chosen yet."""
CHOSEN = {
    "priceindex-kind": "rpp", "location-kind": "metro", "source-kind": "survey", "redirect-kind": "role",
    "report-state": "answered", "releasepart-state": "draft", "figure-measure": "base_salary",
    "figure-pay_period": "year", "source-primary_measure": "base_salary",
}  # fmt: skip
TOUCHED = (
    "median", "file_name", "priority", "rank", "code", "summary", "new_slug", "licence", "title", "name",
)  # fmt: skip
"""What was changed of each row before, so that there is something to put back: the first of these that it has."""
OWN = ("/admin/login/", "/admin/logout/", "/admin/security/", "/admin/password_change/")
"""Addresses of everybody's own account."""
BOOKKEEPING = ("django_session", "axes_", "otp_", "salaries_dataversion")
"""Tables that no change of a row is in. A data version is begun with a form, and goes where nothing came of it."""


class Address(NamedTuple):
    """A pattern of the address map: its name, its shape and what varies in it."""

    name: str
    shape: str
    varies: tuple[str, ...]

    @property
    def model(self) -> Any:
        """Whose rows the address is about, if anybody's."""
        app, model = [*self.shape.split("/"), "", ""][2:4]
        return apps.all_models.get(app, {}).get(model)


def addresses(resolver: Any = None, prefix: str = "/", seen: tuple[str, ...] = ()) -> Iterator[Address]:
    """Every address of the editors' area."""
    for pattern in (resolver or get_resolver()).url_patterns:
        (shape, names), *_ = normalize(str(pattern.pattern.regex.pattern))
        whole, varies = prefix + shape, (*seen, *names)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, whole, varies)
        elif isinstance(pattern, URLPattern) and whole.startswith("/admin/"):
            yield Address(pattern.name or "", whole, varies)


def furnish() -> None:
    """A row of every kind, of which one that nothing depends on is the newest; of figures and parts a draft too."""
    role = factories.make_figure("alpha", median=50_000).role
    factories.make_figure("beta", factories.make_part(name="draft", state="draft"), median=52_000)
    factories.make_curated("Alpha or beta", "alpha", "beta")
    for make, _ in ROWS.values():
        make()
    for make in (factories.make_role, factories.make_location, factories.make_source):
        make("idle")
    factories.make_option("idle", "ideas")
    factories.make_release("idle", reference_start="2018-01-01", reference_end="2018-12-31")
    Redirect.objects.create(kind="role", old_slug="first", new_slug="second")
    Report.objects.create(message="Too high.", role=role)
    for model in filter(has_history, apps.get_models()):
        for row in {row_of(model), row_of(model, draft=True)}:
            for field in [name for name in TOUCHED if hasattr(row, name)][:1]:
                setattr(row, field, 7)
                row.save()
    User.objects.create_user("carla", password="a-long-made-up-password")


def row_of(model: Any, *, draft: bool = False) -> Any:
    """The newest row of a model; of figures and parts the newest that is public, or with `draft` that is not."""
    if model is None:
        return None
    state = {"releasepart": "state", "figure": "part__state"}.get(model._meta.model_name)
    rows = model._default_manager.order_by("-pk")
    return (rows.filter(**{state: "draft" if draft else "published"}) if state else rows).first()


def filled(address: Address, *, draft: bool = False) -> str | None:
    """The address with a row in it; None where there is none of that kind."""
    row = row_of(address.model, draft=draft)
    if row is None and {"object_id", "pk", "id"} & set(address.varies):
        return None
    entry = entries(address.model).filter(id=row.pk).last() if "entry_id" in address.varies else None
    pk = getattr(row, "pk", 0)
    values = {"object_id": pk, "pk": pk, "id": pk, "entry_id": getattr(entry, "pk", 0), "kind": "csv"}
    values |= {"path": "salaries/", "batch": uuid4(), "content_type_id": 1, "app_label": "salaries"}
    return address.shape % {"url": "nothing", **values}


def tried() -> Iterator[tuple[str, str]]:
    """Every address but those of one's own account, by name: once for each kind of row that it can be about."""
    for address in addresses():
        url = filled(address)
        for draft in (False, True):
            found = filled(address, draft=draft)
            if found and not found.startswith(OWN) and not (draft and found == url):
                yield f"{address.name or 'other'}{' draft' if draft else ''}", found


def forms_at(client: Client, url: str) -> dict[str, dict[str, Any]]:
    """What is sent from a page with forged words in it: one form, or on a list one for each action, by its name."""
    page = client.get(url)
    html = page.content.decode() if page.status_code == 200 and not page.streaming else ""
    sent = {name: _forged(url, name, value) for name, value in fields_of(html).items()}
    sent |= {name: FORGED[name] for name in ("post", "why", "note", "reason")}
    if job := ImportJob.objects.first():
        sent["attempt"] = str(job.attempt)
    lists = "".join(re.findall(r'<select name="action".*?</select>', html, re.DOTALL))
    return {one: sent | {"action": one} for one in re.findall(r'<option value="(\w+)"', lists)} or {"": sent}


def _forged(url: str, name: str, value: Any) -> Any:
    last = name.rpartition("-")[2]
    if url.endswith("/table/") and not name.startswith("r-0-"):
        return value
    if not value and last in NEEDED and "/importjob/" not in url and "/table/" not in url:
        return str(NEEDED[last]().pk)
    model = [*url.split("/"), "", ""][3]
    return FORGED.get(last, value or CHOSEN.get(f"{model}-{last}", ""))


def sent_forms(boss: Client) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every form, as somebody would send it who may do everything: its name, address and fields."""
    for name, url in tried():
        for action, form in forms_at(boss, url).items():
            if name.endswith("_changelist"):
                model = Address(name, url, ()).model
                form["_selected_action"] = [getattr(row_of(model), "pk", 0)]
            yield f"{name} {action}".strip(), url, form


@contextmanager
def taken_back() -> Iterator[set[str]]:
    """The tables that are written to meanwhile, but for those of bookkeeping; all of it is taken back."""
    written: set[str] = set()

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        found = re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', sql)
        nothing = context["cursor"].rowcount == 0 and not sql.startswith("INSERT")
        if found and not nothing and not found[1].startswith(BOOKKEEPING):
            written.add(found[1])
        return done

    with transaction.atomic():
        with connection.execute_wrapper(look):
            yield written
        transaction.set_rollback(True)


def changed(client: Client, url: str, form: dict[str, Any]) -> bool:
    """Whether anything is written where somebody sends a form. Versions of the data that stay count too."""
    if url.endswith("importjob/add/"):
        form = {**form, "file": SimpleUploadedFile("pay.csv", FILE.encode())}
    cookies, versions = client.cookies.output(header=""), DataVersion.objects.count()
    with taken_back() as written:
        client.post(url, form)
        stays = DataVersion.objects.count() != versions
    # A session that was given a new key has its old one again.
    client.cookies = SimpleCookie(cookies)
    return bool(written) or stays
