"""What every page knows: whose tracker it is, and the terms of its data."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from projects.models import Region


def site(request):
    """What every page may show: the region tracked as `home`, asked for only then; the licence; the portal's footer.

    On the preview of a record also until when it is one.
    """
    return {
        "home": SimpleLazyObject(lambda: home_region(request)),
        "preview": getattr(request, "preview", None),
        "licence": {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL},
        "portal": {
            "operator": settings.SITE_OPERATOR,
            "contact": settings.SITE_CONTACT,
            "icp": settings.SITE_ICP,
            "police": settings.SITE_POLICE,
            "code": settings.SITE_CODE,
        },
    }


def home_region(request):
    """The region tracked here, or None; asked once a request."""
    if not hasattr(request, "home_region"):
        request.home_region = Region.objects.live().filter(is_home=True).first()
    return request.home_region
