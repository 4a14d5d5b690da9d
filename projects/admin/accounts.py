"""Accounts and groups of staff: Django's own pages, standing up to nonsense."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from projects.admin.nonsense import Guarded

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(Guarded, UserAdmin):
    """Who may work at the desk."""


@admin.register(Group)
class AccountGroupAdmin(Guarded, GroupAdmin):
    """What groups of accounts may do."""
