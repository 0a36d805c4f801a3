"""Saving the page of hours while somebody else does the same."""

import pytest
from django.forms import model_to_dict

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability.hours_forms import CallRulesForm
from hinge_coach.booking.availability.saving_hours import save_rules
from hinge_coach.booking.models import CallRules


@pytest.mark.django_db
def test_the_first_rules_saved_by_two_presses_at_once_are_one_row(trainer: Trainer) -> None:
    CallRules.objects.all().delete()
    data = {**model_to_dict(CallRules()), "length_minutes": 45}
    # Both presses looked for stored rules before either had saved.
    forms = [CallRulesForm(data, instance=CallRules(trainer=trainer)) for _ in range(2)]
    for form in forms:
        assert form.is_valid(), form.errors
        save_rules(trainer, form)
    assert CallRules.objects.get().length_minutes == 45
