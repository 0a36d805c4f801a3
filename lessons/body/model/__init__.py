"""A human body as a planar linkage of rigid segments, and the statics of one still pose. PURE.

* `anthropometry`  `Body`: segment lengths, masses and centers of mass from published tables
* `pose`           `Pose`: joint angles; `joints` turns them into a `Skeleton` of points
* `balance`        solves one free angle so that the body stays up, or so that a point comes to a place
* `loads`          joint moments, compression and shear at L5/S1, and how muscles share the work
* `pose_report`    one pose with all its numbers, for `manage.py body`
"""
