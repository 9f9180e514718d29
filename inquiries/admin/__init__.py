"""Inquiries on the officers' desk."""

from . import desk, inquiries, reference, viewings

__all__ = ["desk", "inquiries", "reference", "viewings"]
