from django.contrib import admin

from hinge_coach.accounts.admin import AboutClientAdmin
from lessons.models import Lesson, Message, Move, Practice, StartTest, TrackPosition, VariationAnswer, VerdictRecord


@admin.register(VerdictRecord)
class VerdictAdmin(AboutClientAdmin):
    to_client = "practice__client"


admin.site.register([Message, Move, TrackPosition, Practice, StartTest, VariationAnswer], AboutClientAdmin)
admin.site.register(Lesson)
