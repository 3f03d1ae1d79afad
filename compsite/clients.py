"""Who asks: the one place that decides which address a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The IP address that a request comes from, in its plain spelling; empty where nobody tells, as on a socket.

    With TRUST_PROXY=1 it is the last entry of `X-Forwarded-For`: that one the proxy wrote itself, while all
    before it are what a visitor may have made up. Without, the header is not looked at.
    """
    peer = _plain(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUST_PROXY:
        return peer
    return _plain(request.headers.get("X-Forwarded-For", "").rpartition(",")[2]) or peer


def _plain(text: str) -> str:
    """An address as `ipaddress` spells it, IPv4 without its IPv6 wrapping; empty for what is none."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
