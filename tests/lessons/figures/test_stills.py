"""The picture in which the form of a call shows the first sit-down."""

import re

from django.test import Client as Browser

from lessons.figures.stills import stills_svg


def test_three_drawings_stand_side_by_side_in_the_colors_of_the_site(db: None) -> None:
    response = Browser().get("/lessons/stills.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    picture = response.content.decode()
    xs = [int(x) for x in re.findall(r'<svg class="person--[a-z-]+ skin--[a-z]+" x="(\d+)"', picture)]
    width = int(re.findall(r'viewBox="0 0 (\d+) ', picture)[0])
    assert (len(xs), xs[0], xs[1] * 2) == (3, 0, xs[2])
    assert width > xs[2]
    assert "prefers-color-scheme: dark" in picture
    assert picture == stills_svg()
