"""Results as neutral typed tables and texts, without formatting."""
