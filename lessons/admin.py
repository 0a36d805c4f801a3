from django.contrib import admin

from lessons.models import Lesson, Message, Move, Practice, TrackPosition, VerdictRecord

admin.site.register([Lesson, Message, Move, TrackPosition, Practice, VerdictRecord])
