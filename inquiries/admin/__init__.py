"""Inquiries on the officers' desk."""

from . import desk, inquiries, reference

__all__ = ["desk", "inquiries", "reference"]
