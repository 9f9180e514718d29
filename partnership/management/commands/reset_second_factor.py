"""Takes away the lost second factors of an officer; the next sign-in asks for a new one."""

import logging

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from directory.accounts.sessions import end_sessions
from directory.models import User

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """All sessions end. Make sure first that the right person asks (docs/operations.md)."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="who asked and who agreed")

    @transaction.atomic
    def handle(self, *, email, reason, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        if not reason.strip():
            raise CommandError("Say who asked and who agreed: --reason.")
        _count, kinds = Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        log.warning("second factors taken away", extra={"user": user.pk, "reason": reason.strip()})
        self.stdout.write(f"{kinds.get('mfa.Authenticator', 0)} factors of {email} taken away.")
