"""Figures of this app, one file a topic: each has ``figures(unit, start, end)``."""
