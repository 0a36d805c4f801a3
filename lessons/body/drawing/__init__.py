"""Solved frames as SVG shapes. PURE.

* `frames`                       `draw_frames`, `draw_stills`, `draw_pose`, `viewbox`: what pages show
* `figure`                       the body, from the outlines in `leg`, `arm`, `trunk` and `head`
* `people`                       what differs from one person to another
* `props`, `furniture`, `held`   the things around the body; `scene`: where they stand
* `link_axes`, `shapes`          points along a link of the skeleton; points to shapes, and shapes to path data
* `blending`                     which frames travel to a page, and what it draws between them
* `delta_codec`                  a run of frames encoded small enough for a page

An outline is a table: each row is a point along a link and ahead of it. To change a calf, change its row in
`Leg._calf`, run `make figures` and look at `docs/figures.svg`.
"""
