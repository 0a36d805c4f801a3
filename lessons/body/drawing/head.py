"""Head and neck: a face in profile, four kinds of hair. PURE.

Points are along the line C7 -> top of the head and ahead of it, as fractions of that line. The head is rigid.
"""

from collections.abc import Callable, Iterable, Mapping

from lessons.body.drawing.link_axes import direction, rising_axes
from lessons.body.drawing.people import Hair, Person
from lessons.body.drawing.shapes import OutlinePoint, Shape, oval_points, rigid
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import Skeleton

_Table = tuple[tuple[float, float, float], ...]
"""Along, ahead, softness."""

_FACE: _Table = (
    (0.93, 0.20, 1), (0.83, 0.315, 1), (0.735, 0.368, 1), (0.66, 0.382, 0.7), (0.60, 0.358, 0.6), (0.545, 0.390, 1),
    (0.478, 0.442, 0.6), (0.448, 0.424, 0.5), (0.436, 0.384, 0.5), (0.402, 0.402, 0.7), (0.373, 0.382, 0.5),
    (0.345, 0.393, 0.7), (0.305, 0.366, 0.7), (0.262, 0.384, 1), (0.208, 0.372, 1), (0.178, 0.315, 1),
    (0.205, 0.190, 1), (0.262, 0.075, 1), (0.370, -0.010, 1), (0.330, -0.150, 1), (0.48, -0.26, 1), (0.70, -0.285, 1),
    (0.90, -0.16, 1), (0.985, 0.03, 1),
)  # fmt: skip
# Middle, half of the height and half of the width.
_EAR = (0.492, 0.030, 0.070, 0.042)
_EYE = (0.560, 0.283, 0.0125, 0.0085)
_CHEEK = (0.425, 0.235, 0.045, 0.050)
_BROW = ((0.632, 0.235), (0.655, 0.285), (0.640, 0.335))
_MOUTH = ((0.370, 0.374), (0.366, 0.352), (0.369, 0.332))

# The hairline starts inside the forehead and goes back over temple, sideburn, ear and nape; else hair is a helmet.
_HAIR: Mapping[Hair, _Table] = {
    "bun": (
        (0.800, 0.322, 0.5), (0.860, 0.305, 1), (0.945, 0.215, 1), (1.005, 0.060, 1), (0.990, -0.110, 1),
        (0.900, -0.245, 1), (0.740, -0.312, 1), (0.560, -0.300, 1), (0.410, -0.225, 1), (0.320, -0.120, 0.5),
        (0.400, -0.062, 1), (0.475, -0.050, 1), (0.585, -0.010, 1), (0.600, 0.060, 0.7), (0.520, 0.110, 0.4),
        (0.610, 0.140, 1), (0.700, 0.190, 1),
    ),
    "crop": (
        (0.785, 0.345, 0.5), (0.860, 0.365, 1), (0.935, 0.300, 1), (1.020, 0.130, 1), (1.025, -0.060, 1),
        (0.940, -0.225, 1), (0.780, -0.310, 1), (0.600, -0.305, 1), (0.430, -0.235, 1), (0.335, -0.140, 0.5),
        (0.400, -0.070, 1), (0.470, -0.052, 1), (0.585, -0.010, 1), (0.610, 0.055, 0.7), (0.500, 0.105, 0.4),
        (0.620, 0.145, 1), (0.710, 0.215, 1),
    ),
    "bob": (
        (0.800, 0.322, 0.5), (0.865, 0.320, 1), (0.960, 0.215, 1), (1.020, 0.050, 1), (0.995, -0.130, 1),
        (0.900, -0.275, 1), (0.730, -0.345, 1), (0.540, -0.350, 1), (0.350, -0.315, 1), (0.235, -0.225, 0.6),
        (0.215, -0.060, 1), (0.245, 0.070, 0.5), (0.400, 0.085, 1), (0.520, 0.110, 1), (0.620, 0.150, 1),
        (0.710, 0.205, 1),
    ),
    "gray": (
        (0.815, 0.310, 0.5), (0.875, 0.325, 1), (0.960, 0.225, 1), (1.012, 0.070, 1), (0.992, -0.110, 1),
        (0.905, -0.250, 1), (0.745, -0.318, 1), (0.565, -0.305, 1), (0.425, -0.245, 1), (0.330, -0.150, 0.5),
        (0.385, -0.075, 1), (0.470, -0.052, 1), (0.590, -0.014, 1), (0.612, 0.055, 0.7), (0.520, 0.095, 0.4),
        (0.640, 0.135, 1), (0.735, 0.165, 1), (0.790, 0.225, 0.8),
    ),
}  # fmt: skip
_SHINE = ((0.66, -0.235), (0.82, -0.185), (0.915, -0.060), (0.925, 0.090))
_BUN = (0.52, -0.385, 0.112)
"""Along, ahead, radius: low, where no stick meets it."""


