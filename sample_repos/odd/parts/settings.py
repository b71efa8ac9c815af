INSTALLED_APPS = ["parts"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
