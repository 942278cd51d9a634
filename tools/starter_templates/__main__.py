"""Writes the starter templates: `python -m tools.starter_templates`."""

import importlib
import pkgutil

import tools.starter_templates as room

SHARED_ROOMS = ("kit", "governance_kit", "drawings", "__main__")


def main() -> None:
    """Make every template; each module beside this one has a `make`."""
    for module in pkgutil.iter_modules(room.__path__):
        if module.name not in SHARED_ROOMS:
            importlib.import_module(f"{room.__name__}.{module.name}").make()


if __name__ == "__main__":
    main()
