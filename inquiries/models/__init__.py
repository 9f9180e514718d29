"""Nouns of the inquiries, one file a group."""

from .answers import (
    AnswerCitation,
    AnswerDay,
    Contradiction,
    PublishedAnswer,
    ReplacedDocument,
)
from .channels import ChannelMessage
from .clocks import Escalation, Extension, Holding, Limit, Pause, Term
from .desk import Draft, GroupMember, ReplyTemplate, Substitute
from .inquiries import Inquiry
from .mail import IncomingMail
from .messages import Attachment, Citation, FirstResponse, Link, Message, Usefulness
from .passing import PassingOn
from .topics import Kind, Topic, TopicRule
from .viewings import SavedFilter, Viewing

__all__ = [
    "AnswerCitation",
    "AnswerDay",
    "Attachment",
    "ChannelMessage",
    "Citation",
    "Contradiction",
    "Draft",
    "Escalation",
    "Extension",
    "FirstResponse",
    "GroupMember",
    "Holding",
    "IncomingMail",
    "Inquiry",
    "Kind",
    "Limit",
    "Link",
    "Message",
    "PublishedAnswer",
    "PassingOn",
    "Pause",
    "ReplacedDocument",
    "ReplyTemplate",
    "SavedFilter",
    "Substitute",
    "Term",
    "Topic",
    "TopicRule",
    "Usefulness",
    "Viewing",
]
