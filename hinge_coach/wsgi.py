"""The door for a web server: `gunicorn hinge_coach.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hinge_coach.settings")
application = get_wsgi_application()
# What is loaded stays for good: a full collection need not look through all of it in the middle of a request.
gc.collect()
gc.freeze()
