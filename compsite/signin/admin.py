"""Secrets of second factors are shown to nobody: the libraries' own pages of them are taken away."""

from django.contrib import admin
from django_otp import device_classes

for model in device_classes():
    if admin.site.is_registered(model):
        admin.site.unregister(model)
