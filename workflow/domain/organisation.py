"""`Organisation`: the provider, its services, staff and numbers, with look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.domain.case_folder import Filed
from workflow.domain.languages import Languages
from workflow.domain.records.provider import Provider, Service
from workflow.domain.records.staff import StaffMember, StaffRegister
from workflow.domain.vocabulary import Nation, StaffRole


@dataclass(frozen=True)
class Organisation:
    """What is the same for every case.

    `timescales` holds the defaults of brief 4.2 by key; `nation_timescales` what a
    nation's law changes (4.8). Both are data (`config/timescales.yaml`), and so are
    the words of roles and places that point to nobody (`config/common_words.yaml`) and
    the languages that are known by name (`config/languages.yaml`).
    """

    provider: Filed[Provider]
    staff: Filed[StaffRegister]
    timescales: Mapping[str, int] = field(default_factory=dict)
    nation_timescales: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    common_words: tuple[str, ...] = ()
    languages: Languages = field(default_factory=dict)

    def service(self, identifier: str | None) -> Service:
        """The service with this id; an empty one when there is none."""
        services = self.provider.record.services
        return next((s for s in services if s.id and s.id == identifier), Service())

    def member(self, identifier: str | None) -> StaffMember | None:
        """The member of staff with this id."""
        staff = self.staff.record.staff
        return next((s for s in staff if s.id and s.id == identifier), None)

    def active(self, identifier: str | None, today: date) -> bool:
        """Whether this member of staff works here today."""
        member = self.member(identifier)
        if member is None:
            return False
        started = member.active_from is None or member.active_from <= today
        return started and (member.active_to is None or member.active_to >= today)

    def has_role(self, identifier: str | None, *roles: StaffRole) -> bool:
        """Whether this member of staff holds one of the roles."""
        member = self.member(identifier)
        return member is not None and any(role in roles for role in member.roles)

    def nation(self, service_id: str | None) -> Nation:
        """The nation whose law and bank holidays the service follows."""
        return self.service(service_id).nation or Nation.ENGLAND

    def timescale(self, key: str, service_id: str | None = None) -> int:
        """A number of brief 4.2, in the unit its key names.

        The council's own profile comes before the provider's choice, that before the
        nation's, that before the default.
        """
        service = self.service(service_id)
        profiles = [
            p.timescales
            for p in self.provider.record.local_profiles
            if p.local_authority and p.local_authority == service.local_authority
        ]
        for chosen in (*profiles, self.provider.record.timescales):
            if chosen.get(key, "").isdigit():
                return int(chosen[key])
        national = self.nation_timescales.get(self.nation(service_id), {})
        return national.get(key, self.timescales[key])
