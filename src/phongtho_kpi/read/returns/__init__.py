"""What offices send. So far the tidy form only: a row a figure, under the column names that `data/` has."""
