"""Every address of the site: the guide's, and the editors' area."""

from django.urls import include, path

from compsite.later import later_addresses

urlpatterns = [
    later_addresses("admin/", "salaries.admin.urls"),
    path("", include("salaries.urls")),
]

handler400 = "salaries.views.failures.request_refused"
handler403 = "salaries.views.failures.permission_denied"
handler404 = "salaries.views.failures.page_not_found"
handler500 = "salaries.views.failures.server_error"
