"""`{{ usual|plain_number }}`: a score as a person would say it."""

from django import template

from hinge_coach.wording import plain_number

register = template.Library()

register.filter("plain_number", plain_number)
