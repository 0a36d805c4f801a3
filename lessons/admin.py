from django.contrib import admin

from lessons.models import Lesson, Message, Move, Practice, TrackPosition, VariationAnswer, VerdictRecord

admin.site.register([Lesson, Message, Move, TrackPosition, Practice, VariationAnswer, VerdictRecord])
