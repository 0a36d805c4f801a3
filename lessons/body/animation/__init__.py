"""Movements over time: a few keyframes, and every frame between them solved. PURE.

* `keyframes`           what a movement is made of: `Keyframe`, `Anchor`, `Prop`, `Variant`, `Movement`
* `movements`           `MOVEMENTS`: lesson slug -> movement, one file for each track
* `solver`              `solve_frames`: the frames of a variant, each meeting the constraints of its keyframes
* `inverse_kinematics`  leg and arm angles that bring an ankle or a hand to a point
"""
