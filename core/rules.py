"""Rules of the ground's own rows."""

from .file_sight import shown_with

shown_with("core.Job", "file", "result", "errors")
