"""May this person practice? Safety answers, closures and planned pauses."""
