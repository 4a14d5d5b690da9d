"""What every page knows: whose tracker it is, and the terms of its data."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from projects.models import Region


def site(request):
    """The region tracked here as `home`, asked for only where a template shows it, and the licence of the data."""
    return {
        "home": SimpleLazyObject(lambda: home_region(request)),
        "licence": {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL},
    }


def home_region(request):
    """The region tracked here, or None; asked once a request."""
    if not hasattr(request, "home_region"):
        request.home_region = Region.objects.live().filter(is_home=True).first()
    return request.home_region
