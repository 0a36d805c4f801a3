"""`{% vignette "mat" %}`: a small picture of things, beside words that say it all. The page loads css/figure.css."""

from django import template

from lessons.figures.vignette_picture import vignette_svg

register = template.Library()

register.simple_tag(vignette_svg, name="vignette")
