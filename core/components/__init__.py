"""The small parts of every page, made in Python because they stand in loops and lists."""
