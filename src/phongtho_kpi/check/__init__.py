"""Data rules: what is wrong or doubtful in what we were told, as findings. Pure functions over the model."""
