"""Vignettes as markup: inline, so that they have the colors of the page and ask for no further file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.body.drawing.scenery import Layer
from lessons.body.drawing.shapes import UNITS_PER_M, joined
from lessons.body.drawing.vignettes import VIGNETTES


@dataclass(frozen=True, slots=True)
class LayerPath:
    """One `<path>`. `transform` places a rigid shape."""

    role: str
    d: str
    transform: str


@cache
def vignette_svg(name: str) -> SafeString:
    """The vignette with this name. Raises KeyError where there is none."""
    vignette = VIGNETTES[name]
    left, bottom, right, top = (round(UNITS_PER_M * number) for number in vignette.window)
    context = {
        "box": f"{left} {-top} {right - left} {top - bottom}",
        "width": right - left,
        "height": top - bottom,
        "is_alone": vignette.is_alone,
        "layers": layer_paths(vignette.layers),
    }
    return render_to_string("lessons/figures/_vignette.html", context)


def layer_paths(layers: Iterable[Layer]) -> tuple[LayerPath, ...]:
    """As few paths as painter's order allows: neighbors of one color are one path."""
    return tuple(_paths(layers))


def _paths(layers: Iterable[Layer]) -> Iterator[LayerPath]:
    for (role, place), neighbors in groupby(layers, lambda layer: (layer[0], layer[1].place)):
        shape = joined(shape for _, shape in neighbors)
        yield LayerPath(role, shape.path, place.transform if place else "")
