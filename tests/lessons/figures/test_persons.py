from itertools import pairwise

from hinge_coach.accounts.drawn_as import PersonName, Skin
from lessons.body.animation.movements import HINGE_MOVEMENTS, MOVEMENTS, NEUTRAL_MOVEMENTS, SIT_MOVEMENTS
from lessons.body.model.pose import Support
from lessons.figures.persons import person_of


def test_everybody_and_every_skin_is_drawn_and_no_two_lessons_in_a_row_have_the_same_person() -> None:
    drawn = [person_of(slug) for slug in MOVEMENTS]
    assert {each.person for each in drawn} == set(PersonName)
    assert {each.skin for each in drawn} == set(Skin)
    for track in (NEUTRAL_MOVEMENTS, HINGE_MOVEMENTS, SIT_MOVEMENTS):
        assert all(person_of(a.slug) != person_of(b.slug) for a, b in pairwise(track))


def test_nobody_with_a_bun_lies_on_it_leans_with_it_on_a_wall_or_has_a_stick_on_the_back() -> None:
    bunned = {
        slug
        for slug, movement in MOVEMENTS.items()
        if person_of(slug).person is PersonName.WOMAN
        and (
            movement.right.keyframes[0].pose.support is Support.BACK
            or {"stick", "dowel", "wall"} & {prop.kind for prop in movement.right.props}
        )
    }
    assert bunned == set()


def test_a_name_that_is_no_lesson_always_has_the_same_person() -> None:
    assert person_of("golf-tee") == person_of("golf-tee")
    assert len({person_of(name) for name in ("golf-tee", "garden-weeding", "start-chair", "shoveling")}) > 1
