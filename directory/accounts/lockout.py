"""How often a password or a code may be tried (G2): counted in the database, before the try.

A try from a device the person has signed in from counts against that device alone; any other
counts against the person and the address together, the person, and the address. So nobody
guesses on, and nobody locks a person out of the own device by guessing from elsewhere.
"""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from core.limits import Rate, caller, networks, tally
from core.models import RateCount

from . import device

PAIR = Rate(5, 15 * 60)  # one person from one address
PERSON = Rate(5, 5 * 60)  # one person from anywhere: short, for it also stops the owner
ADDRESS = Rate(15, 15 * 60)  # anybody from one address, on devices never signed in from
MAILS_TO = Rate(5, 15 * 60)
MAILS_FROM = Rate(20, 15 * 60)

Tries = list[tuple[str, Rate]]


def _key(kind: str, *who: object) -> str:
    told = " ".join(map(str, who))
    return f"try-{kind}:{salted_hmac('lockout', told, algorithm='sha256').hexdigest()[:32]}"


def tries(request, login: str) -> Tries:
    """What a try of ``login`` (an e-mail address, known or not) counts against."""
    who, (address, _) = login.strip().lower(), networks(caller(request))
    number = device.known(request, who)
    if number:
        return [(_key("device", number), PAIR)]
    return [
        (_key("pair", who, address), PAIR),
        (_key("person", who), PERSON),
        (_key("address", address), ADDRESS),
    ]


def codes(request, user) -> Tries:
    """What a try of a second-factor code counts against: the password is known by then."""
    number = device.known(request, user.email)
    return [(_key("code", user.pk, number), PERSON)]


def mails(request, email: str) -> Tries:
    """What asking for a mail with a code or a link counts against."""
    address, _ = networks(caller(request))
    return [(_key("mail", email.lower()), MAILS_TO), (_key("mails", address), MAILS_FROM)]


def spend(request, counted: Tries) -> None:
    """Count one try; raises ``ValidationError`` when one of the limits is reached.

    A refused try is not made and prolongs nothing; the answer gets status 429 and Retry-After.
    """
    for place, (key, rate) in enumerate(counted):
        count, left = tally(key, rate)
        if count > rate.calls:
            give_back(counted[:place])
            request.retry_after = max(1, round(left))
            raise refusal(request.retry_after)


def give_back(counted: Tries) -> None:
    """The try was right: it is not counted."""
    keys = [key for key, _ in counted]
    RateCount.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)


def refusal(wait: int) -> ValidationError:
    """The sentence for somebody who tried too often; ``wait`` in seconds."""
    minutes = -(-wait // 60)
    words = ngettext(
        "Too many attempts. Please try again in %(minutes)s minute.",
        "Too many attempts. Please try again in %(minutes)s minutes.",
        minutes,
    )
    return ValidationError(words % {"minutes": minutes}, code="too_many_login_attempts")
