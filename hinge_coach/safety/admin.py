from django.contrib import admin

from hinge_coach.accounts.admin import AboutClientAdmin
from hinge_coach.safety.models import Closure, Pause, Review, Screening

admin.site.register([Closure, Pause, Screening], AboutClientAdmin)
admin.site.register(Review)
