"""Who may do what in cooperation, and when: one file a group of nouns."""

from .agreements import (
    agreement_flow,
    amends,
    consults,
    is_too_late,
    proposes,
    proposes_outside,
    renews_tacitly,
)
from .assessments import assessment_flow
from .associations import keeps, keeps_any, kept_associations
from .commitments import binds, carries_out, commitment_flow, confirms, meeting_verbs
from .parts import (
    leads,
    reads_overview,
    signs,
    signs_anywhere,
    speaks_for_party,
    works,
    works_anywhere,
)
from .programme import (
    acts_for,
    admits,
    application_flow,
    applies,
    keeps_rules,
    member_flow,
    request_flow,
    warning_verbs,
)

__all__ = [
    "acts_for",
    "admits",
    "application_flow",
    "applies",
    "assessment_flow",
    "keeps_rules",
    "member_flow",
    "request_flow",
    "warning_verbs",
    "agreement_flow",
    "amends",
    "consults",
    "is_too_late",
    "keeps",
    "keeps_any",
    "kept_associations",
    "leads",
    "proposes",
    "proposes_outside",
    "renews_tacitly",
    "signs",
    "signs_anywhere",
    "speaks_for_party",
    "reads_overview",
    "works",
    "works_anywhere",
    "binds",
    "carries_out",
    "commitment_flow",
    "confirms",
    "meeting_verbs",
]
