"""The door of the people room: persons and households, what is known of them on a day, what is sealed."""

from anmin.kernel.people import import_runs
from anmin.kernel.people.bank_account import AccountError, passes_luhn, read_account
from anmin.kernel.people.changing import DISABILITY_LABELS, ETHNICITY_LABELS, change_account, change_person
from anmin.kernel.people.events import KINDS as EVENT_KINDS
from anmin.kernel.people.events import (
    WORKS_FROM,
    EventRefused,
    Told,
    happen,
    listen,
    preview,
    relations_under,
    successor,
)
from anmin.kernel.people.facts import facts_on, members_on, relation_word
from anmin.kernel.people.fitting import fitting
from anmin.kernel.people.identity import Identity, IdentityError, age, check_digit, read_identity
from anmin.kernel.people.import_models import ImportRun
from anmin.kernel.people.intake import HouseholdIn, PersonIn, Taken, take_in
from anmin.kernel.people.known import Asked, Known, array, asked_of, known_of
from anmin.kernel.people.lookup import (
    find_persons,
    households_now,
    identity_like,
    masked,
    masked_account,
    masked_id,
    masked_phone,
    person_by_number,
    unmask,
)
from anmin.kernel.people.models import Consent, Declaration, Household, Kin, LifeEvent, Membership, Person, Status
from anmin.kernel.people.register import (
    declare,
    declare_kin,
    register_household,
    register_person,
    sign_consent,
    signed_and_kin,
)
from anmin.kernel.people.relations import RELATIONS, relation_label
from anmin.kernel.people.roster import Roster
from anmin.kernel.people.roster_import import (
    Checked,
    Imported,
    Judged,
    after_roster,
    check_roster,
    judge_rosters,
    take_roster,
)
from anmin.kernel.people.sealed import Unreadable, blind_index, seal, seal_bytes, unseal, unseal_bytes

__all__ = [
    "DISABILITY_LABELS",
    "ETHNICITY_LABELS",
    "EVENT_KINDS",
    "RELATIONS",
    "WORKS_FROM",
    "AccountError",
    "Asked",
    "Checked",
    "Consent",
    "Declaration",
    "EventRefused",
    "Household",
    "HouseholdIn",
    "Identity",
    "IdentityError",
    "ImportRun",
    "Imported",
    "Judged",
    "Kin",
    "Known",
    "LifeEvent",
    "Membership",
    "Person",
    "PersonIn",
    "Roster",
    "Status",
    "Taken",
    "Told",
    "Unreadable",
    "after_roster",
    "age",
    "array",
    "asked_of",
    "blind_index",
    "change_account",
    "change_person",
    "check_digit",
    "check_roster",
    "declare",
    "declare_kin",
    "facts_on",
    "find_persons",
    "fitting",
    "happen",
    "households_now",
    "identity_like",
    "import_runs",
    "judge_rosters",
    "known_of",
    "listen",
    "masked",
    "masked_account",
    "masked_id",
    "masked_phone",
    "members_on",
    "passes_luhn",
    "person_by_number",
    "preview",
    "read_account",
    "read_identity",
    "register_household",
    "register_person",
    "relation_label",
    "relation_word",
    "relations_under",
    "seal",
    "seal_bytes",
    "sign_consent",
    "signed_and_kin",
    "successor",
    "take_in",
    "take_roster",
    "unmask",
    "unseal",
    "unseal_bytes",
]
