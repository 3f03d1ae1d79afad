"""What templates of the editors' area ask for themselves; loaded as `dashboard`."""

from typing import Any

from django import template
from django.utils import timezone

from salaries.admin.dashboard import Block, board

register = template.Library()


@register.simple_tag(takes_context=True)
def dashboard(context: Any) -> list[Block]:
    """What waits for the editor who looks."""
    return board(context["request"].user, timezone.localdate())
