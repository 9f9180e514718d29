"""Who and when, one file a group."""

from .questionnaires import corrects_criteria, drafts, drafts_any, keeps_criteria
from .questionnaires import flow as questionnaire_flow
from .results import follow_up_flow
from .rounds import conducts, conducts_any, decides, invitation_verbs, keys_paper, round_flow

__all__ = [
    "conducts",
    "conducts_any",
    "corrects_criteria",
    "decides",
    "drafts",
    "drafts_any",
    "follow_up_flow",
    "invitation_verbs",
    "keeps_criteria",
    "keys_paper",
    "questionnaire_flow",
    "round_flow",
]
