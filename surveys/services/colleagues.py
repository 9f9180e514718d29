"""Second keyings are a colleague's: whoever keyed a sheet first does not see it confirmed by
themselves."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.models import User

from ..models import Round
from ..sealing import unseal
from .keying import waiting


def for_a_colleague(survey_round: Round, number: str, *, by: User) -> None:
    """``ValidationError`` when ``by`` keyed the waiting sheet ``number`` first, or none waits.

    Who did is read from under the seal of the sheet itself, which its officer has seen; opened
    answers do not have it (G18).
    """
    if unseal(waiting(survey_round, number).content).get("keyed_by") == by.pk:
        raise ValidationError(
            {"sheet": _("You keyed this sheet yourself: a colleague keys it the second time.")}
        )
