"""Takes away the lost second factors of an account, where no administrator can at the desk."""

from django.core.management.base import BaseCommand, CommandError

from core.workflow import NotNow
from directory.accounts.services import forget_second_factor
from directory.models import User


class Command(BaseCommand):
    """All sessions end and a letter tells so. Make sure first that the right person asks."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="who asked and who agreed")

    def handle(self, *, email, reason, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        if not reason.strip():
            raise CommandError("Say who asked and who agreed: --reason.")
        try:
            forget_second_factor(user, by=None, reason=reason.strip())
        except NotNow:
            raise CommandError(f"{email} is closed, or is no officer's account.") from None
        self.stdout.write(f"{email}: the next sign-in asks for a new second factor.")
