from lessons.body.drawing.svg_path import circle_path, closed_curve, path_extent, polyline


def test_a_curve_goes_through_its_points() -> None:
    square = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1)]
    assert path_extent(closed_curve(square)) == (0, -50, 50, 0)
    assert polyline([(0.0, 0.0), (0.1, -0.2)]) == "M0 0l50 100"
    assert path_extent(circle_path((0.1, 0.1), 0.02)) == (40, -60, 60, -40)
