from django.contrib import admin

from hinge_coach.accounts.models import Client, Invitation, Pause, Screening, Stop, Trainer, User

admin.site.register([Client, Invitation, Pause, Screening, Stop, Trainer, User])
