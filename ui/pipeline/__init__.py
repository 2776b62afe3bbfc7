"""The pipeline: a board and a table of opportunities, the page of one, and its form."""
