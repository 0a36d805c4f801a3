
app_name = "tightness"
urlpatterns = []
