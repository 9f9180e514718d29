"""Pages of reports on the desk: writing, comparing versions, working through passages."""
