"""Solved frames as SVG paths. PURE.

* `frames`                   `draw_frames`, `draw_stills`, `draw_pose`, `viewbox`: what pages show
* `figure`                   the body, from the outlines in `trunk`, `limbs` and `head`
* `props`, `scene`           the things around the body: how they are drawn, and where they stand
* `link_axes`, `svg_path`    points along a link of the skeleton; points to path data
* `delta_codec`              a run of frames encoded small enough for a page
"""
