"""Indicator tracker: which of the year's targets are on track, and why."""

__version__ = "0.1.0"
