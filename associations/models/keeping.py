"""What the database itself keeps of agreements: derived dates, and that nothing signed changes."""

import pgtrigger
from django.db.models import Case, DateField, F, Func, Q, When
from django.db.models.functions import Coalesce, Greatest

OPEN = "('proposed', 'drafted', 'consulted')"
FROZEN = (
    "unit_id", "kind", "number", "title_vi", "title_en", "about", "fields", "term_months",
    "renewal_months", "notice_days", "under_id", "renews_id",
)  # fmt: skip

# The later of both signatures; GREATEST alone would pass over a missing one.
IN_FORCE_FROM = Case(
    When(
        Q(signed_by_customs__isnull=False, signed_by_partner__isnull=False),
        then=Greatest(F("signed_by_customs"), F("signed_by_partner")),
    ),
    output_field=DateField(),
)
# What amendments extended it to, else the last day of the term; NULL is without end.
ENDS_ON = Coalesce(
    F("extended_to"),
    Func(
        IN_FORCE_FROM,
        Func(F("term_months"), template="make_interval(months => %(expressions)s)"),
        arg_joiner=" + ",
        output_field=DateField(),
        template="(%(expressions)s - interval '1 day')::date",
    ),
    output_field=DateField(),
)


def amended_only() -> pgtrigger.Trigger:
    """A signed agreement keeps its words; its end moves only to what an amendment says.

    A signature that is missing may still come; one that is there stays.
    """
    old, new = (", ".join(f"{row}.{name}" for name in FROZEN) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="signed_is_amended",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.status NOT IN {OPEN} AND (
                ROW({old}) IS DISTINCT FROM ROW({new})
                OR OLD.signed_by_customs <> COALESCE(NEW.signed_by_customs, '-infinity')
                OR OLD.signed_by_partner <> COALESCE(NEW.signed_by_partner, '-infinity')
            ) THEN
                RAISE EXCEPTION 'a signed agreement is amended, not edited';
            END IF;
            IF NEW.extended_to IS DISTINCT FROM OLD.extended_to AND NOT EXISTS (
                SELECT 1 FROM associations_amendment a
                WHERE a.agreement_id = NEW.id AND a.extends_to = NEW.extended_to
            ) THEN
                RAISE EXCEPTION 'an agreement is extended by a numbered amendment';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  # nosec B608 -- our own columns
    )


def not_above_its_frame() -> pgtrigger.Trigger:
    """A programme is not in force while the agreement it belongs to is suspended, nor when that
    was terminated."""
    return pgtrigger.Trigger(
        name="suspension_reaches",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("NEW.status = 'in_force' AND NEW.under_id IS NOT NULL"),
        func="""
            IF EXISTS (SELECT 1 FROM associations_agreement
                       WHERE id = NEW.under_id AND status IN ('suspended', 'terminated')) THEN
                RAISE EXCEPTION 'the agreement above this programme is suspended or terminated';
            END IF;
            RETURN NEW;
        """,
    )


def parties_stand() -> pgtrigger.Trigger:
    """Parties of a signed agreement neither come nor go nor change; where another body is written
    to is no term of it."""
    names = ("agreement_id", "side", "unit_id", "association_id", "enterprise_id", "body",
             "signatory")  # fmt: skip
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="parties_stand",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' AND ROW({old}) IS NOT DISTINCT FROM ROW({new}) THEN
                RETURN NEW;
            END IF;
            IF EXISTS (SELECT 1 FROM associations_agreement
                       WHERE id IN (NEW.agreement_id, OLD.agreement_id)
                       AND status NOT IN {OPEN}) THEN
                RAISE EXCEPTION 'parties of a signed agreement do not change';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,  # noqa: S608  # nosec B608 -- our own columns
    )


def stands() -> pgtrigger.Trigger:
    """A row that is written once and never again."""
    return pgtrigger.Protect(
        name="an_amendment_stands", operation=pgtrigger.Update | pgtrigger.Delete
    )


def words_stand() -> pgtrigger.Trigger:
    """What was undertaken in a signed agreement is not reworded nor taken away."""
    names = ("clause", "text_vi", "text_en", "side", "unit_id", "party_id", "due_on",
             "every_months", "agreement_id", "amendment_id")  # fmt: skip
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="words_stand",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' AND ROW({old}) IS NOT DISTINCT FROM ROW({new}) THEN
                RETURN NEW;
            END IF;
            IF EXISTS (SELECT 1 FROM associations_agreement
                       WHERE id = OLD.agreement_id AND status NOT IN {OPEN}) THEN
                RAISE EXCEPTION 'commitments of a signed agreement are not reworded';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,  # noqa: S608  # nosec B608 -- a constant of ours
    )


def only_amendments_add() -> pgtrigger.Trigger:
    """A signed agreement takes no new clause but by an amendment of its own; what recurs goes on,
    and meetings decide on actions."""
    return pgtrigger.Trigger(
        name="only_amendments_add",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.kind <> 'action' AND NEW.follows_id IS NULL"),
        func=f"""
            IF EXISTS (SELECT 1 FROM associations_agreement
                       WHERE id = NEW.agreement_id AND status NOT IN {OPEN})
               AND NOT EXISTS (SELECT 1 FROM associations_amendment
                       WHERE id = NEW.amendment_id AND agreement_id = NEW.agreement_id) THEN
                RAISE EXCEPTION 'a signed agreement takes commitments by an amendment only';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  # nosec B608 -- a constant of ours
    )


def criteria_stand() -> pgtrigger.Trigger:
    """Criteria by which somebody was assessed do not change: another version is another set."""
    return pgtrigger.Trigger(
        name="criteria_stand",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (SELECT 1 FROM associations_assessment
                       WHERE criteria_id IN (NEW.criteria_id, OLD.criteria_id)) THEN
                RAISE EXCEPTION 'criteria in use do not change: make another version';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,
    )
