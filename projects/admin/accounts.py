"""Accounts and groups of staff: Django's own pages, standing up to nonsense and to those who would raise themselves."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from projects.admin.nonsense import Guarded
from projects.models import Member

admin.site.unregister([User, Group])

# What only somebody who may do everything hands out: the roles are enough for everybody else.
POWERS = ("is_superuser", "user_permissions")
HAPPENED = ("last_login", "date_joined")


class MemberInline(admin.StackedInline):
    """The department that limits what the account may write."""

    model = Member
    autocomplete_fields = ["department"]
    can_delete = True

    def has_view_permission(self, request, obj=None):
        """Whether the account may see accounts."""
        return request.user.has_perm("auth.view_user") or self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        """Whether the account may write accounts."""
        return request.user.has_perm("auth.change_user")

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(User)
class AccountAdmin(Guarded, UserAdmin):
    """Who may work at the desk."""

    list_display = ["username", "last_name", "first_name", "roles", "department", "is_active", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    inlines = [MemberInline]

    def get_queryset(self, request):
        """The accounts with their roles and departments."""
        return super().get_queryset(request).select_related("member__department").prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, account):
        """The groups that the account belongs to."""
        return ", ".join(group.name for group in account.groups.all())

    @admin.display(description=_("department"))
    def department(self, account):
        """The department to whose records the account is limited."""
        return account.member.department if hasattr(account, "member") else None

    def get_inlines(self, request, obj):
        """The department of an account that is there."""
        return super().get_inlines(request, obj) if obj is not None else []

    def has_change_permission(self, request, obj=None):
        """Nobody below them changes those who may do everything."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Nobody types when something happened, or hands out more than a role."""
        fields = (*super().get_readonly_fields(request, obj), *HAPPENED)
        return fields if request.user.is_superuser else (*fields, *POWERS)


@admin.register(Group)
class AccountGroupAdmin(Guarded, GroupAdmin):
    """What groups of accounts may do."""
