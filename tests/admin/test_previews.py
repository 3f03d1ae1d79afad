"""Previews: the public pages as they would be with a part published, for editors alone."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from salaries.models import DataVersion, Figure, FigureChange, ReleasePart, Report
from salaries.pages.guide_rows import steps_and_factors
from salaries.pages.snapshot import snapshot
from tests.admin.test_publishing import draft, member
from tests.factories import make_figure, make_part
from tests.models.changing import newest
from tests.pages.reading import html_of, text_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

BANNER = "Preview of bureau/2025: by hand (draft): not public."


def inside(part: ReleasePart, path: str) -> str:
    return f"/admin/preview/{part.pk}{path}"


def correction(median: int) -> ReleasePart:
    """A draft that makes another number of a public figure."""
    figure = make_figure("alpha", median=50_000)
    part = make_part(figure.release, "corrected", state="draft")
    FigureChange.objects.create(
        part=part, figure=figure, before={"median": "50000.00"}, after={"median": f"{median}.00"}
    )
    return part


def test_a_page_shows_the_draft_and_says_that_it_is_not_public(anna: Any, client: Client) -> None:
    part = draft(52_000)
    page = anna.get(inside(part, "/salaries/alpha/"))
    assert page.status_code == 200
    assert BANNER in text_of(page)
    assert "$52,000" in text_of(page)
    assert "$52,000" not in text_of(client.get("/salaries/alpha/"))


def test_looking_changes_nothing(anna: Any) -> None:
    part, before = draft(52_000), newest()
    anna.get(inside(part, "/salaries/alpha/"))
    part.refresh_from_db()
    assert (part.state, part.published_in, newest()) == ("draft", None, before)


def test_what_pages_keep_of_today_knows_nothing_of_the_draft(anna: Any, client: Client) -> None:
    make_figure("alpha")
    part, before = make_part(name="second", state="draft"), snapshot()
    make_figure("gamma", part)
    assert "Gamma ·" in text_of(anna.get(inside(part, "/compare/")))
    assert "Gamma ·" not in text_of(client.get("/compare/"))
    assert snapshot().groups == before.groups


def test_looking_leaves_what_pages_keep_as_it_is(anna: Any) -> None:
    part, before = draft(52_000), (snapshot(), steps_and_factors())
    for path in ("/compare/", "/salaries/alpha/"):
        anna.get(inside(part, path))
    assert (snapshot() is before[0], steps_and_factors() is before[1]) == (True, True)


def test_a_corrected_file_shows_its_corrections(anna: Any, client: Client) -> None:
    part = correction(51_000)
    assert "$51,000" in text_of(anna.get(inside(part, "/salaries/alpha/")))
    assert "$50,000" in text_of(client.get("/salaries/alpha/"))
    assert Figure.objects.get().median == 50_000


def test_a_withdrawn_part_is_shown_as_it_would_be_again(anna: Any) -> None:
    part = draft(52_000)
    part.publish()
    part.withdraw()
    page = text_of(anna.get(inside(part, "/salaries/alpha/")))
    assert "(withdrawn): not public." in page
    assert "$52,000" in page


PLACES = ["/", "/salaries/", "/salaries/alpha/", "/locations/us/", "/compare/", "/sources/bureau/2025/"]


@pytest.mark.parametrize(
    "path", [*PLACES, "/standing/", "/factors/", "/sources/", "/search?q=alpha", "/nowhere/"]
)
def test_every_link_and_form_stays_in_the_preview(anna: Any, path: str) -> None:
    part = draft(52_000)
    html = html_of(anna.get(inside(part, path)))
    led = re.findall(r'\s(?:href|action|hx-get|hx-post)="(/[^"]*)"', html)
    assert len(led) > 10
    strays = [to for to in led if not to.startswith((inside(part, "/"), "/static/", "/admin/salaries/"))]
    assert strays == []


def test_a_preview_is_kept_by_nobody_and_found_by_no_engine(anna: Any) -> None:
    answer = anna.get(inside(draft(52_000), "/salaries/alpha/"))
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "ETag" not in answer
    assert "canonical" not in html_of(answer)
    assert '<meta name="robots" content="noindex' in html_of(answer)


def test_what_a_browser_holds_of_the_public_page_confirms_nothing(anna: Any, client: Client) -> None:
    part = draft(52_000)
    part.publish()
    tag = client.get("/salaries/alpha/")["ETag"]
    part.withdraw()
    answer = anna.get(inside(part, "/salaries/alpha/"), headers={"If-None-Match": tag})
    assert answer.status_code == 200


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get(inside(draft(52_000), "/salaries/alpha/"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/?next=/admin/preview/")


def test_who_may_not_see_parts_sees_no_preview(django_user_model: Any) -> None:
    dora = signed_in(Client(), django_user_model.objects.create_user("dora", is_staff=True))
    answer = dora.get(inside(draft(52_000), "/salaries/alpha/"))
    assert answer.status_code == 403
    assert "52,000" not in html_of(answer)


def test_a_password_alone_opens_no_preview(django_user_model: Any) -> None:
    dora = Client()
    dora.force_login(django_user_model.objects.create_superuser("dora", password="a-long-password"))
    answer = dora.get(inside(draft(52_000), "/salaries/alpha/"))
    assert answer.status_code == 302
    assert "/preview/" not in answer["Location"].partition("?")[0]


def test_a_viewer_looks_but_is_not_offered_to_publish(django_user_model: Any) -> None:
    page = member(django_user_model, "Viewer").get(inside(draft(52_000), "/salaries/alpha/"))
    assert BANNER in text_of(page)
    assert "Publish…" not in text_of(page)


def test_a_published_part_leads_to_the_public_page(anna: Any) -> None:
    part = draft(52_000)
    part.publish()
    answer = anna.get(inside(part, "/salaries/alpha/?statistic=median"))
    assert (answer.status_code, answer["Location"]) == (302, "/salaries/alpha/?statistic=median")


def test_no_preview_leads_to_another_site(anna: Any) -> None:
    part = draft(52_000)
    part.publish()
    assert anna.get(f"/admin/preview/{part.pk}//elsewhere.example/")["Location"] == "/elsewhere.example/"


def test_a_page_of_an_earlier_data_version_is_the_public_one(anna: Any) -> None:
    answer = anna.get(inside(draft(52_000), "/salaries/alpha/?as_of=1"))
    assert (answer.status_code, answer["Location"]) == (302, "/salaries/alpha/?as_of=1")


def test_a_part_that_cannot_be_published_says_why(anna: Any) -> None:
    part = make_part(name="empty", state="draft")
    answer = anna.get(inside(part, "/"))
    assert answer.status_code == 409
    assert "A part without figures cannot be published." in text_of(answer)


def test_a_correction_of_what_was_edited_meanwhile_says_so(anna: Any) -> None:
    part = correction(51_000)
    Figure.objects.update(median=49_000)
    answer = anna.get(inside(part, "/salaries/alpha/"))
    assert answer.status_code == 409
    assert "was edited since this part was imported" in text_of(answer)
    assert Figure.objects.get().median == 49_000


def test_a_fragment_and_the_address_that_it_pushes_stay_in_the_preview(anna: Any) -> None:
    part = draft(52_000)
    answer = anna.get(inside(part, "/salaries/alpha/?statistic=median"), headers={"HX-Target": "figures"})
    assert html_of(answer).startswith("<title>")
    assert answer["HX-Push-Url"] == inside(part, "/salaries/alpha/?statistic=median")


def test_a_form_leads_on_inside_the_preview(anna: Any) -> None:
    part = draft(52_000)
    make_figure("beta", part, median=61_000)
    answer = anna.get(inside(part, "/compare/?subject=alpha.average&subject=beta.average"))
    assert (answer.status_code, answer["Location"]) == (
        302,
        inside(part, "/compare/alpha.average/vs/beta.average/"),
    )
    page = text_of(anna.get(answer["Location"]))
    assert "+$9,000" in page
    assert "Permanent link" not in page
    assert "Cite this" not in page


def test_a_file_of_data_is_of_no_version_yet(anna: Any) -> None:
    part = draft(52_000)
    found = json.loads(anna.get(inside(part, "/salaries/alpha/data.json")).content)
    assert found["data_version"] is None
    assert found["sources"][0]["value"] == "52000.00"
    csv = anna.get(inside(part, "/salaries/alpha/data.csv"))
    assert "preview-salaries-alpha.csv" in csv["Content-Disposition"]


def test_a_picture_of_a_draft_says_that_it_is_one(anna: Any) -> None:
    part = draft(52_000)
    part.figures.update(p10=40_000)
    picture = anna.get(inside(part, "/salaries/alpha/chart-places.svg"))
    words = picture.content.decode()
    assert "$52,000" in words and "A draft: not published." in words
    assert "Data version" not in words and "/salaries/" not in words
    assert "preview-salaries-alpha-places.svg" in picture["Content-Disposition"]


def test_the_form_of_own_pay_is_answered(anna: Any) -> None:
    typed = {
        "subject": "alpha.average",
        "place": "us",
        "amount": "53000",
        "currency": "USD",
        "pay_period": "year",
    }
    url = inside(draft(52_000), "/standing/")
    answer = anna.post(url, typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    assert "$52,000" in text_of(answer)
    assert anna.post(url, typed, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_what_a_search_suggests_stays_inside(anna: Any) -> None:
    part = draft(52_000)
    answer = anna.get(
        inside(part, "/search?q=alpha"), headers={"HX-Request": "true", "HX-Target": "suggestions"}
    )
    assert f'data-href="{inside(part, "/salaries/alpha/")}"' in answer.content.decode()


def test_other_forms_send_nothing(anna: Any) -> None:
    answer = anna.post(inside(draft(52_000), "/salaries/"))
    assert answer.status_code == 405
    assert BANNER in text_of(answer)
    assert "nothing was sent. This form works on the public page, /salaries/." in text_of(answer)


def test_a_report_from_a_preview_is_not_sent(anna: Any) -> None:
    answer = anna.post(inside(draft(52_000), "/report/"), {"message": "Too high."})
    assert answer.status_code == 405
    assert "nothing was sent. This form works on the public page, /report/." in text_of(answer)
    assert not Report.objects.exists()


def test_no_page_of_the_editors_is_inside(anna: Any) -> None:
    assert anna.get(inside(draft(52_000), "/admin/")).status_code == 404
    assert anna.get("/admin/preview/987654/").status_code == 404


def test_a_page_that_is_not_there_says_so_under_the_banner(anna: Any) -> None:
    answer = anna.get(inside(draft(52_000), "/salaries/nobody/"))
    assert answer.status_code == 404
    assert BANNER in text_of(answer)
    assert "There is no role “nobody” in the guide." in text_of(answer)


def test_form_list_and_publish_page_lead_to_the_preview(anna: Any) -> None:
    part = draft(52_000)
    link = f'href="{inside(part, "/sources/bureau/2025/")}"'
    for path in ("", f"{part.pk}/change/", f"{part.pk}/publish/"):
        assert link in html_of(anna.get(f"/admin/salaries/releasepart/{path}")), path
    part.publish()
    for path in ("", f"{part.pk}/change/"):
        assert link not in html_of(anna.get(f"/admin/salaries/releasepart/{path}")), path


def test_versions_are_numbered_on_as_if_nobody_had_looked(anna: Any) -> None:
    part = draft(52_000)
    anna.get(inside(part, "/"))
    assert list(DataVersion.objects.filter(is_open=True)) == []
    part.publish()
    assert part.published_in_id == newest()


def test_more_corrections_than_can_be_tried_out_are_not(anna: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salaries.admin.previews.MOST_CORRECTIONS", 0)
    answer = anna.get(inside(correction(51_000), "/salaries/alpha/"))
    assert answer.status_code == 409
    assert "It corrects 1 public figures, and up to 0 can be tried out." in text_of(answer)


def test_the_change_that_publishing_would_be_has_no_number_yet(anna: Any) -> None:
    page = text_of(anna.get(inside(draft(52_000), "/changes/")))
    assert "Bureau, 2025 published" in page
    assert page.count("as it would be, without a number yet") == 1


def test_a_draft_is_not_shared_and_never_in_a_frame(anna: Any) -> None:
    part = draft(52_000)
    make_figure("beta", median=50_000)
    compared = "/compare/alpha.average/vs/beta.average/"
    page = html_of(anna.get(inside(part, compared)))
    assert not re.search("og:image|oembed|<iframe|&lt;iframe", page)
    assert anna.get(inside(part, f"{compared}preview-0.png")).status_code == 404
    frame = anna.get(inside(part, f"/embed{compared}"))
    assert "$52,000" in text_of(frame)
    assert (frame["X-Frame-Options"], frame["Cross-Origin-Resource-Policy"]) == ("DENY", "same-origin")
    assert "frame-ancestors 'none'" in frame["Content-Security-Policy"]


API = [
    "", "roles/", "roles/alpha/", "sources/", "releases/bureau/2025/", "figures/?role=alpha",
    "compare/?subjects=alpha.average,beta.average",
]  # fmt: skip


@pytest.mark.parametrize("path", API)
def test_the_api_names_no_data_version_that_is_taken_back(anna: Any, client: Client, path: str) -> None:
    make_figure("beta", median=60_000)
    part = draft(52_000)
    answer = anna.get(inside(part, f"/api/v1/{path}"))
    assert (answer.status_code, answer.json()["data_version"]) == (200, None)
    assert "Data-Version" not in answer.headers
    public = client.get("/api/v1/")
    assert (public["Data-Version"], public.json()["data_version"]) == (str(newest()), newest())


def test_the_apis_changes_name_public_versions_alone(anna: Any) -> None:
    part, before = correction(51_000), newest()
    found = anna.get(inside(part, "/api/v1/changes/")).json()
    draft_change, *public = found["changes"]
    assert (found["data_version"], draft_change["data_version"]) == (None, None)
    assert [one["did"] for one in draft_change["releases"]] == ["published"]
    assert [change["data_version"] for change in public][:1] == [before]


def test_after_the_draft_alone_the_public_changes_follow_from_their_beginning(
    anna: Any, client: Client
) -> None:
    part, before = correction(51_000), newest()
    found = anna.get(inside(part, "/api/v1/changes/?limit=1")).json()
    assert [change["data_version"] for change in found["changes"]] == [None]
    assert found["next"] == "http://127.0.0.1:8000/api/v1/changes/?limit=1"
    (change,) = client.get("/api/v1/changes/?limit=1").json()["changes"]
    assert change["data_version"] == before
