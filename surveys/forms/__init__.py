"""Forms of the moves, one file a workflow."""
