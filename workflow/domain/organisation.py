"""`Organisation`: the provider, its services, staff and numbers, with look-ups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from workflow.domain.case_folder import PERSON, Filed
from workflow.domain.languages import Languages
from workflow.domain.records.provider import Provider, Service
from workflow.domain.records.staff import StaffMember, StaffRegister
from workflow.domain.telling_words import TellingWords
from workflow.domain.vocabulary import Nation, StaffRole

SOMEBODY = "Somebody they know"
NOBODY_NAMED = "nobody named"


@dataclass(frozen=True)
class NationProfile:
    """What a nation calls things, and what its law limits (brief 4.8).

    `test` holds the parts of the test of who is an adult at risk, `timescales` the
    longest that its law allows, by key of brief 4.2.
    """

    law: str = ""
    adult_from: int = 18
    test: tuple[str, ...] = ()
    capacity_law: str = ""
    advocate: str = "independent advocate"
    regulator: str = ""
    timescales: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Organisation:
    """What is the same for every case.

    `timescales` holds the defaults of brief 4.2 by key (`config/timescales.yaml`),
    `nations` the profile of each nation by its code (4.8, `config/nations.yaml`),
    `common_words` the words of roles and places that point to nobody by themselves
    (`config/common_words.yaml`), `languages` those known by name
    (`config/languages.yaml`), `telling_words` those that point to somebody without a
    name (`config/telling_words.yaml`).
    """

    provider: Filed[Provider]
    staff: Filed[StaffRegister]
    timescales: Mapping[str, int] = field(default_factory=dict)
    nations: Mapping[str, NationProfile] = field(default_factory=dict)
    common_words: tuple[str, ...] = ()
    languages: Languages = field(default_factory=dict)
    telling_words: TellingWords = field(default_factory=TellingWords)

    def service(self, identifier: str | None) -> Service:
        """The service with this id; an empty one when there is none."""
        return self._services.get(identifier or "") or Service()

    def member(self, identifier: str | None) -> StaffMember | None:
        """The member of staff with this id."""
        return self._members.get(identifier or "")

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """Every id in the provider's own files, by the kind of thing it names."""
        provider = self.provider.record
        routes = frozenset(route.id for route in provider.speak_up_routes if route.id)
        return {
            "staff": frozenset(self._members),
            "service": frozenset(self._services),
            "speakup": routes,
        }

    @cached_property
    def _services(self) -> Mapping[str, Service]:
        services = reversed(self.provider.record.services)
        return {service.id: service for service in services if service.id}

    @cached_property
    def _members(self) -> Mapping[str, StaffMember]:
        staff = reversed(self.staff.record.staff)
        return {member.id: member for member in staff if member.id}

    def named(self, text: str, identifier: str) -> str:
        """A text with the name of a member of staff in the place of their id."""
        member = self.member(identifier)
        return text.replace(identifier, (member and member.name) or identifier)

    def called(self, identifier: str | None, otherwise: str = NOBODY_NAMED) -> str:
        """Who an id stands for, by name; the id of a stranger, `otherwise` for none."""
        member = self.member(identifier)
        return (member and member.name) or identifier or otherwise

    def leader(self, identifier: str, otherwise: str = NOBODY_NAMED) -> str:
        """Who leads something, in words: staff by name, people of the case without."""
        if identifier == PERSON:
            return "The person"
        if self.member(identifier) is not None:
            return self.called(identifier)
        return SOMEBODY if identifier else otherwise

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

    def holders(
        self, role: StaffRole, today: date, service_id: str | None = None
    ) -> tuple[str, ...]:
        """Who holds a role and works here today (in this service, when one is named).

        In the order of the staff register.
        """
        return tuple(
            member.id
            for member in self.staff.record.staff
            if member.id
            and role in member.roles
            and (service_id is None or service_id in member.services)
            and self.active(member.id, today)
        )

    def managers_above(self, identifier: str | None) -> Iterator[str]:
        """The line manager, their line manager and so on; each once."""
        seen = {identifier}
        member = self.member(identifier)
        while member and member.line_manager and member.line_manager not in seen:
            seen.add(member.line_manager)
            yield member.line_manager
            member = self.member(member.line_manager)

    def nation(self, service_id: str | None) -> Nation:
        """The nation whose law and bank holidays the service follows."""
        return self.service(service_id).nation or Nation.ENGLAND

    def profile(self, service_id: str | None) -> NationProfile:
        """What the service's nation calls things and limits (brief 4.8)."""
        return self.nations.get(self.nation(service_id), NationProfile())

    def timescale(self, key: str, service_id: str | None = None) -> int:
        """A number of brief 4.2, in the unit its key names.

        The council's own profile comes first, then the provider's choice, then the
        default. Where a nation's law sets a limit, a provider-wide number or a default
        that is longer is cut to it; a council's published procedure stands as it is.
        """
        if (key, service_id) not in self._numbers:
            self._numbers[key, service_id] = self._number(key, service_id)
        return self._numbers[key, service_id]

    @cached_property
    def _numbers(self) -> dict[tuple[str, str | None], int]:
        return {}

    def _number(self, key: str, service_id: str | None) -> int:
        authority = self.service(service_id).local_authority
        for profile in self.provider.record.local_profiles:
            if authority and profile.local_authority == authority:
                local = _number(profile.timescales, key)
                if local is not None:
                    return local
        chosen = _number(self.provider.record.timescales, key)
        wanted = self.timescales[key] if chosen is None else chosen
        return min(wanted, self.profile(service_id).timescales.get(key, wanted))


def _number(chosen: Mapping[str, str], key: str) -> int | None:
    text = chosen.get(key, "").strip()
    return int(text) if text.isascii() and text.isdigit() else None
