"""Whether a client may practice: safety questions, closures and planned pauses."""
