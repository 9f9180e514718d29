"""Verbs, one file a noun."""

from .answering import Closed, Sheet, Used, hand_in, is_open, is_taken, takes_paper
from .criteria import next_version
from .inviting import (
    correct_address,
    hand_out,
    is_reminder,
    keep_opt_outs,
    late,
    letter_came_back,
    note_given_up,
    note_opt_out,
    note_return,
    opt_out,
    remind,
    remind_one,
    send_invitations,
    sweep_letters,
    to_hand_out,
    unsent,
    write_again,
    write_to,
)
from .keying import invitation_for, key_again, key_sheet, waiting
from .opening import FEW, open_answers
from .questionnaires import (
    approve_questionnaire,
    discard_questionnaire,
    load_questionnaire,
    replace_questions,
    revise_questionnaire,
    withdraw_questionnaire,
)
from .results import tally
from .rounds import (
    analyse_round,
    approve_round,
    close_round,
    correct_round,
    discard_round,
    extend_round,
    open_round,
    plan_round,
    publish_round,
)
from .sampling import Listed, draw_sample, load_list

__all__ = [
    "analyse_round", "approve_questionnaire", "approve_round", "close_round", "Closed",
    "correct_address", "correct_round", "discard_questionnaire", "discard_round", "draw_sample",
    "extend_round", "FEW", "hand_in", "hand_out", "invitation_for", "is_open", "is_reminder",
    "is_taken", "keep_opt_outs", "key_again", "key_sheet", "late", "letter_came_back", "Listed",
    "load_list", "load_questionnaire", "next_version", "note_given_up", "note_opt_out",
    "note_return", "open_answers", "open_round", "opt_out", "plan_round", "publish_round",
    "remind", "remind_one", "replace_questions", "revise_questionnaire", "send_invitations",
    "Sheet", "sweep_letters", "takes_paper", "tally", "to_hand_out", "unsent", "Used", "waiting",
    "withdraw_questionnaire", "write_again", "write_to",
]  # fmt: skip
