"""Verbs, one file a noun."""

from .questionnaires import (
    approve_questionnaire,
    discard_questionnaire,
    load_questionnaire,
    replace_questions,
    revise_questionnaire,
    withdraw_questionnaire,
)

__all__ = [
    "approve_questionnaire", "discard_questionnaire", "load_questionnaire", "replace_questions",
    "revise_questionnaire", "withdraw_questionnaire",
]  # fmt: skip
