"""The numbers of the rules in the hands of the trainer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.coaching.settings.rule_forms import RulesForm
from lessons.models import RuleSet
from lessons.rules.dry_run import dry_run
from lessons.rules.measuring import report_card_here
from lessons.rules.report_wording import report_lines
from lessons.rules.views import differences

RULE_SETS_SHOWN = 50


@get_or_post
@trainer_page
def rules(request: TrainerRequest) -> HttpResponse:
    """Tries other numbers on the past, and saves those that were tried, with a reason. Others can't be saved."""
    in_force = RuleSet.objects.in_force()
    form = RulesForm(request.POST if request.method == "POST" else None, in_force=in_force)
    tried = None
    if request.method == "POST" and form.is_valid():
        if not form.is_changed:
            messages.info(request, "These are the numbers in force already, so there is nothing to save.")
            return redirect("coaching:rules")
        if "save" in request.POST and form.is_tried and not form.cleaned_data["note"]:
            form.add_error("note", form.fields["note"].error_messages["required"])
        elif "save" in request.POST and form.is_tried:
            form.save(by=request.user, at=timezone.now())
            messages.success(request, "Saved. Every verdict from now on uses these numbers.")
            return redirect("coaching:rules")
        tried = dry_run(form.thresholds, against=in_force)
        form.fields["note"].required = True  # from here on: trying needs no reason, saving does
    history = [(rule_set, differences(rule_set)) for rule_set in RuleSet.objects.select_related("by")[:RULE_SETS_SHOWN]]
    here = report_card_here(timezone.now()) if request.method == "GET" else None
    context = {
        "form": form,
        "tried": tried,
        "measured": report_lines(here.card) if here else (),
        "measured_since": here.since if here else None,
        "history": history,
        "nav": "settings",
    }
    return render(request, "coaching/settings/rules.html", context)
