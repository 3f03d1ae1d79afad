"""Every address of the site: the guide's, and the editors' area."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/preview/", include("salaries.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("salaries.urls")),
]

handler400 = "salaries.views.failures.request_refused"
handler403 = "salaries.views.failures.permission_denied"
handler404 = "salaries.views.failures.page_not_found"
handler500 = "salaries.views.failures.server_error"
