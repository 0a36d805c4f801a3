from django.contrib import admin

from hinge_coach.coaching.models import Note

admin.site.register(Note)
