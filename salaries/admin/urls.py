"""Addresses of the editors' area beside those that the admin makes of models."""

from django.contrib import admin
from django.urls import path

from salaries.admin.previews import preview

urlpatterns = [
    path("<int:pk>/", admin.site.admin_view(preview), name="preview"),
    path("<int:pk>/<path:path>", admin.site.admin_view(preview), name="preview"),
]
