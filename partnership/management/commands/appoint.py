"""Makes a first account with a role: how the first system administrator gets in."""

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.forms import ValidationError
from django.utils.timezone import localdate

from core.history import acting
from directory import services
from directory.models import Role, Unit, User


class Command(BaseCommand):
    """The account has no password: its owner asks for one at /accounts/password/reset/."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="family name first")
        parser.add_argument("--role", default=Role.Kind.SYSTEM_ADMINISTRATOR, choices=Role.Kind)
        parser.add_argument("--unit", help="its code; without it the topmost unit of today")

    @transaction.atomic
    def handle(self, *, email, name, role, unit, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"{email} has an account: grant the role in the admin.")
        where = place(unit)
        with acting(None, "appoint", reason="by command"):
            family, _space, given = name.strip().partition(" ")
            user = User.objects.create_user(
                username=email.lower(), email=email.lower(), last_name=family, first_name=given,
                is_staff=True,
            )  # fmt: skip
        services.grant(by=None, user=user, kind=role, unit=where, since=localdate())
        self.stdout.write(f"{email}: {role} in {where}. Password: /accounts/password/reset/")


def place(code: str | None) -> Unit:
    """Today's unit with this code, or the topmost one; refused where there is none."""
    units = Unit.objects.as_of(localdate())
    found = units.filter(code=code) if code else units.filter(parent=None)
    unit = found.first()
    if unit is None:
        raise CommandError("No such unit today. Load them: manage.py sample_data --units-only")
    return unit
