"""The WSGI application that the production server loads."""

import gc
import os

gc.disable()  # what is loaded stays: decision 0055
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from compsite.connecting import for_visitors
from compsite.kept import kept_in_front
from compsite.static_files import refuse_without_manifest

pages = get_wsgi_application()
for_visitors(connections.settings, settings.THREADS)
application = kept_in_front(pages)
refuse_without_manifest()
if settings.METRICS:
    from compsite.metrics import serve  # which no other process needs
    from compsite.pagestore import PageStore

    serve(*settings.METRICS, application if isinstance(application, PageStore) else None)
if settings.TRACES:
    from compsite.tracing import begin

    begin()
gc.freeze()  # so no later look goes through it
gc.enable()
