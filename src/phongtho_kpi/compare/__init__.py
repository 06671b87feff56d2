"""What is otherwise than before: between two moments of one catalogue, and between two versions of a catalogue."""
