from django.contrib import admin

from hinge_coach.accounts.models import Client, Invitation, Trainer, User

admin.site.register([Client, Invitation, Trainer, User])
