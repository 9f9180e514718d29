"""Why a file is not taken, in words that say what to do instead."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):  # noqa: N818 -- reads as a sentence
    """A file that is not taken: forms show the sentence beside their field."""
