"""Files → model: what comes in is not trusted, and every record knows where it was read."""
