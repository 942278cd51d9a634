"""The door to the check of templates; what it needs is loaded when one is looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workflow.domain.template_faults import Fault, Looked
from workflow.domain.template_fields import Wall

VERSION = "1"


@dataclass(frozen=True)
class TemplateLint:
    """Looks at templates; `render` is the engine that would fill them.

    `why_slow` says what in a template keeps that engine from filling it the fast way.
    """

    render: Callable[[bytes, Mapping[str, object], str], bytes]
    why_slow: Callable[[bytes], str] = lambda _: ""

    @property
    def version(self) -> str:
        """Changes when it may find something else in the same template."""
        return VERSION

    def look(
        self,
        template: bytes,
        wall: Wall | None,
        samples: Sequence[Mapping[str, object]] = (),
    ) -> Looked:
        """Every fault of a template and every field it uses; see `lint.look`."""
        from workflow.adapters.word.lint import look  # noqa: PLC0415 - slow, seldom

        return look(template, wall, samples, self.render)

    def annotated(self, template: bytes, faults: Sequence[Fault]) -> bytes | None:
        """The template with a comment at each fault; see `annotated.annotated`."""
        from workflow.adapters.word.annotated import annotated  # noqa: PLC0415 - likewise

        return annotated(template, faults)
