"""The mechanical body that draws every lesson: a flat figure seen from its right side, with real proportions.

Pure Python, no Django, nothing read from outside. What is where:

* `anthropometry`  Body(sex, stature_m, mass_kg): lengths, masses, centres of mass, from published tables
* `pose`           Pose (angles in degrees, signs in a table there), joints(body, pose) -> Skeleton
* `balance`        solve(...) keeps a pose up, reach(...) brings a point to a place;
                   seated, lying, tall_kneeling, all_fours
* `loads`          loads(...) -> moments, compression, shares; muscle_shares; textbook levers
* `one_pose`       one pose with all its numbers, for `manage.py body`
* `moving`         Movement, Version, Key: key poses, and every frame between them solved; instants(...)
* `movements`      MOVEMENTS: the 23, right and fault, by lesson slug
* `figure`         the body's outline over a skeleton, one path per part; `outline` has the curves, `props` the things
* `drawing`        frames, stills, viewbox, drawn: what pages show; `packing` makes a movement small

    body = Body("f", 1.61, 65)
    pose = solve(body, Pose(shank=0, thigh=25))
    joints(body, pose)["hip"], loads(body, pose).hip
"""

from lessons.body.anthropometry import SEGMENTS, Body, Sex
from lessons.body.balance import (
    Unreachable,
    all_fours,
    check,
    is_balanced,
    lying,
    reach,
    seated,
    solve,
    tall_kneeling,
)
from lessons.body.loads import (
    MUSCLE_NAMES,
    Leg,
    Loads,
    Muscles,
    Shares,
    loads,
    muscle_shares,
    single_muscle,
    spine_lever,
    vertebral_force,
)
from lessons.body.one_pose import OnePose, one_pose
from lessons.body.pose import (
    SPINE,
    Point,
    Pose,
    Skeleton,
    Support,
    centre_of_mass,
    distance,
    joints,
)

__all__ = [
    "MUSCLE_NAMES",
    "SEGMENTS",
    "SPINE",
    "Body",
    "Leg",
    "Loads",
    "Muscles",
    "OnePose",
    "Point",
    "Pose",
    "Sex",
    "Shares",
    "Skeleton",
    "Support",
    "Unreachable",
    "all_fours",
    "centre_of_mass",
    "check",
    "distance",
    "is_balanced",
    "joints",
    "loads",
    "lying",
    "muscle_shares",
    "one_pose",
    "reach",
    "seated",
    "single_muscle",
    "solve",
    "spine_lever",
    "tall_kneeling",
    "vertebral_force",
]
