"""In what language a round is asked: the reader's where the round speaks it."""

from django.utils.translation import activate, get_language

from ..models import Round


def speak(request, survey_round: Round) -> None:
    """The rest of this request is in a language of the round, the page around the questions too: a
    page has one language (WCAG 3.1.1)."""
    request.LANGUAGE_CODE = survey_round.tongue(get_language())
    activate(request.LANGUAGE_CODE)
