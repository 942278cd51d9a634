"""Checks of positive risk that need more than a look (brief 3.10): none yet."""

from collections.abc import Mapping

from workflow.domain.rules.rule import Check

CHECKS: Mapping[str, Check] = {}
