"""Several at the same moment, each in a thread with its own connection. Call them after the fixture `real_file`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """What each act gives, all of them begun at the same moment."""
    ready = Barrier(len(acts))

    def start(act: Act) -> Any:
        ready.wait(timeout=10)
        try:
            return act()
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(start, act) for act in acts]]


def look(question: Act) -> Any:
    """What a question to the database gives, asked in a thread as well: the file belongs to the threads."""
    return at_once(question)[0]
