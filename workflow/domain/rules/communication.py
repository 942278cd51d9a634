"""Checks of communication that need more than a look (brief 3.5): none yet."""

from collections.abc import Mapping

from workflow.domain.rules.rule import Check

CHECKS: Mapping[str, Check] = {}
