"""Whether something that is kept of a case holds the case itself."""

import gc

from workflow.domain.case_folder import CaseFolder


def reaches_a_case(value: object, seen: set[int] | None = None) -> bool:
    """Whether a case folder can be reached from something."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return False
    seen.add(id(value))
    inner = gc.get_referents(value) if gc.is_tracked(value) else []
    kinds = (type, type(gc), type(reaches_a_case))
    return isinstance(value, CaseFolder) or any(
        reaches_a_case(one, seen) for one in inner if not isinstance(one, kinds)
    )
