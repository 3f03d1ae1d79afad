"""The editors' area as addresses below `/admin/`: loading this module loads the admin of every app."""

from django.contrib import admin
from django.urls import path

from salaries.admin.previews import preview

admin.autodiscover()

urlpatterns = [
    path("preview/<int:pk>/", admin.site.admin_view(preview), name="preview"),
    path("preview/<int:pk>/<path:path>", admin.site.admin_view(preview), name="preview"),
    path("", admin.site.urls),
]
