from django.contrib import admin

from hinge_coach.safety.models import Closure, Pause, Screening

admin.site.register([Closure, Pause, Screening])
