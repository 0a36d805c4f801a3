"""Runs what waits as tasks, mails above all; in the place of the command of the same name in django-tasks-db."""

import os
from typing import Any

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader
from django_tasks_db.management.commands.db_worker import Command as LibraryCommand

from hinge_coach.worker.running import SteadyWorker


class Command(LibraryCommand):
    help = "Runs tasks, such as mails, and outlives a database that fails"

    def handle(self, *args: Any, **options: Any) -> None:
        self.configure_logging(options["verbosity"])
        names = ("interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id")
        worker = SteadyWorker(
            queue_names=options["queue_name"].split(","),
            excluded_queue_names=list(filter(None, options["exclude_queues"].split(","))),
            **{name: options[name] for name in names},
        )
        reloads = options["reload"] and not options["batch"]
        if not reloads or os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            worker.configure_signals()
        if reloads:
            run_with_reloader(worker.run)
        else:
            worker.run()
