"""The WSGI application: `gunicorn hinge_coach.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hinge_coach.settings")
application = get_wsgi_application()
# What is loaded by now lives as long as the process. Freezing it spares full collections the work during requests.
gc.collect()
gc.freeze()
