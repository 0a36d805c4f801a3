"""The door for a web server: ``gunicorn hinge_coach.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hinge_coach.settings")
application = get_wsgi_application()
