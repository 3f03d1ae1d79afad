"""Who asks: the one place that decides which address a request comes from."""

from datetime import date
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def client_address(request: HttpRequest) -> str:
    """The IP address that a request comes from, in its plain spelling; empty where nobody tells, as on a socket.

    With TRUST_PROXY=1 it is the last entry of `X-Forwarded-For`: that one the proxy wrote itself, while all
    before it are what a visitor may have made up. Without, the header is not looked at.
    """
    peer = _plain(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUST_PROXY:
        return peer
    return _plain(request.headers.get("X-Forwarded-For", "").rpartition(",")[2]) or peer


def network_of(request: HttpRequest) -> str:
    """What a client is counted under: its address, or for IPv6 its /64, of which every household has one."""
    address = client_address(request)
    return str(ip_network((address, 64), strict=False).network_address) if ":" in address else address


def client_key(request: HttpRequest, day: date) -> str:
    """What tells one client from another for a day, and nothing else: a keyed digest, never the address.

    Those that nobody tells share one key.
    """
    return salted_hmac(
        "compsite.clients", f"{day:%Y-%m-%d} {network_of(request)}", algorithm="sha256"
    ).hexdigest()


def _plain(text: str) -> str:
    """An address as `ipaddress` spells it, IPv4 without its IPv6 wrapping; empty for what is none."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
