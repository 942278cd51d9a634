"""The file `staff`: its fields, as frozen records (brief 2.4)."""

from workflow.domain.records.base import (
    INSIDE,
    Block,
    Codes,
    Date,
    Int,
    N,
    RefsService,
    RefStaff,
    Text,
    Texts,
    Y,
    many,
    one,
)
from workflow.domain.vocabulary import (
    StaffRole,
)


class StaffMember(Block):
    """One member of staff, their roles and services (brief 2.4)."""

    id: Text = one("the identifier of the staff member", Y)
    name: Text = one("the name of the staff member", Y)
    also_known_as: Texts = many("the staff member's other names", N)
    roles: Codes[StaffRole] = many("the roles of the staff member", Y)
    services: RefsService = many("the services the staff member works in", Y)
    line_manager: RefStaff = one("the staff member's line manager", N)
    active_from: Date = one("the date the staff member started", Y)
    active_to: Date = one("the date the staff member left", N)
    safeguarding_training_on: Date = one(
        "the date of the last safeguarding training", N
    )
    email: Text = one("the email address of the staff member", N, seen_by=INSIDE)


class StaffRegister(Block):
    """Everyone who works for the provider (brief 2.4)."""

    schema_version: Int = one("the version of the file layout", Y)
    staff: tuple[StaffMember, ...] = many("the members of staff")
