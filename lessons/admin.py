from django.contrib import admin

from lessons.models import Lesson, Message, Move, Placement, Practice, Verdict

admin.site.register([Lesson, Message, Move, Placement, Practice, Verdict])
