"""What fills Word templates here, and what makes PDFs."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.adapters.safe_files import put_there
from workflow.domain.errors import (
    ConfigurationError,
    NoConverter,
)

if TYPE_CHECKING:
    from workflow.adapters.pdf.converter import Converters
    from workflow.adapters.word.compiled import CompiledWord


@cache
def word() -> "CompiledWord":
    """What fills Word templates; it keeps them at hand, so there is one of it."""
    from workflow.adapters.word.compiled import (  # noqa: PLC0415 - slow, seldom
        CompiledWord,
    )

    return CompiledWord()


def converters() -> "Converters":
    """What makes PDFs here. Raises `NoConverter`."""
    from workflow.adapters.pdf.converter import (  # noqa: PLC0415 - seldom
        Converter,
        Converters,
        processors,
    )

    several = tuple(Converter(each) for each in processors())
    if not several:
        raise NoConverter
    return Converters(several)


def render_file(template: Path, context: Path, output: Path) -> None:
    """Fill any Word template with plain data. Raises `TemplateFault`, `FileHeld`."""
    import json  # noqa: PLC0415 - seldom

    try:
        values = json.loads(context.read_bytes())
    except ValueError:
        raise ConfigurationError(f"{context.name} is not JSON") from None
    made = word().render(template.read_bytes(), values, template.name)
    put_there(output, made)
