"""Why a file is not taken, in words that say what to do instead."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

KINDS_WORDS = ".docx, .xlsx, .pdf, .png, .jpg"
REMEDIES = {
    "empty": gettext_lazy("The file is empty. Choose the file again."),
    "old": gettext_lazy(
        "The file is an old Word or Excel document (.doc, .xls) or locked with a password. Save it"
        " as .docx or .xlsx without a password."
    ),
    "kind": gettext_lazy(
        "The content of the file is of no kind that is taken here. A text must be saved in UTF-8;"
        " a document as %(kinds)s."
    ),
    "no_office": gettext_lazy(
        "The file is an archive, but no Word or Excel document. Hand in the document itself as"
        " .docx or .xlsx."
    ),
    "broken": gettext_lazy(
        "The file is damaged, or something else is hidden in it. Open it in the program that made"
        " it, save it again and hand that in."
    ),
    "bomb": gettext_lazy(
        "The file unpacks to far more than its size, so it is not opened. Save it anew without"
        " pictures that are not needed."
    ),
    "pixels": gettext_lazy(
        "The picture has more than 40 million points. Make it smaller and hand that in."
    ),
    "active": gettext_lazy(
        "The file holds a macro, a program or another file inside. Take it out, or print the"
        " document to a new PDF, and hand that in."
    ),
    "locked": gettext_lazy(
        "The file is locked with a password. Save it without one and hand that in."
    ),
    "heavy": gettext_lazy(
        "The file takes too much time or memory to open. Divide it, or print it to a new PDF, and"
        " hand that in."
    ),
}


class Refused(ValidationError):  # noqa: N818 -- reads as a sentence
    """A file that is not taken: forms show the sentence beside their field."""


def refused(code: str) -> Refused:
    """The refusal of that code, in the reader's language."""
    code = code if code in REMEDIES else "broken"
    public = "kind" if code == "no_office" else "bomb" if code == "pixels" else code
    return Refused(str(REMEDIES[code]) % {"kinds": KINDS_WORDS}, code=public)
