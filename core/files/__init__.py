"""What may be handed in, and where it is kept; the rows stand in :mod:`core.stored_files`."""
