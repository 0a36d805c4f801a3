"""As whom somebody is drawn: what is stored is what can be drawn."""

import pytest
from django.db import IntegrityError, transaction

from hinge_coach.accounts.drawn_as import DRAWN_AS_VALUES, DrawnAs, PersonName, Skin
from hinge_coach.accounts.models import Client


def test_each_person_in_each_skin_has_a_value_and_nothing_else_has() -> None:
    assert [each and each.value for each in map(DrawnAs.of, DRAWN_AS_VALUES)] == list(DRAWN_AS_VALUES)
    assert (len(set(DRAWN_AS_VALUES)), DrawnAs.of("")) == (12, None)
    assert DrawnAs.of("older-man/deep") == DrawnAs(PersonName.OLDER_MAN, Skin.DEEP)
    for wrong in ("man", "man/", "/deep", "child/deep", "man/blue", "deep/man", "man/deep/deep"):
        with pytest.raises(ValueError, match="is not a valid"):
            DrawnAs.of(wrong)


def test_the_database_takes_no_other_value(maya: Client) -> None:
    for wrong in ("man", "child/deep", " "):
        with pytest.raises(IntegrityError), transaction.atomic():
            Client.objects.filter(pk=maya.pk).update(drawn_as=wrong)
    for value in ("", *DRAWN_AS_VALUES):
        Client.objects.filter(pk=maya.pk).update(drawn_as=value)
        maya.refresh_from_db()
        assert maya.to_draw == DrawnAs.of(value)
