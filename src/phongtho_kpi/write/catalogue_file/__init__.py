"""Edits of a catalogue's text that keep every other byte."""
