"""The file `staff`: its fields, as frozen records (brief 2.4)."""

from workflow.domain.records.base import (
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
    """Staff (brief 2.4)."""

    id: Text = one("Id", Y)
    name: Text = one("Name", Y)
    also_known_as: Texts = many("Also known as", N)
    roles: Codes[StaffRole] = many("Roles", Y)
    services: RefsService = many("Services", Y)
    line_manager: RefStaff = one("Line manager", N)
    active_from: Date = one("Active from", Y)
    active_to: Date = one("Active to", N)
    safeguarding_training_on: Date = one("Safeguarding training on", N)
    email: Text = one("Email", N)


class StaffRegister(Block):
    """Staff (brief 2.4)."""

    schema_version: Int = one("Schema version", Y)
    staff: tuple[StaffMember, ...] = many("Staff")
