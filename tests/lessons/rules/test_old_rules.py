"""The numbers of the rules before 0.3.0, which a stored rule set may still name."""

from lessons.rules.old_rules import OLD_NUMBERS


def test_the_defaults_are_those_that_0_2_0_shipped() -> None:
    assert {name: number.default for name, number in OLD_NUMBERS.items()} == {
        "easy_score": 2,
        "limit_score": 5,
        "refer_score": 8,
        "morning_rise": 2,
        "mornings_up_stop": 2,
        "easy_effort": 6,
        "hard_effort": 8,
        "clean_practices": 2,
        "sessions_looked_at": 3,
        "failed_checks": 2,
        "week_rise_regress": 1,
        "week_rise_stop": 2,
        "week_reports": 3,
        "no_change_weeks": 6,
        "change_points": 2,
        "change_percent": 30,
        "morning_hours": 36,
        "reference_reports": 3,
    }
