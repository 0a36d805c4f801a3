"""gunicorn's settings, read by `gunicorn` in this folder. The command line and GUNICORN_CMD_ARGS override them.

Several workers with several threads each: a request that waits, such as one for a mail server or a calendar elsewhere,
holds one thread and not the site.
"""

import os

wsgi_app = "hinge_coach.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", min(2 + (os.cpu_count() or 1), 8)))
threads = int(os.environ.get("WEB_THREADS", 4))
worker_class = "gthread"
timeout = 60  # seconds without a sign of life; SQLite alone may wait 20 for a lock
graceful_timeout = 30
max_requests, max_requests_jitter = 20_000, 2_000
# The site logs each request itself, without the tokens of links that gunicorn's own lines would hold.
accesslog = None
# Its socket would be made in the home folder, where the site may write nothing.
control_socket_disable = True
loglevel = "warning"
