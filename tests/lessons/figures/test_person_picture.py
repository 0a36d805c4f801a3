"""Head and shoulders of whom one may choose: small, at one scale, and each another person."""

import gzip
import re

from hinge_coach.accounts.drawn_as import PersonName, Skin
from lessons.body.drawing.people import PEOPLE
from lessons.figures.person_picture import BOX, person_pictures


def test_all_of_them_together_weigh_less_than_6_kb() -> None:
    pictures = person_pictures(Skin.MEDIUM)
    markup = "".join([*pictures.people.values(), *pictures.skins.values()])
    assert len(gzip.compress(markup.encode(), 6)) < 6_000


def test_each_person_has_another_head_in_the_skin_that_is_asked_for() -> None:
    people = person_pictures(Skin.DEEP).people
    hair = {name: re.findall(r'data-part="hair"\s+d="([^"]+)"', people[name]) for name in PersonName}
    assert len({shape for shapes in hair.values() for shape in shapes}) == len(PEOPLE)
    assert [name for name in PersonName if f"person--{name} skin--deep" not in people[name]] == []
    assert list(people) == ["", *PersonName]


def test_nothing_is_drawn_that_is_out_of_the_picture_or_inside_the_body() -> None:
    picture = person_pictures(Skin.MEDIUM).people[PersonName.WOMAN]
    parts = set(re.findall(r'data-part="(\w+)"', picture))
    assert {"head", "hair", "neck", "trunk", "sleeve"} <= parts
    assert parts & {"floor", "shoe", "leg", "hand", "spine", "lumbar", "glutes"} == set()
    assert f'viewBox="{" ".join(map(str, BOX))}"' in picture