class Head:
    """Where the head is, and its parts by name."""

    def __init__(self, body: Body, skeleton: Skeleton, person: Person) -> None:
        p = skeleton.points
        self.origin, self.tall, self.person = p["c7"], body.lengths["head"], person
        up = direction(p["c7"], p["vertex"])
        self.ahead = (up[1], -up[0])
        # Where the back of the head would sink into the floor, the whole head gives way.
        lowest = min(rising_axes(self.origin, up, self.tall)(along, ahead)[1] for along, ahead, _ in _HAIR[person.hair])
        self.origin = (self.origin[0], self.origin[1] - min(0.0, lowest))
        self.axes = rising_axes(self.origin, up, self.tall)
        # The base of the neck moves with the ribs, whatever the head does.
        self.ribs = rising_axes(p["c7"], direction(p["t12l1"], p["c7"]), self.tall)

    def shapes(self) -> dict[str, Shape]:
        """What never bends: everything but the neck."""
        return {
            "head": self._rigid(_FACE),
            "cheek": self._rigid(oval_points(*_CHEEK)),
            "hair": self._rigid(_HAIR[self.person.hair]),
            "shine": self._rigid(_line(_SHINE), closed=False),
            "ear": self._rigid(oval_points(*_EAR)),
            "eye": self._rigid(oval_points(*_EYE)),
            "face": self._rigid(_line(_BROW), closed=False) + self._rigid(_line(_MOUTH), closed=False),
        }

    def bun(self, press: Callable[[OutlinePoint], OutlinePoint]) -> dict[str, Shape]:
        """Its part, where there is one. It has a place of its own: a floor or a wall pushes it aside."""
        if self.person.hair != "bun":
            return {}
        along, ahead, radius = _BUN
        r = radius * self.tall
        x, y, _ = self.axes(along, ahead)
        # What is pressed is the side away from the head.
        sunk_x, sunk_y = x - r, y - r
        free_x, free_y, _ = press((sunk_x, sunk_y, 1.0))
        place = x + free_x - sunk_x, y + free_y - sunk_y
        return {"bun": rigid(place, (1.0, 0.0), oval_points(0.0, 0.0, r, r))}

    def neck(self) -> list[OutlinePoint]:
        """A shape of its own under the head, in the darker skin, so that the line of the jaw is seen."""
        head, ribs, wide = self.axes, self.ribs, self.person.build.neck
        return [
            ribs(-0.13, -0.20 * wide), head(0.16, -0.130 * wide), head(0.42, -0.19),
            head(0.30, 0.19), head(0.12, 0.160 * wide), ribs(-0.11, 0.215 * wide),
        ]  # fmt: skip

    def _rigid(self, table: Iterable[tuple[float, float, float]], *, closed: bool = True) -> Shape:
        points = [(ahead * self.tall, along * self.tall, soft) for along, ahead, soft in table]
        return rigid(self.origin, self.ahead, points, closed=closed)


def _line(points: Iterable[tuple[float, float]]) -> _Table:
    return tuple((along, ahead, 1.0) for along, ahead in points)
