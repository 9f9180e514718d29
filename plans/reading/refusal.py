"""The one refusal of the reader: this file is no such Decision, and what to do about it."""


class NotADecision(ValueError):  # noqa: N818 - what the file is, not what went wrong
    """The file cannot be read as a partnership plan; the message is one line with the remedy."""


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation without Django; the page that shows it translates it."""
    return text


EMPTY = gettext_noop("The file is empty: choose the file of the Decision again.")
TOO_LARGE = gettext_noop("The file is larger than 10 MB: send the text of the Decision alone.")
TOO_LONG = gettext_noop("The file has more than 20,000 lines: send the Decision alone.")
WRONG_TYPE = gettext_noop("Only .txt, .docx and .pdf are read: save the Decision as one of these.")
LEGACY_WORD = gettext_noop("This is an old .doc file: open it in Word and save it as .docx.")
LOCKED = gettext_noop("The file is protected by a password: remove the password and send it again.")
DAMAGED = gettext_noop("The file is damaged: open it, save it anew and send it again.")
BOMB = gettext_noop("The file unpacks to more than 50 MB: save the text of the Decision anew.")
SCANNED = gettext_noop(
    "This PDF holds pictures of pages and no text: send the Word file or a PDF with text."
)
ENCODING = gettext_noop("The text is not in Unicode: save the file as UTF-8 and send it again.")
NO_PLAN = gettext_noop(
    "This is not a Decision on a customs-business partnership plan: its tasks were not found; "
    "choose the file of the Decision with the plan attached."
)
MISSING = gettext_noop("The file cannot be opened: check its path and that it may be read.")
