#!/usr/bin/env python
import os
import sys

from django.db import OperationalError
from environs import EnvError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hinge_coach.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except EnvError as error:
        sys.exit(f"A setting is missing or wrong: {error} (README.md lists them; for development set DEBUG=1)")
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database can't be used: {str(error).splitlines()[0]} (--traceback shows where.)")
