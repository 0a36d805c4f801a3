"""The mechanical body that draws every lesson: a planar figure seen from its right side, with real proportions. PURE.

Three packages, each importing only those before it:

* `model`      segment lengths and masses, joint positions for a set of angles, balance, and joint loads
* `animation`  a movement as a few keyframes, and every frame between them solved so that the body stays up
* `drawing`    a solved frame as SVG paths, and a run of frames packed small enough for a page

    body = Body("f", 1.61, 65)
    pose = solve(body, Pose(shank=0, thigh=25))
    joints(body, pose)["hip"], loads(body, pose).hip
"""
