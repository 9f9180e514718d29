"""The verbs of surveys, one file a matter."""
