"""What governance papers go by: the regulators' questions, the supervision questions.

Data from `config/frameworks.yaml` and `config/supervision.yaml`, with what the provider
says in `provider.yaml` laid over it (brief 2.3, 5.8, 5.12).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from workflow.domain.records.provider import Framework as OwnFramework
from workflow.domain.records.provider import FrameworkItem
from workflow.domain.vocabulary import Focus, Nation


@dataclass(frozen=True)
class Question:
    """One thing a regulator asks, and what answers it.

    `records` names parts of cases to look at, `checks` points of the monthly sample,
    `focus` the kinds of story that speak to it.
    """

    id: str
    title: str
    group: str = ""
    what_we_do: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    focus: tuple[Focus, ...] = ()


@dataclass(frozen=True)
class Framework:
    """A regulator's questions, where they are asked and while which days they hold.

    `to_check` says what of its names nobody has compared with the publisher's words.
    """

    id: str
    name: str
    regulator: str
    short: str
    nations: tuple[Nation, ...]
    questions: tuple[Question, ...] = ()
    in_force_from: date | None = None
    in_force_to: date | None = None
    to_check: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day; both its ends included."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True)
class Handbook:
    """The frameworks, the supervision questions by id, words with a better one."""

    frameworks: tuple[Framework, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()

    def with_own(self, own: Iterable[OwnFramework]) -> tuple[Framework, ...]:
        """The frameworks with the provider's own laid over them.

        One with an id we know changes its name, its dates, and the questions it
        names; any other is added, for every nation that no known one is for.
        """
        known = {framework.id: framework for framework in self.frameworks}
        for framework in own:
            if framework.id:
                known[framework.id] = _laid_over(known.get(framework.id), framework)
        return tuple(known.values())

    def in_force(
        self, own: Sequence[OwnFramework], nation: Nation, day: date
    ) -> Framework | None:
        """The framework for a nation on a day; of several the latest to begin."""
        found = [
            framework
            for framework in self.with_own(own)
            if nation in framework.nations and framework.holds_on(day)
        ]
        return max(found, key=lambda f: f.in_force_from or date.min, default=None)


def _laid_over(known: Framework | None, own: OwnFramework) -> Framework:
    name = own.name or (known.name if known else own.id or "")
    start = Framework(own.id or "", name, name, name, (Nation.ENGLAND,))
    base = known or start
    return replace(
        base,
        name=name,
        in_force_from=own.in_force_from or base.in_force_from,
        in_force_to=own.in_force_to or base.in_force_to,
        to_check="" if any(item.title for item in own.items) else base.to_check,
        questions=tuple(_questions(base.questions, own.items)),
    )


def _questions(
    known: Sequence[Question], own: Sequence[FrameworkItem]
) -> Iterator[Question]:
    """The known questions as the provider wants them, then the provider's own."""
    named = {item.id: item for item in own if item.id}
    for question in known:
        item = named.pop(question.id, None)
        yield _changed(question, item) if item else question
    for item in named.values():
        yield _changed(Question(item.id or "", item.title or ""), item)


def _changed(question: Question, item: FrameworkItem) -> Question:
    return replace(
        question,
        title=item.title or question.title,
        measures=item.measures or question.measures,
        documents=item.documents or question.documents,
    )
