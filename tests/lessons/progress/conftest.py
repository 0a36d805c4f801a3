"""One entry of two days ago."""

from datetime import datetime, timedelta

import pytest

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from tests.conftest import entered


@pytest.fixture
def check_in(maya: Client, now: datetime) -> CheckIn:
    return entered(maya, now - timedelta(days=2), 6)
