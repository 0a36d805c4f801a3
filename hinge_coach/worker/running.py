"""The worker of django-tasks-db, made to outlive its database.

The library's own ends where the database fails. If that comes between a mail and the note that it went out, the mail is
sent again later, or listed as failed although it arrived.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import TaskContext
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.compat import normalize_json, task_finished, task_started
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from hinge_coach.health import is_passing

SECONDS_BETWEEN_TRIES = 5

# A task that meets a failing database each time is given up after so many tries, so that it can't hold up the others.
MOST_TRIES = 10

_log = logging.getLogger(__name__)

_Stored = DBTaskResult[..., Any]


class SteadyWorker(Worker):
    """Logs a failure of the database, waits, and goes on. A batch ends with it: somebody waits for its answer.

    How a task ended is kept until the database takes it, so a mail that went out is not sent again. A task that failed
    only because the database did is put back.
    """

    def run(self) -> None:
        """Works until it is told to stop, or a batch is done. Raises DatabaseError or InterfaceError in a batch."""
        while self.running:
            try:
                super().run()
            except (DatabaseError, InterfaceError):
                if self.batch:
                    raise
                self._wait()
            else:
                return

    def run_task(self, db_task_result: _Stored) -> None:
        """Runs a task that is claimed, and stores how it ended."""
        self.running_task = True
        try:
            try:
                value = normalize_json(_call(db_task_result))
            except Exception as problem:
                if is_passing(problem) and len(db_task_result.worker_ids) < MOST_TRIES:
                    self._store(partial(_put_back, db_task_result), db_task_result)
                    self._wait()
                    return
                _log.exception("Task %s failed.", db_task_result.task_path)
                self._store(partial(db_task_result.set_failed, problem), db_task_result)
            except BaseException:  # told twice to stop
                _put_back(db_task_result)
                raise
            else:
                self._store(partial(db_task_result.set_successful, value), db_task_result)
                task_finished.send(sender=DatabaseBackend, task_result=db_task_result.task_result)
        finally:
            self.running_task = False
            self._run_tasks += 1

    def _store(self, write: Callable[[], None], task: _Stored) -> None:
        """Tries until the database takes it, or the worker is to stop: `outbox.requeue_stuck` finds the task then."""
        while True:
            try:
                write()
            except Exception as problem:
                if is_passing(problem):
                    self._wait()
                    if self.running:
                        continue
                    return
                # The row is gone, or can't hold this; requeue_stuck would run it again and again.
                _log.exception("How task %s ended can't be stored.", task.task_path)
                DBTaskResult.objects.filter(pk=task.pk).update(
                    status=TaskResultStatus.FAILED, finished_at=timezone.now()
                )
            return

    def _wait(self) -> None:
        _log.exception("The database failed. The next try is in %d seconds.", SECONDS_BETWEEN_TRIES)
        time.sleep(SECONDS_BETWEEN_TRIES)
        close_old_connections()


def _call(stored: _Stored) -> Any:
    task = stored.task
    task_started.send(sender=DatabaseBackend, task_result=stored.task_result)  # the library logs it
    given = [TaskContext(task_result=stored.task_result)] if task.takes_context else []  # type: ignore[arg-type]
    return task.call(*given, *stored.args_kwargs["args"], **stored.args_kwargs["kwargs"])


def _put_back(stored: _Stored) -> None:
    running = DBTaskResult.objects.filter(pk=stored.pk, status=TaskResultStatus.RUNNING)
    running.update(status=TaskResultStatus.READY, started_at=None)
