"""A mail kept as it came is seen by whoever sees the mail."""

from core.file_sight import shown_with

shown_with("inquiries.IncomingMail", "raw")
