"""Every column of every model stands in the table of retention, once; the privacy page shows it all."""

from collections import Counter

import pytest
from django.apps import apps
from django.test import Client as Browser

from hinge_coach.accounts.models import Trainer
from hinge_coach.retention.deleting import DUE, retention_days
from hinge_coach.retention.table import IMPERSONAL, TABLE, Until
from tests.reading import words_of

ROWS = [row for group in TABLE for row in group.rows]


def test_every_column_says_whether_it_is_personal() -> None:
    """A model that gains a column fails here, until the table says why it is stored and for how long."""
    columns = (pair for row in ROWS for pair in row.columns)
    told = Counter(f"{model}.{name}" for model, names in (*columns, *IMPERSONAL) for name in names.split())
    stored = Counter(
        f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.concrete_fields
    )
    assert (stored - told, told - stored) == (Counter(), Counter())


def test_what_ends_by_itself_has_an_act_and_nothing_else_has() -> None:
    by_itself = {row.until for row in ROWS} - {Until.ERASED, Until.TRAINER}
    assert set(DUE) == by_itself


@pytest.mark.django_db
def test_the_privacy_page_says_what_why_and_how_long(trainer: Trainer) -> None:
    words = words_of(Browser().get("/privacy/"))
    sentences = [
        sentence for row in ROWS for sentence in (row.what, row.why, row.until.value.format(**retention_days()))
    ]
    assert [sentence for sentence in sentences if sentence not in words] == []
    assert "180 days after the call" in words
