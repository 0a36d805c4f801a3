from django.contrib import admin

from lessons.models import Lesson, Message, Move, Practice, StartTest, TrackPosition, VariationAnswer, VerdictRecord

admin.site.register([Lesson, Message, Move, TrackPosition, Practice, StartTest, VariationAnswer, VerdictRecord])
