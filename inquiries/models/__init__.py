"""Nouns of the inquiries, one file a group."""

from .clocks import Escalation, Extension, Holding, Limit, Pause
from .desk import Draft, ReplyTemplate, Substitute
from .inquiries import Inquiry
from .messages import Attachment, Citation, Link, Message, Usefulness
from .topics import Kind, Topic, TopicRule

__all__ = [
    "Attachment",
    "Citation",
    "Draft",
    "Escalation",
    "Extension",
    "Holding",
    "Inquiry",
    "Kind",
    "Limit",
    "Link",
    "Message",
    "Pause",
    "ReplyTemplate",
    "Substitute",
    "Topic",
    "TopicRule",
    "Usefulness",
]
