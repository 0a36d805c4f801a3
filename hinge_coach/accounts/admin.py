from django.contrib import admin

from hinge_coach.accounts.models import Client, Invitation, Screening, Stop, Trainer, User

admin.site.register([Client, Invitation, Screening, Stop, Trainer, User])
